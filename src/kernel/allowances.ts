/**
 * So much a second, and so much at once, for each of many: one bucket per name, which fills by itself. It promises that
 * its own memory is bounded too: beyond so many names the one that has been known for longest is forgotten.
 */

export interface Allowances {
  /** Whether something is left for this name; if so, the cost is taken, also more than is left: then it has to wait. */
  take(name: string, cost?: number): boolean;
  /** Whether something is left, without taking it. */
  has(name: string): boolean;
  /** Gives back what was taken for somebody who turned out to be welcome. */
  giveBack(name: string, cost: number): void;
}

export interface Rate {
  /** Filled so much a second. */
  readonly perSecond: number;
  /** And no more than this. */
  readonly burst: number;
}

const MOST_NAMES = 50_000;

interface Bucket {
  level: number;
  at: number;
}

/** `passed`: real milliseconds that never go back, an argument for tests. */
export function createAllowances(rate: Rate, passed: () => number = () => performance.now()): Allowances {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (name: string): Bucket => {
    const now = passed();
    const known = buckets.get(name);
    if (known) {
      known.level = Math.min(rate.burst, known.level + ((now - known.at) / 1_000) * rate.perSecond);
      known.at = now;
      return known;
    }
    if (buckets.size >= MOST_NAMES) for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break;
    const made = { level: rate.burst, at: now };
    buckets.set(name, made);
    return made;
  };
  return {
    take(name, cost = 1) {
      const bucket = bucketOf(name);
      if (bucket.level < 1) return false;
      bucket.level -= cost;
      return true;
    },
    has: (name) => bucketOf(name).level >= 1,
    giveBack(name, cost) {
      const bucket = bucketOf(name);
      bucket.level = Math.min(rate.burst, bucket.level + cost);
    },
  };
}
