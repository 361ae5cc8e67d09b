/** Work that is done while callers call: until it is done they go on, and when it fails they are left alone at once. */
import assert from 'node:assert/strict';
import type { Tally } from './caller.ts';

/** Somebody who calls until it is over. */
interface Caller {
  run(over: () => boolean): Promise<unknown>;
}

/** Waits for so many orders that were acknowledged, and answers how many they were a second. */
export type Phase = (orders: number) => Promise<number>;

export async function underLoad<T>(
  tally: Tally,
  callers: readonly Caller[],
  work: (phase: Phase) => Promise<T>,
): Promise<T> {
  let over = false;
  const load = Promise.all(callers.map((one) => one.run(() => over)));
  let done: T;
  try {
    done = await work(async (orders) => {
      const began = performance.now();
      await Promise.race([tally.after(orders), load.then(() => assert.fail('the load has ended'))]);
      return Math.round((1_000 * orders) / (performance.now() - began));
    });
    over = true;
    await load;
  } finally {
    over = true;
    tally.abandoned = true;
  }
  tally.abandoned = false;
  return done;
}
