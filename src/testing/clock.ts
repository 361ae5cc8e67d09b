/** A clock that stands still until a test moves it. */
import type { Clock, Instant } from '../kernel/time.ts';

export interface ManualClock extends Clock {
  /** Goes on by so many milliseconds and answers the new time. */
  advance(milliseconds: number): Instant;
  /** Jumps to an instant. */
  set(at: Instant): void;
}

/** A manual clock that starts at `at`; without it at noon of 2026-11-21 in Beijing, a Saturday, so that runs repeat. */
export function manualClock(at: Instant = Date.UTC(2026, 10, 21, 4)): ManualClock {
  let now = at;
  return {
    now: () => now,
    advance: (milliseconds) => (now += milliseconds),
    set: (to) => {
      now = to;
    },
  };
}
