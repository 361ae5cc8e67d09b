import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sweep } from '../kernel/sweep.ts';
import type { Instant } from '../kernel/time.ts';
import { manualClock } from '../testing/clock.ts';
import { createClockwork } from './clockwork.ts';
import { runDue } from './due.ts';

const PACE = { poll: 5, idle: 2, backoff: 2, longestBackoff: 10 };
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A sweep over a list of due times, which remembers what it did. */
function listSweep(name: string, dues: Instant[], act: (now: Instant) => Promise<void> | void = () => undefined) {
  const done: { due: Instant; at: Instant }[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const sweep: Sweep = {
    name,
    nextDue: async () => (dues.length === 0 ? null : Math.min(...dues)),
    async run(now) {
      await act(now);
      const ripe = dues.filter((due) => due <= now).sort((a, b) => a - b);
      for (const due of ripe) {
        dues.splice(dues.indexOf(due), 1);
        done.push({ due, at: now });
      }
      for (const wait of waiting) if (done.length >= wait.count) wait.resolve();
      return ripe.length;
    },
  };
  const finished = (count: number) =>
    new Promise<void>((resolve) => {
      if (done.length >= count) resolve();
      else waiting.push({ count, resolve });
    });
  return { sweep, done, dues, finished };
}

/** Keeps the process alive while only unref'd timers run. */
async function alive<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, 1_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

test('a sweep is run when something becomes due, also what is born later', async () => {
  const clock = manualClock(1_000);
  const list = listSweep('list', [900, 1_500]);
  const clockwork = createClockwork({ sweeps: [list.sweep], clock, log: LOG, pace: PACE });
  clockwork.start();
  await alive(list.finished(1));
  assert.deepEqual(list.done, [{ due: 900, at: 1_000 }]);
  clock.set(1_500);
  await alive(list.finished(2));
  list.dues.push(1_400);
  await alive(list.finished(3));
  await clockwork.stop();
});

test('a sweep that fails harms no other and is tried again', async () => {
  const clock = manualClock(1_000);
  let tries = 0;
  const failing = listSweep('failing', [1_000], () => {
    tries += 1;
    if (tries < 4) throw new Error('no');
  });
  const good = listSweep('good', [1_000]);
  const errors: object[] = [];
  const log = { ...LOG, error: (facts: object) => errors.push(facts) };
  const clockwork = createClockwork({ sweeps: [failing.sweep, good.sweep], clock, log, pace: PACE });
  clockwork.start();
  await alive(Promise.all([good.finished(1), failing.finished(1)]));
  await clockwork.stop();
  assert.equal(tries, 4);
  assert.deepEqual(
    errors.map((facts) => (facts as { failures: number }).failures),
    [1, 2, 3],
  );
});

test('a sweep never overlaps itself, and nothing runs after pause', async () => {
  const clock = manualClock(1_000);
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let runs = 0;
  const slow = listSweep('slow', [1_000], async () => {
    runs += 1;
    begin();
    await gate;
  });
  const clockwork = createClockwork({ sweeps: [slow.sweep], clock, log: LOG, pace: PACE });
  clockwork.start();
  await alive(begun);
  clockwork.poke('slow');
  clockwork.poke();
  let paused = false;
  const pause = clockwork.pause().then(() => {
    paused = true;
  });
  assert.equal(paused, false);
  open();
  await alive(pause);
  assert.equal(runs, 1);
  slow.dues.push(1_000);
  clockwork.poke();
  clockwork.resume();
  await alive(slow.finished(2));
  await clockwork.stop();
  clockwork.resume();
  assert.equal(runs, 2);
});

test('drain does all that is due now, in the order of the sweeps, also what one makes due for another', async () => {
  const clock = manualClock(1_000);
  const order: string[] = [];
  const first = listSweep('first', [500], () => void order.push('first'));
  const second = listSweep('second', [900], () => {
    order.push('second');
    if (order.length < 3) first.dues.push(1_000);
  });
  const clockwork = createClockwork({ sweeps: [first.sweep, second.sweep], clock, log: LOG, pace: PACE });
  await clockwork.drain();
  await clockwork.stop();
  assert.deepEqual(order, ['first', 'second', 'first']);
});

test('an item that stays due whatever is done about it is a defect, and its sweep is named', async () => {
  const limits = { rounds: 20, idleRounds: 3, idlePause: 0 };
  const busy: Sweep = { name: 'payouts', nextDue: async () => 5, run: async () => 1 };
  await assert.rejects(runDue([busy], 10, limits), /"payouts" keeps being due at 1970-01-01 08:00:00/);
  const stuck: Sweep = { name: 'pages', nextDue: async () => 5, run: async () => 0 };
  await assert.rejects(runDue([stuck], 10, limits), /"pages" keeps being due/);
  assert.equal(await runDue([stuck], 4, limits), 0);
});
