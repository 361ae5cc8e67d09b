/** The figures of the business: what is told of orders, notices, bank, breaks, lanes and the request log. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { ConnectionLost } from '../db/breach.ts';
import type { Sql } from '../db/pool.ts';
import { MINUTE, SECOND } from '../kernel/time.ts';
import { createTestCustody } from '../testing/custody.ts';
import { fakeReport } from '../testing/fake-bank.ts';
import { wireStage } from '../testing/wire-stage.ts';
import { type FiguresOptions, registerFigures } from './figures.ts';

const core = await createTestCustody();
const { lianyintong: l, clock, custody } = core;
const { sql } = core.database;
const requests = { figures: () => ({ waiting: 2, written: 7, dropped: 3 }) };

function figures(more: Partial<FiguresOptions> = {}) {
  const registry = new Registry();
  const pools = { sql };
  const told = registerFigures({ registry, sql, clock, pools, lanes: core.load, requests, ...more });
  /** The value of a line; null when it is not told. */
  const of = async (line: string): Promise<number | null> => {
    const found = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${line} `));
    return found === undefined ? null : Number(found.split(' ').at(-1));
  };
  return { told, of, registry };
}

await l.register('u');
await l.deposit('u', 1_000n, 'DEP');

test('calls are counted by service and by how they ended', async () => {
  const { told, of } = figures();
  const stage = wireStage('lianyintong', { custody, clock, platform: l.platform });
  await stage.call('QUERY_USER_INFORMATION', { platformUserNo: 'u' });
  await stage.call('QUERY_USER_INFORMATION', { platformUserNo: 'nobody' });
  await stage.call('NO_SUCH', {});
  for (const each of stage.kept) told.exchanged(each);
  const line = (service: string, result: string) =>
    `cunguan_requests_total{dialect="lianyintong",service="${service}",result="${result}"}`;
  assert.equal(await of(line('QUERY_USER_INFORMATION', 'said')), 1);
  assert.equal(await of(line('QUERY_USER_INFORMATION', 'OBJECT_UNKNOWN')), 1);
  assert.equal(await of(line('UNKNOWN', 'SERVICE_UNKNOWN')), 1);
});

test('what waits in lanes, pool and request log, and what was dropped', async () => {
  const { of } = figures();
  assert.equal(await of('cunguan_lane_queue'), 0);
  assert.ok(((await of('cunguan_lanes')) ?? 0) >= 1);
  assert.ok(((await of('cunguan_lane_rows')) ?? 0) > 0, 'rows are remembered');
  assert.ok(((await of('cunguan_pool{pool="sql",what="open"}')) ?? 0) >= 1);
  assert.equal(await of('cunguan_request_log_waiting'), 2);
  assert.equal(await of('cunguan_request_log_rows_total{outcome="dropped"}'), 3);
  assert.equal(await of('cunguan_request_log_rows_total{outcome="dropped"}'), 3, 'told again it is no more');
});

test('what the database tells: notices, orders at the bank, breaks, verification; seconds old at most', async () => {
  let passed = 0;
  const { of, told } = figures({ passed: () => passed });
  const owed = await of('cunguan_notices{state="PENDING"}');
  assert.ok((owed ?? 0) >= 2, 'a registration and a deposit');
  assert.deepEqual(
    [await of('cunguan_notices{state="PARKED"}'), await of('cunguan_breaks{kind="PAID_AGAIN"}')],
    [0, null],
  );
  assert.equal(await of('cunguan_platforms_unverified'), 2);
  assert.equal(await of('cunguan_verify_differences'), null, 'before the first nothing is said');
  const [row] = await sql`select order_no from deposits where request_no = 'DEP'`;
  const outcome = { state: 'PAID', amount: 5n, paidAt: 0, bankRef: 'X' } as const;
  const bankOrderNo = `D${l.platform.platformId}-${row?.order_no}`;
  await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome, messageId: 'X' }));
  await sql`update notices set state = 'PARKED', due_at = null where request_no = 'DEP'`;
  clock.set(clock.now() + MINUTE);
  await told.watch(core.verify)(null);
  passed = 4 * SECOND;
  assert.equal(await of('cunguan_notices{state="PARKED"}'), 0, 'as it was seconds ago');
  passed = 5 * SECOND;
  assert.equal(await of('cunguan_notices{state="PARKED"}'), 1);
  assert.ok(((await of('cunguan_notices_oldest_seconds{state="PARKED"}')) ?? 0) >= 60);
  assert.equal(await of('cunguan_breaks{kind="PAID_AGAIN"}'), 1);
  assert.deepEqual([await of('cunguan_platforms'), await of('cunguan_platforms_unverified')], [2, 0]);
  assert.ok(((await of('cunguan_verified_timestamp_seconds')) ?? 0) > 0);
  assert.equal(await of('cunguan_verify_differences'), 0);
  assert.equal(await of('cunguan_bank_orders_unknown{kind="PAYOUT"}'), 0);
});

test('a database that does not answer is left out, and all else is told', async () => {
  const gone = { begin: () => Promise.reject(new ConnectionLost('gone')) } as unknown as Sql;
  const { of } = figures({ sql: gone });
  assert.equal(await of('cunguan_notices{state="PENDING"}'), null);
  assert.equal(await of('cunguan_platforms'), null);
  assert.equal(await of('cunguan_lane_queue'), 0);
});
