import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import { auto, cancelHold, lend, looks, MARKETING, modify, project, tender } from '../../testing/loans.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l } = core;
const atD = looks(core.database.sql, d.platform.platformId);
const atL = looks(core.database.sql, l.platform.platformId);

await d.register('inv', 'INVESTOR');
await d.register('two', 'INVESTOR');
await d.register('bor', 'BORROWER');
await l.register('inv');
await l.register('two');
await l.register('bor');
for (const p of [d, l]) {
  for (const userNo of ['inv', 'two']) {
    await p.deposit(userNo, 10_000_000n);
    await p.confirm(`grant-${userNo}`, { verb: 'AUTHORIZE', userNo, kinds: ['TENDER'], amount: null, until: null });
  }
}
await d.deposit(MARKETING, 1_000n);

let serial = 0;
/** A project with one tender of each investor; answers the project's and the holds' numbers. */
async function collecting(p: typeof d, amounts: readonly [bigint, bigint], redPacket = 0n) {
  serial += 1;
  const projectNo = `P${serial}`;
  const [first, second] = [`${projectNo}-1`, `${projectNo}-2`];
  assert.equal(await p.outcome(`${projectNo}-c`, project(projectNo, 'bor', 100_000n), false), 'DONE');
  assert.equal(await p.outcome(first, auto(tender('inv', projectNo, amounts[0], redPacket))), 'DONE');
  assert.equal(await p.outcome(second, auto(tender('two', projectNo, amounts[1]))), 'DONE');
  return { projectNo, first, second };
}

test('L2.15-1 D-LOAN-1 a loan is confirmed while the project collects, and then no more', async () => {
  const { projectNo, first, second } = await collecting(l, [1_000n, 2_000n]);
  assert.equal(
    await l.outcome(
      'a1',
      lend(projectNo, [
        [first, 1_000n],
        [second, 2_000n],
      ]),
    ),
    'DONE',
  );
  await l.outcome('a2', modify(projectNo, 'REPAYING'), false);
  assert.equal(await l.outcome('a3', lend(projectNo, [[first, 1n]])), 'PROJECT_STATUS');
  assert.equal(await l.outcome('a4', lend('NONE', [[first, 1n]])), 'PROJECT_UNKNOWN');
});

test('L2.15-2 the borrower gets the amounts less the commission, which is at most all of them', async () => {
  const { projectNo, first, second } = await collecting(l, [1_000n, 2_000n]);
  const [bor, fee] = [await atL.money('bor'), await atL.money('FEE')];
  assert.equal(await l.outcome('b1', lend(projectNo, [[first, 1_000n]], 1_001n)), 'COMMISSION_TOO_HIGH');
  assert.equal(await l.outcome('b1', lend(projectNo, [[first, 1_000n]], 300n)), 'DONE');
  assert.deepEqual(await atL.money('bor'), [bor[0] + 700n, 0n]);
  assert.deepEqual(await atL.money('FEE'), [fee[0] + 300n, 0n]);
  assert.equal(await l.outcome('b2', lend(projectNo, [[second, 2_000n]], 2_000n)), 'DONE');
  assert.deepEqual(await atL.money('bor'), [bor[0] + 700n, 0n], 'all of it can be commission');
});

test('L2.15-3 a hold may be confirmed in parts, never more than is left', async () => {
  const { projectNo, first } = await collecting(l, [1_000n, 2_000n]);
  assert.equal(await l.outcome('c1', lend(projectNo, [[first, 400n]])), 'DONE');
  assert.equal(await l.outcome('c2', lend(projectNo, [[first, 601n]])), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome('c3', lend(projectNo, [[first, 600n]])), 'DONE');
  assert.equal(await l.outcome('c4', lend(projectNo, [[first, 1n]])), 'HOLD_EXCEEDED');
});

