import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime } from '../../kernel/time.ts';
import { createTestCustody } from '../../testing/custody.ts';
import {
  cancelHold,
  COMPENSATION,
  FEE,
  lend,
  looks,
  MARKETING,
  modify,
  payMarketing,
  platformHold,
  project,
  tender,
} from '../../testing/loans.ts';
import type { Holder } from '../vocabulary.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, custody, clock, directory } = core;
const look = looks(core.database.sql, l.platform.platformId);

clock.advance((parseTime('20271231120000') as number) - clock.now());
for (const [userNo, role] of [
  ['inv', 'INVESTOR'],
  ['bor', 'BORROWER'],
] as const) {
  for (const p of [l, d]) await p.register(userNo, role);
}
for (const [holder, amount] of [
  ['inv', 10_000n],
  [MARKETING, 1_000_000n],
  [COMPENSATION, 50_000n],
  [FEE, 50_000n],
] as const) {
  await l.deposit(holder, amount);
}
await d.deposit(MARKETING, 10_000n);
for (const no of ['COLLECTS', 'REPAYS']) await l.outcome(`p-${no}`, project(no, 'bor', 10_000n));
await l.confirm('t', tender('inv', 'REPAYS', 5_000n));
await l.outcome('l', lend('REPAYS', [['t', 5_000n]]));
await l.outcome('m', modify('REPAYS', 'REPAYING'));

const marketing = (amount: bigint) => platformHold(MARKETING, 'MARKETING', amount);
const compensation = (amount: bigint, projectNo: string | null = 'REPAYS') =>
  platformHold(COMPENSATION, 'COMPENSATORY', amount, projectNo);
const tomorrow = () => clock.advance(24 * 60 * 60_000);
const standing = async (state: string) => {
  const { platformId } = l.platform;
  await core.database.sql`update members set state = ${state} where platform_id = ${platformId} and user_no = 'bor'`;
  await core.database.sql`update lanes set token = token + 1 where platform_id = ${platformId}`;
};
/** The platform's record is read anew with every order, as the wire does. */
const limited = async (no: string, limit: string) => {
  await directory.change(l.platform.platformNo, { settings: { 'marketing-limit': limit } });
  const file = await directory.byNo(l.platform.platformNo);
  assert.ok(file);
  const command = marketing(BigInt(no.split('-')[1] as string));
  const answer = await custody.execute(file.platform, { requestNo: no, service: 'TEST', idempotent: true }, command);
  return answer.ok ? 'DONE' : answer.error;
};

test('L2.13 money of the marketing and the compensation account is held, idempotently', async () => {
  const before = [await look.money('MARKETING'), await look.money('COMPENSATION')] as const;
  for (let time = 0; time < 2; time += 1) {
    assert.equal(await l.outcome('a1', marketing(1_000n)), 'DONE');
    assert.equal(await l.outcome('a2', compensation(2_000n)), 'DONE');
  }
  assert.deepEqual(await look.money('MARKETING'), [before[0][0] - 1_000n, before[0][1] + 1_000n]);
  assert.deepEqual(await look.money('COMPENSATION'), [before[1][0] - 2_000n, before[1][1] + 2_000n]);
  assert.equal(await l.outcome('a1', marketing(1_001n)), 'REQUEST_CONTENT_DIFFERS');
  const told = await custody.queries.transaction(l.platform.platformId, 'a2');
  const hold = told?.hold;
  assert.deepEqual([hold?.kind, hold?.holder, hold?.projectNo], ['COMPENSATORY', COMPENSATION, 'REPAYS']);
});

test('L2.13 account and type must match, and nobody else has an account of the platform', async () => {
  const others: readonly Holder[] = [FEE, COMPENSATION, { kind: 'member', userNo: 'inv' }];
  for (const [i, of] of others.entries()) {
    assert.equal(await l.outcome(`b${i}`, platformHold(of, 'MARKETING', 1n)), 'HOLD_ACCOUNT');
  }
  for (const [i, of] of [FEE, MARKETING, { kind: 'member', userNo: 'inv' } as const].entries()) {
    assert.equal(await l.outcome(`c${i}`, platformHold(of, 'COMPENSATORY', 1n, 'REPAYS')), 'HOLD_ACCOUNT');
  }
});

test('L2.13 L2.11-2 a compensation names its project, which is being repaid', async () => {
  assert.equal(await l.outcome('e1', compensation(1n, null)), 'HOLD_PROJECT_MISSING');
  assert.equal(await look.order('e1'), undefined, 'G-11 refused for form alone');
  assert.equal(await l.outcome('e2', compensation(1n, 'NONE')), 'PROJECT_UNKNOWN');
  assert.equal(await l.outcome('e3', compensation(1n, 'COLLECTS')), 'PROJECT_STATUS');
});

test('L2.13 G-15 no more is held than there is, and not nothing', async () => {
  const [available] = await look.money('COMPENSATION');
  assert.equal(await l.outcome('f1', compensation(0n)), 'AMOUNT_ZERO');
  assert.equal(await l.outcome('f2', marketing(0n)), 'AMOUNT_ZERO');
  assert.equal(await l.outcome('f3', compensation(available + 1n)), 'BALANCE_INSUFFICIENT');
  assert.equal(await l.outcome('f4', compensation(available)), 'DONE');
  assert.equal(await l.outcome('f5', cancelHold('f4', available)), 'DONE');
});

test('L2.14 G-20 G-24 a compensation that is held blocks the end of its project until it is cancelled', async () => {
  assert.equal(await l.outcome('g1', compensation(700n)), 'DONE');
  const [row] = await core.database.sql`select open_holds from projects where project_no = 'REPAYS'`;
  assert.equal(row?.open_holds, 2);
  for (const no of ['a2', 'g1']) {
    const hold = await custody.queries.transaction(l.platform.platformId, no);
    assert.equal(await l.outcome(`${no}-c`, cancelHold(no, hold?.hold?.amount ?? 0n)), 'DONE');
  }
  const [freed] = await core.database.sql`select open_holds from projects where project_no = 'REPAYS'`;
  assert.equal(freed?.open_holds, 0);
});

