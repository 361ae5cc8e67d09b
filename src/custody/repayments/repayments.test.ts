import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import {
  auto,
  cancelHold,
  lend,
  looks,
  MARKETING,
  modify,
  part,
  project,
  repay,
  repayHold,
  tender,
} from '../../testing/loans.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l } = core;
const atD = looks(core.database.sql, d.platform.platformId);
const atL = looks(core.database.sql, l.platform.platformId);

await d.register('inv', 'INVESTOR');
await d.register('two', 'INVESTOR');
await d.register('out', 'INVESTOR');
await d.register('bor', 'BORROWER');
for (const userNo of ['inv', 'two', 'out', 'bor']) await l.register(userNo);
for (const p of [d, l]) {
  for (const userNo of ['inv', 'two', 'bor']) {
    await p.deposit(userNo, 10_000_000n);
    await p.confirm(`g-${userNo}`, {
      verb: 'AUTHORIZE',
      userNo,
      kinds: ['TENDER', 'REPAYMENT'],
      amount: null,
      until: null,
    });
  }
}
await d.deposit(MARKETING, 500n);

let serial = 0;
/** A project that repays: inv holds a claim of 1,000 fen, two one of 2,000; and a repayment hold of `frozen`. */
async function repaying(p: typeof d, frozen = 10_000n) {
  serial += 1;
  const no = `P${serial}`;
  const names = [
    await p.outcome(`${no}-c`, project(no, 'bor', 3_000n), false),
    await p.outcome(`${no}-1`, auto(tender('inv', no, 1_000n))),
    await p.outcome(`${no}-2`, auto(tender('two', no, 2_000n))),
    await p.outcome(
      `${no}-l`,
      lend(no, [
        [`${no}-1`, 1_000n],
        [`${no}-2`, 2_000n],
      ]),
    ),
    await p.outcome(`${no}-m`, modify(no, 'REPAYING'), false),
    await p.outcome(`${no}-h`, auto(repayHold('bor', no, frozen))),
  ];
  assert.deepEqual(new Set(names), new Set(['DONE']));
  return { no, hold: `${no}-h` };
}

test('L2.16-1 D-REP-1 a repayment is confirmed while the project repays', async () => {
  const { no, hold } = await repaying(l, 3_000n);
  assert.equal(await l.outcome('a1', repay(no, hold, [part('inv', 1_000n), part('two', 2_000n)])), 'DONE');
  assert.equal(await l.outcome('a2', modify(no, 'FINISH'), false), 'DONE');
  assert.equal(await l.outcome('a3', repay(no, hold, [part('inv', 1n)])), 'PROJECT_STATUS');
  await l.outcome('a4', project('C1', 'bor', 100n), false);
  assert.equal(await l.outcome('a5', repay('C1', hold, [part('inv', 1n)])), 'PROJECT_STATUS');
  assert.equal(await l.outcome('a6', repay('NONE', hold, [part('inv', 1n)])), 'PROJECT_UNKNOWN');
});

test('L2.16-2 taken from the hold are principal, interest and commission; each payee gets his own', async () => {
  const { no, hold } = await repaying(l);
  const [bor, inv, two, fee] = [
    await atL.money('bor'),
    await atL.money('inv'),
    await atL.money('two'),
    await atL.money('FEE'),
  ];
  assert.equal(await l.outcome('b1', repay(no, hold, [part('inv', 600n, 60n), part('two', 1_000n, 10n)], 30n)), 'DONE');
  assert.deepEqual(await atL.money('bor'), [bor[0], bor[1] - 1_700n]);
  assert.deepEqual(await atL.money('inv'), [inv[0] + 660n, inv[1]]);
  assert.deepEqual(await atL.money('two'), [two[0] + 1_010n, two[1]]);
  assert.deepEqual(await atL.money('FEE'), [fee[0] + 30n, fee[1]]);
  const { repaidPrincipal, repaidInterest } = (await core.custody.queries.project(l.platform.platformId, no)) ?? {};
  assert.deepEqual([repaidPrincipal, repaidInterest], [1_600n, 70n]);
});

test('L2.16-3 L2.16-5 D-REP-2 parts together reach to the hold, and no call has to use it up', async () => {
  const { no, hold } = await repaying(l, 1_000n);
  assert.equal(await l.outcome('c1', repay(no, hold, [part('inv', 400n)])), 'DONE');
  assert.equal(await l.outcome('c2', repay(no, hold, [part('inv', 500n, 50n)], 51n)), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome('c2', repay(no, hold, [part('inv', 500n, 50n)], 50n)), 'DONE');
  assert.equal(await l.outcome('c3', repay(no, hold, [part('two', 1n)])), 'HOLD_EXCEEDED');
});

