/**
 * The sandbox's clock: the machine's time plus an offset that stands in the database, so that a restart does not go
 * back and a second node follows within a second. While it is being moved it stands still at one instant after
 * another, so that what is due runs at the very instant it is due and not a few milliseconds late.
 * Promise: it never goes back.
 */
import type { Sql } from '../db/pool.ts';
import { errorFacts, type Log } from '../kernel/log.ts';
import type { Clock, Instant } from '../kernel/time.ts';
import { raiseOffset, readOffset } from './clock.store.ts';

/** Real milliseconds between two looks at the offset, which another node may have moved. */
const FOLLOW = 500;

export interface SandboxClock extends Clock {
  /** Stands still at `at`, or where it is when that is later; what is stored makes it true for a restart too. */
  freeze(at: Instant): Promise<void>;
  /** Goes on from where it stands. */
  thaw(): void;
  /** Looks at the offset in the database now. */
  follow(): Promise<void>;
  /** Ends following other nodes. */
  stop(): void;
}

/** Opens the clock where it stood. `realNow` is the machine's time, an argument for tests. */
export async function openSandboxClock(options: {
  readonly sql: Sql;
  readonly log: Log;
  readonly realNow?: () => Instant;
}): Promise<SandboxClock> {
  const { sql, log, realNow = Date.now } = options;
  let offset = await readOffset(sql);
  let frozen: Instant | null = null;

  const now = (): Instant => frozen ?? realNow() + offset;
  async function follow(): Promise<void> {
    offset = Math.max(offset, await readOffset(sql));
  }
  const timer = setInterval(() => {
    follow().catch((error: unknown) => log.warn(errorFacts(error), 'the clock could not be read'));
  }, FOLLOW);
  timer.unref();

  return {
    now,
    follow,
    async freeze(at) {
      frozen ??= now();
      const instant = Math.max(at, frozen);
      // Stored before it is true: after a crash the clock never stands before what somebody has seen.
      offset = await raiseOffset(sql, Math.max(offset, instant - realNow()));
      frozen = instant;
    },
    thaw() {
      // The offset was stored when time stopped; what has gone by since then is added, never taken back.
      frozen = null;
    },
    stop: () => clearInterval(timer),
  };
}
