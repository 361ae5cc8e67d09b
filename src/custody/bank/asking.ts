/** How often the bank is asked, and a message of its tried, that gets us no further. */
import { MINUTE } from '../../kernel/time.ts';

/** Milliseconds until the next time, after so many: 1, 2, 4 … 32 minutes, then an hour. */
export function waitAfter(times: number): number {
  return Math.min(60, 2 ** Math.min(times, 6)) * MINUTE;
}