test('G-23 each confirmation is a claim of its amount; G-15 all details or none', async () => {
  const { projectNo, first, second } = await collecting(l, [1_000n, 2_000n]);
  const both = (of: string, amount: bigint, no: string, other: bigint) => {
    const details = [[of, amount] as const, [no, other] as const];
    return lend(projectNo, details);
  };
  const other = await collecting(l, [10n, 10n]);
  const money = async () => [await atL.money('inv'), await atL.money('two'), await atL.money('bor')];
  const before = await money();
  assert.equal(await l.outcome('d1', both(first, 1_000n, second, 2_001n)), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome('d1', both(first, 1_000n, 'none', 1n)), 'HOLD_UNKNOWN');
  assert.equal(await l.outcome('d1', both(first, 500n, first, 500n)), 'DETAIL_REPEATED');
  assert.equal(await l.outcome('d1', both(first, 500n, second, 0n)), 'AMOUNT_ZERO');
  assert.equal(await l.outcome('d1', both(first, 1n, other.first, 10n)), 'HOLD_OF_OTHER_PROJECT');
  assert.deepEqual(await money(), before);
  assert.equal(await l.outcome('d2', both(first, 400n, second, 2_000n)), 'DONE');
  assert.equal(await l.outcome('d3', lend(projectNo, [[first, 600n]])), 'DONE');
  assert.deepEqual(await atL.claims(projectNo, 'inv'), [400n, 600n]);
  assert.deepEqual(await atL.claims(projectNo, 'two'), [2_000n]);
  const { sql } = core.database;
  const [origin] =
    await sql`select origin_no, confirm_no from claims where project_no = ${projectNo} order by claim_no`;
  assert.deepEqual({ ...origin }, { origin_no: first, confirm_no: 'd2' });
});

test('D-LOAN-2 what is left of a hold is confirmed whole and once', async () => {
  const { projectNo, first, second } = await collecting(d, [1_000n, 2_000n]);
  assert.equal(await d.outcome('e1', lend(projectNo, [[first, 999n]])), 'HOLD_MUST_BE_WHOLE');
  assert.equal(await d.outcome('e1', lend(projectNo, [[first, 1_001n]])), 'HOLD_EXCEEDED');
  assert.equal(await d.outcome('e2', cancelHold(second, 500n)), 'DONE');
  assert.equal(
    await d.outcome(
      'e3',
      lend(projectNo, [
        [first, 1_000n],
        [second, 1_500n],
      ]),
    ),
    'DONE',
  );
  assert.equal(await d.outcome('e4', lend(projectNo, [[first, 1_000n]])), 'HOLD_EXCEEDED');
});

test('D-LOAN-3 D-LOAN-6 the red packet goes from 002 to the borrower by itself and counts in the claim', async () => {
  const { projectNo, first } = await collecting(d, [1_000n, 2_000n], 300n);
  const [bor, marketing] = [await atD.money('bor'), await atD.money('MARKETING')];
  assert.equal(await d.outcome('f1', lend(projectNo, [[first, 1_000n]])), 'DONE');
  assert.deepEqual(await atD.money('bor'), [bor[0] + 1_300n, 0n]);
  assert.deepEqual(await atD.money('MARKETING'), [marketing[0] - 300n, 0n]);
  assert.deepEqual(await atD.claims(projectNo, 'inv'), [1_300n]);
});

test('D-LOAN-3 when 002 does not reach, the whole call is refused and moves nothing', async () => {
  const { projectNo, first, second } = await collecting(d, [1_000n, 2_000n], 5_000n);
  const entries = await atD.count('entries');
  assert.equal(
    await d.outcome(
      'g1',
      lend(projectNo, [
        [second, 2_000n],
        [first, 1_000n],
      ]),
    ),
    'MARKETING_INSUFFICIENT',
  );
  assert.equal(await atD.count('entries'), entries);
  assert.equal(await d.outcome('g2', lend(projectNo, [[second, 2_000n]])), 'DONE', 'the other one alone is fine');
});

test('D-LOAN-4 commission reaches to the amounts and red packets together, and goes to 003', async () => {
  const { projectNo, first } = await collecting(d, [1_000n, 2_000n], 100n);
  const [bor, fee] = [await atD.money('bor'), await atD.money('FEE')];
  assert.equal(await d.outcome('h1', lend(projectNo, [[first, 1_000n]], 1_101n)), 'COMMISSION_TOO_HIGH');
  assert.equal(await d.outcome('h2', lend(projectNo, [[first, 1_000n]], 1_100n)), 'DONE');
  assert.deepEqual([await atD.money('bor'), (await atD.money('FEE'))[0]], [bor, fee[0] + 1_100n]);
});

test('D-LOAN-5 at most ten details', async () => {
  const eleven = Array.from({ length: 11 }, (_, i) => [`n${i}`, 1n] as const);
  assert.equal(await d.outcome('i1', lend('P1', eleven)), 'DETAILS_TOO_MANY');
  assert.equal(
    await d.outcome('i2', lend((await collecting(d, [10n, 10n])).projectNo, eleven.slice(1))),
    'HOLD_UNKNOWN',
  );
});
