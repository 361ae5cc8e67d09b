import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OrderView, Platform } from '../custody/api.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { DAY, formatIso, HOUR, type Instant, MINUTE, parseTime, SECOND } from '../kernel/time.ts';
import { createNotices } from '../notices/notices.ts';
import { manualClock } from '../testing/clock.ts';
import { createTestDatabase } from '../testing/database.ts';
import { startReceiver } from '../testing/receiver.ts';
import { createClockwork } from './clockwork.ts';
import { type BankClock, createClockMover, parseDuration } from './mover.ts';
import { openSandboxClock } from './sandbox-clock.ts';

const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const START = parseTime('20261121120000') ?? 0;
const LIMITS = { rounds: 50, idleRounds: 3, idlePause: 0 };

/** A sandbox whose machine stands at START, with these sweeps and this bank. */
async function sandbox(sweeps: (now: () => Instant) => Sweep[], bank: BankClock | null = null) {
  const { sql } = await createTestDatabase();
  const machine = manualClock(START);
  const clock = await openSandboxClock({ sql, log: LOG, realNow: machine.now });
  clock.stop();
  const clockwork = createClockwork({ sweeps: sweeps(clock.now), clock, log: LOG });
  return { sql, machine, clock, clockwork, mover: createClockMover({ clock, clockwork, bank, limits: LIMITS }) };
}

/** Due times and what to do at them, in the order in which they are reached. */
function agenda(name: string, dues: Map<Instant, (now: Instant) => void>): Sweep {
  return {
    name,
    nextDue: async () => (dues.size === 0 ? null : Math.min(...dues.keys())),
    async run(now) {
      const ripe = [...dues].filter(([due]) => due <= now).sort(([a], [b]) => a - b);
      for (const [due, act] of ripe) {
        dues.delete(due);
        act(now);
      }
      return ripe.length;
    },
  };
}

test('durations are seconds, minutes, hours and days', () => {
  assert.equal(parseDuration('30s'), 30 * SECOND);
  assert.equal(parseDuration('90m'), 90 * MINUTE);
  assert.equal(parseDuration('5h'), 5 * HOUR);
  assert.equal(parseDuration('2d'), 2 * DAY);
  for (const text of ['', '5', 'm', '-1d', '1.5h', '1w', ' 1d', '1d ', '1D']) assert.equal(parseDuration(text), null);
});

test('G-4 the clock answers ISO 8601 in Beijing and is set by Beijing time', async () => {
  const { mover } = await sandbox(() => []);
  assert.deepEqual(mover.show(), { now: '2026-11-21T12:00:00.000+08:00' });
  assert.deepEqual((await mover.set('20261122003000')).answer, { now: '2026-11-22T00:30:00.000+08:00' });
  assert.deepEqual(await mover.advance('90m'), {
    before: { now: '2026-11-22T00:30:00.000+08:00' },
    after: { now: '2026-11-22T02:00:00.000+08:00' },
    answer: { now: '2026-11-22T02:00:00.000+08:00' },
  });
  assert.deepEqual((await mover.advance('0s')).answer, { now: '2026-11-22T02:00:00.000+08:00' });
});

test('the clock never goes back, and says so in a sentence', async () => {
  const { mover } = await sandbox(() => []);
  await mover.advance('2d');
  await assert.rejects(mover.set('20261121120000'), /stands at 2026-11-23 12:00:00 and never goes back/);
  await assert.rejects(mover.set('20261131120000'), /A time looks like/);
  await assert.rejects(mover.advance('soon'), /A duration looks like 30s, 90m, 5h or 2d/);
  await assert.rejects(mover.advance('999999999d'), /no further than/);
  assert.deepEqual(mover.show(), { now: '2026-11-23T12:00:00.000+08:00' });
});

test('what becomes due on the way runs in its order, each at its own instant', async () => {
  const seen: string[] = [];
  const note = (what: string) => (now: Instant) => void seen.push(`${what} ${formatIso(now).slice(8, 16)}`);
  const late = new Map([[START + DAY, note('late')]]);
  const early = new Map([
    [START + HOUR, note('early')],
    [START + 3 * DAY, note('never')],
  ]);
  early.set(START + 2 * HOUR, (now) => {
    note('chain')(now);
    late.set(START + 2 * HOUR, note('at once'));
    late.set(START + 26 * HOUR, note('later'));
  });
  const on = await sandbox(() => [agenda('late', late), agenda('early', early)]);
  const { now } = (await on.mover.advance('2d')).answer;
  assert.equal(now, '2026-11-23T12:00:00.000+08:00');
  assert.deepEqual(seen, ['early 21T13:00', 'chain 21T14:00', 'at once 21T14:00', 'late 22T12:00', 'later 22T14:00']);
});

