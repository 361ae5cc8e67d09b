/**
 * A sweep over all platforms. Its look is one statement for all of them, and so is the question who has something due;
 * the work goes platform by platform, a few of them at once. It promises that platforms without work cost nothing,
 * and that one whose lane, bank or row is stuck keeps no other from its turn: it is passed over while it is still at
 * work, and after a failure it rests, longer after each further one.
 */
import type { Failed, Sweep } from './sweep.ts';
import { type Instant, SECOND } from './time.ts';

export interface PlatformWork {
  readonly name: string;
  /** As of a sweep: the earliest of all platforms. */
  nextDue(): Promise<Instant | null>;
  /** The platforms that have something due, the one that has waited longest first. */
  platformsDue(now: Instant): Promise<readonly number[]>;
  /** Does what is due for one platform, a bounded number of rows; answers how many it took. */
  round(platformId: number, now: Instant): Promise<number>;
  /** As of a sweep, for rounds that begin work and do not wait for it. */
  settled?(): Promise<void>;
}

/** Real milliseconds but for `atOnce`. */
export interface RoundPace {
  /** Platforms at work at the same time. */
  readonly atOnce: number;
  /** How long those that are quick wait for those that are slow. */
  readonly patience: number;
  /** After a failure; doubled with each further one up to `longestRest`. */
  readonly rest: number;
  readonly longestRest: number;
  /** Time that never goes back. */
  readonly passed: () => number;
}

const PACE: RoundPace = {
  atOnce: 8,
  patience: SECOND,
  rest: SECOND,
  longestRest: 30 * SECOND,
  passed: () => performance.now(),
};

interface Rest {
  readonly failures: number;
  readonly until: number;
}

export function createPlatformSweep(work: PlatformWork, given: Partial<RoundPace> = {}): Sweep {
  const pace = { ...PACE, ...given };
  const atWork = new Map<number, Promise<void>>();
  const resting = new Map<number, Rest>();
  /** Rows of all rounds that ended since `run` last told. */
  let taken = 0;

  async function round(platformId: number, now: Instant, failed: Failed): Promise<void> {
    try {
      // Added after the wait: `taken += await …` would add to what it was before, and lose what others added.
      const rows = await work.round(platformId, now);
      taken += rows;
      resting.delete(platformId);
    } catch (error) {
      const failures = (resting.get(platformId)?.failures ?? 0) + 1;
      const rest = Math.min(pace.rest * 2 ** (failures - 1), pace.longestRest);
      resting.set(platformId, { failures, until: pace.passed() + rest });
      failed(error, platformId);
    } finally {
      atWork.delete(platformId);
    }
  }
  function isFree(platformId: number): boolean {
    const rest = resting.get(platformId);
    return !atWork.has(platformId) && (rest === undefined || rest.until <= pace.passed());
  }
  return {
    name: work.name,
    nextDue: () => work.nextDue(),
    async run(now, failed) {
      const free = (await work.platformsDue(now)).filter(isFree);
      const begun: Promise<void>[] = [];
      for (const platformId of free) {
        if (atWork.size >= pace.atOnce) await within(pace.patience, Promise.race(atWork.values()));
        // Every place is taken by somebody slow: the next run tries again.
        if (atWork.size >= pace.atOnce) break;
        const ended = round(platformId, now, failed);
        atWork.set(platformId, ended);
        begun.push(ended);
      }
      await within(pace.patience, Promise.all(begun));
      const told = taken;
      taken = 0;
      return told;
    },
    async settled() {
      await Promise.all(atWork.values());
      await work.settled?.();
    },
  };
}

/** Waits for `work`, but no longer than so many real milliseconds. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
