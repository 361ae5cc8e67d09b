/**
 * Everything that is due is a row with a due time, found by a bounded sweep. The room
 * that owns the rows owns the sweep; `main` hands all of them to `jobs`, which runs them as time goes by, or, in
 * a sandbox, as its clock is moved.
 */
import type { Instant } from './time.ts';

export interface Sweep {
  readonly name: string;
  /** The earliest due time among the waiting rows, whether past or to come; null when nothing waits. */
  nextDue(): Promise<Instant | null>;
  /**
   * Does what is due at `now`, a bounded number of rows at a time; answers how many it took. 0 means that nothing is
   * due, or that what is due cannot be done now. Rejects when it cannot do anything at all.
   */
  run(now: Instant, failed: Failed): Promise<number>;
  /**
   * For a sweep whose `run` begins work and does not wait for it (a receiver may take seconds to answer): resolves when
   * nothing that was begun is still under way. A clock that is being moved waits for it before it goes on.
   */
  settled?(): Promise<void>;
}

/** Is told what failed for one platform; the sweep itself goes on with the others. */
export type Failed = (error: unknown, platformId: number) => void;
