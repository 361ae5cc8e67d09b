/**
 * Who may work with passwords and when (G-17). Hashing is slow on purpose, so without turns one open page, posted
 * three hundred times, would be a queue before everybody's passwords. Promises: one holder has one check under way; who
 * waits is bounded for each holder and each platform, and the rest is told so before anything was counted; and the
 * few places in which hashes are made go round the platforms, however many wait of one.
 */
import type { Failure } from '../../kernel/result.ts';
import { type Refusal, refuse } from '../refusals.ts';

/** Of one holder: the one whose turn it is, and a few double clicks. */
const OF_HOLDER = 8;
/** Of one platform: what two cores hash in about a second and a half. */
const OF_PLATFORM = 64;

interface Queue {
  inside: number;
  readonly holders: Map<string, (() => void)[]>;
}

/** Turns of holders, each platform for itself; a turn holds nothing that another platform needs. */
export class Turns {
  private readonly queues = new Map<number, Queue>();

  /**
   * Does some work when it is the holder's turn, and tells it whether it had to wait: then the world may be another.
   * Refused as busy when too much waits already.
   */
  async take<T>(
    platformId: number,
    holder: string,
    work: (waited: boolean) => Promise<T>,
  ): Promise<T | Failure<Refusal>> {
    const queue = this.queues.get(platformId) ?? { inside: 0, holders: new Map() };
    const waiting = queue.holders.get(holder);
    if (queue.inside >= OF_PLATFORM || (waiting && waiting.length + 1 >= OF_HOLDER)) return refuse('SYSTEM_BUSY', {});
    queue.inside += 1;
    this.queues.set(platformId, queue);
    if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else queue.holders.set(holder, []);
    try {
      return await work(waiting !== undefined);
    } finally {
      this.leave(platformId, queue, holder);
    }
  }

  private leave(platformId: number, queue: Queue, holder: string): void {
    queue.inside -= 1;
    const next = queue.holders.get(holder)?.shift();
    if (next) next();
    else queue.holders.delete(holder);
    if (queue.inside === 0) this.queues.delete(platformId);
  }
}

/** Places for work that is slow; when one becomes free it goes to the platform whose turn it is. */
export class FairPlaces {
  private readonly waiting = new Map<number, (() => void)[]>();
  private free: number;

  constructor(places: number) {
    this.free = places;
  }

  async take<T>(platformId: number, work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.line(platformId).push(resolve));
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  private line(platformId: number): (() => void)[] {
    const line = this.waiting.get(platformId) ?? [];
    this.waiting.set(platformId, line);
    return line;
  }

  /** The first in the line of the platform that waits longest; which then goes behind the others. */
  private pass(): void {
    for (const [platformId, line] of this.waiting) {
      const next = line.shift();
      this.waiting.delete(platformId);
      if (line.length > 0) this.waiting.set(platformId, line);
      if (next) {
        next();
        return;
      }
    }
    this.free += 1;
  }
}