test('L2.16-4 D-REP-3 a payee holds a claim, and principal is at most that claim', async () => {
  const { no, hold } = await repaying(l);
  assert.equal(await l.outcome('d1', repay(no, hold, [part('out', 1n)])), 'PAYEE_WITHOUT_CLAIM');
  assert.equal(await l.outcome('d1', repay(no, hold, [part('nobody', 1n)])), 'PAYEE_WITHOUT_CLAIM');
  assert.equal(await l.outcome('d1', repay(no, hold, [part('inv', 1_001n)])), 'CLAIM_EXCEEDED');
  assert.equal(await l.outcome('d1', repay(no, hold, [part('inv', 600n), part('inv', 401n)])), 'CLAIM_EXCEEDED');
  assert.equal(await l.outcome('d1', repay(no, hold, [part('inv', 600n), part('inv', 400n)])), 'DONE');
});

test('L2.16-4 interest and dividend may follow the last principal, more principal may not', async () => {
  for (const [p, at] of [
    [l, atL],
    [d, atD],
  ] as const) {
    const { no, hold } = await repaying(p);
    assert.equal(await p.outcome(`${no}-r1`, repay(no, hold, [part('inv', 1_000n)])), 'DONE');
    assert.deepEqual(await at.claims(no, 'inv'), [0n]);
    const [available] = await at.money('inv');
    assert.equal(await p.outcome(`${no}-r2`, repay(no, hold, [part('inv', 1n, 5n)])), 'CLAIM_EXCEEDED');
    assert.equal(await p.outcome(`${no}-r2`, repay(no, hold, [part('inv', 0n, 5n)])), 'DONE');
    const more = p === d ? 7n : 0n;
    assert.equal(await p.outcome(`${no}-r3`, repay(no, hold, [part('inv', 0n, 1n, { dividend: more })])), 'DONE');
    assert.equal((await at.money('inv'))[0], available + 6n + more);
    assert.equal(await p.outcome(`${no}-r4`, repay(no, hold, [part('out', 0n, 5n)])), 'PAYEE_WITHOUT_CLAIM');
  }
});

test('G-15 one bad detail refuses the whole call', async () => {
  const { no, hold } = await repaying(l);
  const entries = await atL.count('entries');
  assert.equal(await l.outcome('e1', repay(no, hold, [part('inv', 1_000n), part('two', 2_001n)])), 'CLAIM_EXCEEDED');
  assert.equal(await l.outcome('e1', repay(no, hold, [part('inv', 0n, 0n), part('two', 1n)])), 'AMOUNT_ZERO');
  assert.equal(await l.outcome('e1', repay(no, hold, [])), 'AMOUNT_ZERO');
  assert.equal(await l.outcome('e1', repay(no, 'none', [part('inv', 1n)])), 'HOLD_UNKNOWN');
  const other = await repaying(l);
  assert.equal(await l.outcome('e1', repay(no, other.hold, [part('inv', 1n)])), 'HOLD_OF_OTHER_PROJECT');
  assert.equal(await l.outcome('e1', repay(no, `${no}-1`, [part('inv', 1n)])), 'HOLD_KIND');
  assert.equal(await atL.count('entries'), entries + 4, 'nothing but the other project');
  assert.deepEqual(await atL.claims(no, 'inv'), [1_000n]);
});

test('G-3 G-23 an interest-only period has principal zero and leaves the claim; principal reduces it', async () => {
  const { no, hold } = await repaying(l);
  assert.equal(await l.outcome('f1', repay(no, hold, [part('inv', 0n, 12n), part('two', 0n, 24n)])), 'DONE');
  assert.deepEqual([await atL.claims(no, 'inv'), await atL.claims(no, 'two')], [[1_000n], [2_000n]]);
  assert.equal(await l.outcome('f2', repay(no, hold, [part('inv', 999n, 12n)])), 'DONE');
  assert.deepEqual(await atL.claims(no, 'inv'), [1n]);
});

test('G-23 repaid principal reduces the oldest claim first', async () => {
  await l.outcome('q-c', project('Q', 'bor', 3_000n), false);
  await l.outcome('q-1', auto(tender('inv', 'Q', 1_000n)));
  await l.outcome('q-l1', lend('Q', [['q-1', 300n]]));
  await l.outcome('q-l2', lend('Q', [['q-1', 700n]]));
  await l.outcome('q-m', modify('Q', 'REPAYING'), false);
  await l.outcome('q-h', auto(repayHold('bor', 'Q', 1_000n)));
  await l.outcome('q-r', repay('Q', 'q-h', [part('inv', 400n)]));
  assert.deepEqual(await atL.claims('Q', 'inv'), [0n, 600n]);
});

test('L2.16 ten confirmations at once pay no claim twice', async () => {
  const { no, hold } = await repaying(l, 100_000n);
  const names = await Promise.all(
    Array.from({ length: 10 }, (_, i) => l.outcome(`g-${i}`, repay(no, hold, [part('inv', 300n), part('two', 1n)]))),
  );
  assert.equal(names.filter((name) => name === 'DONE').length, 3);
  assert.deepEqual(await atL.claims(no, 'inv'), [100n]);
});

test('D-REP-4 a payee gets amount, interest, dividend less commission; 002 pays, 003 takes', async () => {
  const { no, hold } = await repaying(d);
  const [inv, fee, marketing] = [await atD.money('inv'), await atD.money('FEE'), await atD.money('MARKETING')];
  const detail = part('inv', 500n, 50n, { dividend: 20n, commission: 70n });
  assert.equal(await d.outcome('h1', repay(no, hold, [detail], 9n)), 'DONE');
  assert.deepEqual(await atD.money('inv'), [inv[0] + 500n, inv[1]]);
  assert.deepEqual(await atD.money('FEE'), [fee[0] + 79n, fee[1]]);
  assert.deepEqual(await atD.money('MARKETING'), [marketing[0] - 20n, 0n]);
});