test('the bank moves in step, and what it reports is processed at the same instant', async () => {
  const seen: string[] = [];
  const reports = new Map<Instant, (now: Instant) => void>();
  const payouts = [START + 13 * HOUR];
  const bank: BankClock = {
    nextDue: async () => payouts[0] ?? null,
    async moveTo(at) {
      if ((payouts[0] ?? at + 1) > at) return;
      payouts.shift();
      seen.push(`paid ${formatIso(at).slice(8, 16)}`);
      reports.set(at, (now) => void seen.push(`report ${formatIso(now).slice(8, 16)}`));
    },
  };
  const on = await sandbox(() => [agenda('reports', reports)], bank);
  await on.mover.advance('1d');
  assert.deepEqual(seen, ['paid 22T01:00', 'report 22T01:00']);
});

test('a move that fails leaves the clock where it got to, and it runs on', async () => {
  const stuck: Sweep = { name: 'payouts', nextDue: async () => START + HOUR, run: async () => 1 };
  const on = await sandbox(() => [stuck]);
  await assert.rejects(on.mover.advance('1d'), /"payouts" keeps being due at 2026-11-21 13:00:00/);
  assert.equal(on.clock.now(), START + HOUR);
  on.machine.advance(SECOND);
  assert.equal(on.clock.now(), START + HOUR + SECOND);
});

test('a second node and a restart stand where the clock was moved to', async () => {
  const on = await sandbox(() => []);
  const other = await openSandboxClock({ sql: on.sql, log: LOG, realNow: on.machine.now });
  other.stop();
  await on.mover.advance('1d');
  assert.equal(other.now(), START);
  await other.follow();
  assert.equal(other.now(), START + DAY);
  const restarted = await openSandboxClock({ sql: on.sql, log: LOG, realNow: on.machine.now });
  restarted.stop();
  assert.equal(restarted.now(), START + DAY);
});

test('two moves at once are made one after the other', async () => {
  const on = await sandbox(() => []);
  await Promise.all([on.mover.advance('1d'), on.mover.advance('2h')]);
  assert.equal(on.clock.now(), START + DAY + 2 * HOUR);
});

test('LW-9 moved by an hour, a notice nobody acknowledges is sent seven times and parked', async () => {
  const receiver = await startReceiver((received) => received.answer(200, 'no'));
  const { sql } = await createTestDatabase();
  const machine = manualClock(START);
  const clock = await openSandboxClock({ sql, log: LOG, realNow: machine.now });
  clock.stop();
  const at = new Date(START);
  await sql`insert into platforms (platform_id, platform_no, name, dialect, notify_url, created_at)
    values (1, '6000000001', 'P', 'six', ${receiver.url}, ${at})`;
  await sql`insert into notices (platform_id, notice_no, request_no, order_no, event_seq, service, stage, state,
      due_at, created_at)
    values (1, 1, 'R1', 1, 1, 'RECHARGE', 'FINAL', 'PENDING', ${at}, ${at})`;
  const platform = { platformId: 1, platformNo: '6000000001', dialect: 'six', notifyUrl: receiver.url } as Platform;
  const notices = createNotices({
    sql,
    clock,
    log: LOG,
    rules: { six: { acknowledgement: 'SUCCESS', mostSends: () => 7 } },
    platform: async () => platform,
    order: async () => ({ requestNo: 'R1', verb: 'DEPOSIT' }) as OrderView,
    render: async () => ({ sentAt: String(clock.now()) }),
    policy: { requireHttps: false, refusePrivate: false },
  });
  const clockwork = createClockwork({ sweeps: [notices.sweep], clock, log: LOG });
  await createClockMover({ clock, clockwork, bank: null }).advance('1h');
  const seconds = receiver.received.map(({ fields }) => (Number(fields.sentAt) - START) / SECOND);
  assert.deepEqual(seconds, [0, 9, 36, 117, 360, 1089, 3276]);
  const { notices: parked } = await notices.operations.list({ state: 'parked' });
  assert.deepEqual(
    parked.map(({ id, attempts }) => [id, attempts]),
    [['6000000001-1', 7]],
  );
});
