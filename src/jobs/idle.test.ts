/**
 * What a node costs that has nothing to do, with a thousand platforms. Statements are counted where they leave the
 * driver, over seconds of a timer that the test moves; pages are read off the plans of the very statements sent.
 */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import pg from 'pg';
import { createNotices } from '../notices/notices.ts';
import { createTestCustody } from '../testing/custody.ts';
import { createClockwork } from './clockwork.ts';
import { openSandboxClock } from './sandbox-clock.ts';

const PLATFORMS = 1_000;
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

const core = await createTestCustody({ spoilt: true });
const { clock } = core;
const { sql } = core.database;
await sql`
  insert into platforms (platform_id, platform_no, name, dialect, created_at)
  select n, 'idle' || n, 'P', 'depository', now() from generate_series(3, ${PLATFORMS}::int) n`;
const notices = createNotices({
  ...{ sql, clock, log: LOG, rules: {}, policy: { requireHttps: false, refusePrivate: false } },
  ...{ platform: async () => null, order: async () => null, render: async () => null },
});
const sweeps = [...core.sweeps, notices.sweep];

const sent = mock.method(pg.Client.prototype, 'query');

/** Lets what was begun end, and what that begins. */
async function quiet(): Promise<void> {
  for (let seen = -1; seen < sent.mock.callCount(); ) {
    seen = sent.mock.callCount();
    await Promise.allSettled(sent.mock.calls.map(({ result }) => result));
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  }
}

test('1,000 idle platforms cost a node fewer than 20 statements a second', async () => {
  // As many connections as may be wanted at once, so that nothing waits for one unseen.
  await Promise.all([...sweeps, sql].map(() => sql`select pg_sleep(0.05)`));
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const sandboxClock = await openSandboxClock({ sql, log: LOG });
  const clockwork = createClockwork({ sweeps, clock, log: LOG });
  clockwork.start();
  sent.mock.resetCalls();
  const seconds = 10;
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    mock.timers.tick(100);
    await quiet();
  }
  mock.timers.reset();
  sandboxClock.stop();
  await clockwork.stop();
  const perSecond = sent.mock.callCount() / seconds;
  assert.ok(perSecond >= sweeps.length, `${perSecond} statements a second are no look at every sweep`);
  assert.ok(perSecond < 20, `${perSecond} statements a second`);
});

test('who has something due is asked in one statement, and nobody else is asked anything', async () => {
  for (const sweep of sweeps) {
    sent.mock.resetCalls();
    assert.equal(await sweep.run(clock.now(), assert.ifError), 0);
    assert.equal(sent.mock.callCount(), 1, sweep.name);
  }
});

test('a look reads a handful of pages, whatever is finished and whatever waits for its time', async () => {
  await fill(5_000, 10_000);
  for (const sweep of sweeps) {
    sent.mock.resetCalls();
    assert.notEqual(await sweep.nextDue(), null);
    assert.equal(sent.mock.callCount(), 1, `${sweep.name} looks with one statement`);
    const pages = await pagesOf(sent.mock.calls[0]?.arguments[0] as unknown as pg.QueryConfig);
    assert.ok(pages <= 8, `${sweep.name} read ${pages} pages`);
  }
});

/** Rows of all kinds that are finished, and others that wait for tomorrow, spread over all platforms. */
async function fill(finished: number, waiting: number): Promise<void> {
  const rows = async (count: number, first: number, done: boolean) => {
    const due = new Date(clock.now() + 86_400_000);
    const series = sql`
      select 1 + n % ${PLATFORMS}::int as p, n, ${due}::timestamptz + n * interval '1 second' as due, now() as t
      from generate_series(${first}::int, ${first + count - 1}::int) n`;
    await sql`insert into orders (platform_id, request_no, order_no, command_id, service, verb, state, final, content,
        created_at, expires_at, finished_at)
      select p, n, n, 'c', 'S', 'DEPOSIT', ${done ? 'DONE' : 'OPEN'}, true, '{}', t, due,
        case when ${done}::boolean then t end from (${series}) s`;
    await sql`insert into deposits (platform_id, order_no, request_no, holder_no, amount, channel, state, handed_at,
        due_at, queries)
      select p, n, n, 1, 1, 'c', ${done ? 'CLOSED' : 'HANDED'}, t, case when ${done}::boolean then null
        else due end, 0 from (${series}) s`;
    await sql`insert into withdrawals (platform_id, order_no, request_no, holder_no, amount, commission, fee, mode,
        urgency, state, channel, card, account_name, bank, bank_ref, due_at, attempts, accepted_at, finished_at)
      select p, n, n, 1, 1, 0, 0, 'DEDUCT', 'NORMAL', ${done ? 'PAID' : 'WAITING'}, 'c', '', '', 'ICBC',
        case when ${done}::boolean then 'B' || n end, case when ${done}::boolean then null else due end, 0, t,
        case when ${done}::boolean then t end from (${series}) s`;
    await sql`insert into send_backs (platform_id, send_back_no, case_no, receipt_no, amount, state, channel, bank_ref,
        due_at, created_at, paid_at, finished_at)
      select p, n, n, n, 1, ${done ? 'PAID' : 'WAITING'}, 'c', case when ${done}::boolean then 'B' || n end,
        case when ${done}::boolean then null else due end, t, case when ${done}::boolean then t end,
        case when ${done}::boolean then t end from (${series}) s`;
    await sql`insert into bank_reports (platform_id, message_id, report, received_at, due_at, processed_at)
      select p, n, '{}', due, due, case when ${done}::boolean then t end from (${series}) s`;
    await sql`insert into notices (platform_id, notice_no, request_no, order_no, event_seq, service, stage, state,
        created_at, due_at)
      select p, n, n, n, 1, 'S', 'FINAL', ${done ? 'DELIVERED' : 'PENDING'}, t, case when ${done}::boolean then null
        else due end from (${series}) s`;
  };
  await rows(finished, 1, true);
  await rows(waiting, 1 + finished, false);
  await sql`analyze`;
}

async function pagesOf({ text, values = [] }: pg.QueryConfig): Promise<number> {
  const [row] = await sql.unsafe(`explain (analyze, buffers, format json) ${text}`, values);
  const [explained] = (row?.['QUERY PLAN'] ?? []) as { readonly Plan: Readonly<Record<string, number>> }[];
  assert.ok(explained);
  return (explained.Plan['Shared Hit Blocks'] ?? 0) + (explained.Plan['Shared Read Blocks'] ?? 0);
}
