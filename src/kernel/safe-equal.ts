/**
 * Comparing secrets must not tell, by the time it takes, how much of a guess was right. This comparison takes the same
 * time wherever the texts differ, and lengths are hidden too: both sides are digested under a key made at start-up.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const key = randomBytes(32);

/** Whether two secrets (tokens, codes, signatures as text) are equal. */
export function safeEqual(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