test('L2.13 the limit of a day: net of what is taken back on it, over its midnight in Beijing', async () => {
  tomorrow();
  assert.equal(await limited('h-600', '1000.00'), 'DONE');
  assert.deepEqual(await limited('h-999401', '10000.00'), {
    name: 'MARKETING_LIMIT',
    facts: { limit: 1_000_000n, held: 600n, needed: 999_401n },
  });
  assert.equal(await limited('h-400', '10.00'), 'DONE', 'the very last fen');
  const full = { name: 'MARKETING_LIMIT', facts: { limit: 1_000n, held: 1_000n, needed: 1n } };
  assert.deepEqual(await limited('h-1', '10.00'), full);
  assert.deepEqual(await l.outcome('h-c1', cancelHold('h-400', 100n)), 'DONE');
  assert.equal(await limited('h-100', '10.00'), 'DONE', 'what was taken back today');
  await l.outcome('h-pay', payMarketing('h-600', [['inv', 600n]]));
  assert.deepEqual(await limited('h-1', '10.00'), full, 'what was paid out counts');
  clock.advance((parseTime('20280101235959') as number) - clock.now());
  assert.deepEqual(await limited('h-1', '10.00'), full);
  clock.advance(1_000);
  await l.outcome('h-c2', cancelHold('h-400', 300n));
  assert.equal(await limited('h-1000', '10.00'), 'DONE', 'another day, whole, and no more than whole');
  assert.deepEqual(await limited('h-2', '10.00'), { ...full, facts: { ...full.facts, needed: 2n } });
  assert.equal(await limited('h-3', ''), 'DONE', 'none by default');
  assert.equal(await d.outcome('h-600', marketing(600n)), 'DONE', 'G-16 another platform');
});

test('L2.13 of a hundred at once exactly as many fit as the limit has room for', async () => {
  tomorrow();
  const names = await Promise.all(Array.from({ length: 100 }, (_, i) => limited(`i-30-${i}`, '10.00')));
  assert.equal(names.filter((name) => name === 'DONE').length, 33);
  await directory.change(l.platform.platformNo, { settings: { 'marketing-limit': '' } });
});

test('L2.19 a marketing hold is paid to members in parts, together never more than it', async () => {
  await l.outcome('j1', marketing(1_000n));
  const before = [await look.money('inv'), await look.money('bor'), await look.money('MARKETING')] as const;
  const details = [
    ['inv', 300n],
    ['bor', 200n],
    ['inv', 1n],
  ] as const;
  for (let time = 0; time < 2; time += 1) assert.equal(await l.outcome('j2', payMarketing('j1', details)), 'DONE');
  assert.equal(await l.outcome('j3', payMarketing('j1', [['inv', 500n]])), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome('j4', payMarketing('j1', [['bor', 499n]])), 'DONE');
  assert.equal(await l.outcome('j5', payMarketing('j1', [['bor', 1n]])), 'HOLD_EXCEEDED');
  assert.deepEqual(await look.money('inv'), [before[0][0] + 301n, before[0][1]]);
  assert.deepEqual(await look.money('bor'), [before[1][0] + 699n, before[1][1]]);
  assert.deepEqual(await look.money('MARKETING'), [before[2][0], before[2][1] - 1_000n]);
  const [entries] = await core.database.sql`
    select count(*)::int as n from entries e join orders o using (platform_id, order_no)
    where o.platform_id = ${l.platform.platformId} and o.request_no = 'j2'`;
  assert.equal(entries?.n, 1, 'one entry, however many are paid');
});

test('L2.19 refused as a whole: unknown payees, nothing, holds of another kind', async () => {
  await l.outcome('k1', marketing(1_000n));
  await l.outcome('k2', compensation(100n));
  await l.confirm('k3', tender('inv', 'COLLECTS', 100n));
  const before = [await look.money('inv'), await look.money('MARKETING')];
  const pay = (no: string, holdNo: string, details: readonly (readonly [string, bigint])[]) =>
    l.outcome(no, payMarketing(holdNo, details));
  assert.equal(
    await pay('k4', 'k1', [
      ['inv', 1n],
      ['nobody', 1n],
    ]),
    'MEMBER_UNKNOWN',
  );
  assert.equal(
    await pay('k5', 'k1', [
      ['inv', 1n],
      ['bor', 0n],
    ]),
    'AMOUNT_ZERO',
  );
  assert.equal(await pay('k6', 'k1', []), 'AMOUNT_ZERO');
  assert.equal(await pay('k7', 'none', [['inv', 1n]]), 'HOLD_UNKNOWN');
  for (const holdNo of ['k2', 'k3']) assert.equal(await pay('k8', holdNo, [['inv', 1n]]), 'HOLD_KIND');
  await standing('BACK');
  assert.equal(
    await pay('k9', 'k1', [
      ['inv', 1n],
      ['bor', 1n],
    ]),
    'MEMBER_NOT_ACTIVE',
  );
  await standing('ACTIVE');
  assert.deepEqual([await look.money('inv'), await look.money('MARKETING')], before);
});

test('L2.19 twenty payouts at once never pay more than was held', async () => {
  await l.outcome('o1', marketing(100n));
  const names = await Promise.all(
    Array.from({ length: 20 }, (_, i) => l.outcome(`o2-${i}`, payMarketing('o1', [['inv', 30n]]))),
  );
  assert.equal(names.filter((name) => name === 'DONE').length, 3);
});
