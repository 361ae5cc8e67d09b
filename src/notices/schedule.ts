/**
 * When a notice that was not acknowledged is sent again. Pure. Both documents give their number of retries and one hour
 * (LW-9: 6, DW-5: 3, and 2 for each stage of a withdrawal): quick at first, for a receiver that restarts, then ever
 * rarer, for one that is being repaired.
 * Promise: delays grow, and the last retry is due within the hour, with minutes to spare for time-outs and polling.
 */
import { SECOND } from '../kernel/time.ts';

/** Each delay is this many times the one before it. */
const GROWTH = 3;

/** 54 min 36 s: divisible by 1 + 3 + 9 + … for 2, 3 and 6 retries, so that their delays are whole seconds. */
const WINDOW = 3_276 * SECOND;

/** The delays, in milliseconds, between the first send and its `retries` retries, in their order. */
export function retryDelays(retries: number): readonly number[] {
  const parts = Array.from({ length: retries }, (_, index) => GROWTH ** index);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => Math.floor((WINDOW * part) / whole));
}

/** Milliseconds from the send with this number (1 is the first) to the next one; null when it was the last. */
export function delayAfter(attempt: number, retries: number): number | null {
  return retryDelays(retries)[attempt - 1] ?? null;
}