test('D-REP-4 a payee never pays in: commission is at most what he gets', async () => {
  const { no, hold } = await repaying(d);
  const take = (commission: bigint) => part('inv', 0n, 50n, { dividend: 20n, commission });
  assert.equal(await d.outcome('i1', repay(no, hold, [take(71n)])), 'PAYEE_NET_NEGATIVE');
  assert.equal(await d.outcome('i1', repay(no, hold, [take(70n)])), 'DONE');
});

test('D-REP-4 when 002 does not reach for the dividends, the whole call is refused', async () => {
  const { no, hold } = await repaying(d);
  const [left] = await atD.money('MARKETING');
  const detail = (dividend: bigint) => part('inv', 1n, 0n, { dividend });
  assert.equal(
    await d.outcome('j1', repay(no, hold, [detail(left), { ...detail(1n), userNo: 'two' }])),
    'MARKETING_INSUFFICIENT',
  );
  assert.equal(await d.outcome('j1', repay(no, hold, [detail(left)])), 'DONE');
});

test("D-REP-5 commission and all amounts and interests are at most the payer's hold", async () => {
  const { no, hold } = await repaying(d, 1_000n);
  assert.equal(await d.outcome('k1', repay(no, hold, [part('inv', 900n, 50n)], 51n)), 'HOLD_EXCEEDED');
  assert.equal(await d.outcome('k1', repay(no, hold, [part('inv', 900n, 50n)], 50n)), 'DONE');
});

test('D-REP-6 principal above the claim is refused, or interest where so configured', async () => {
  const { no, hold } = await repaying(d);
  assert.equal(await d.outcome('l1', repay(no, hold, [part('inv', 1_100n, 5n)])), 'CLAIM_EXCEEDED');
  await core.directory.change(d.platform.platformNo, { settings: { 'principal-rule': 'excess-as-interest' } });
  const inv = await atD.money('inv');
  assert.equal(await d.outcome('l1', repay(no, hold, [part('inv', 1_100n, 5n)])), 'DONE');
  await core.directory.change(d.platform.platformNo, { settings: { 'principal-rule': '' } });
  assert.deepEqual(await atD.money('inv'), [inv[0] + 1_105n, inv[1]]);
  const { repaidPrincipal, repaidInterest } = (await core.custody.queries.project(d.platform.platformId, no)) ?? {};
  assert.deepEqual([repaidPrincipal, repaidInterest], [1_000n, 105n]);
  assert.deepEqual(await atD.claims(no, 'inv'), [0n]);
});

test('L2.14 G-20 the rest of a repayment hold goes back when it is cancelled', async () => {
  const { no, hold } = await repaying(l, 5_000n);
  await l.outcome('m1', repay(no, hold, [part('inv', 1_000n), part('two', 2_000n)]));
  const bor = await atL.money('bor');
  assert.equal(await l.outcome('m2', cancelHold(hold, 2_000n)), 'DONE');
  assert.deepEqual(await atL.money('bor'), [bor[0] + 2_000n, bor[1] - 2_000n]);
});

test('L2.16 a call with 2,000 payees is one entry and all of them are paid', async () => {
  await l.outcome('n-c', project('N', 'bor', 1_000_000n), false);
  await l.outcome('n-t', auto(tender('inv', 'N', 2_000n)));
  await l.outcome('n-l', lend('N', [['n-t', 2_000n]]));
  await l.outcome('n-m', modify('N', 'REPAYING'), false);
  await l.outcome('n-h', auto(repayHold('bor', 'N', 4_000n)));
  const entries = await atL.count('entries');
  const details = Array.from({ length: 2_000 }, () => part('inv', 1n, 1n));
  assert.equal(await l.outcome('n-r', repay('N', 'n-h', details)), 'DONE');
  assert.equal(await atL.count('entries'), entries + 1);
  assert.deepEqual(await atL.claims('N', 'inv'), [0n]);
});

test('D-REP-2 a hold that has ended pays nothing more, not even a dividend', async () => {
  const { no, hold } = await repaying(d, 1_000n);
  await d.deposit(MARKETING, 10n);
  assert.equal(await d.outcome(`${no}-o`, auto(repayHold('bor', no, 500n))), 'DONE');
  assert.equal(await d.outcome(`${no}-a`, repay(no, hold, [part('inv', 400n), part('two', 600n)])), 'DONE');
  const before = await atD.money('inv');
  const gift = [part('inv', 0n, 0n, { dividend: 5n })];
  assert.equal(await d.outcome(`${no}-r2`, repay(no, hold, gift)), 'HOLD_EXCEEDED');
  assert.deepEqual(await atD.money('inv'), before);
  assert.equal(await d.outcome(`${no}-r4`, repay(no, `${no}-o`, gift)), 'DONE', 'an open hold carries one');
});
