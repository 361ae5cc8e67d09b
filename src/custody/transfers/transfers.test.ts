import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import {
  auto,
  buyHold,
  cancelHold,
  lend,
  looks,
  modify,
  part,
  project,
  repay,
  repayHold,
  sale,
  tender,
  transfer,
} from '../../testing/loans.ts';

const core = await createTestCustody();
const { lianyintong: l } = core;
const look = looks(core.database.sql, l.platform.platformId);
const { claims, money } = look;

for (const userNo of ['inv', 'two', 'buy', 'next', 'bor']) {
  await l.register(userNo);
  await l.deposit(userNo, 1_000_000n);
  const kinds = ['TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'] as const;
  await l.confirm(`g-${userNo}`, { verb: 'AUTHORIZE', userNo, kinds, amount: null, until: null });
}

let serial = 0;
const done = async (requestNo: string, command: Parameters<typeof l.outcome>[1]) =>
  assert.equal(await l.outcome(requestNo, command, command.verb !== 'MODIFY_PROJECT'), 'DONE', requestNo);

/**
 * A project that repays: inv lent 1,000 fen by a hold confirmed in two parts (300 and 700), two lent 2,000; buy and
 * next hold money to buy with, the borrower to repay with.
 */
async function repaying() {
  serial += 1;
  const no = `P${serial}`;
  assert.equal(await l.outcome(`${no}-c`, project(no, 'bor', 3_000n), false), 'DONE');
  await done(`${no}-1`, auto(tender('inv', no, 1_000n)));
  await done(`${no}-2`, auto(tender('two', no, 2_000n)));
  await done(`${no}-l1`, lend(no, [[`${no}-1`, 300n]]));
  const rest = [
    [`${no}-1`, 700n],
    [`${no}-2`, 2_000n],
  ] as const;
  await done(`${no}-l2`, lend(no, rest));
  await done(`${no}-m`, modify(no, 'REPAYING'));
  await done(`${no}-h`, auto(repayHold('bor', no, 10_000n)));
  await done(`${no}-b`, auto(buyHold('buy', no, 5_000n)));
  await done(`${no}-n`, auto(buyHold('next', no, 5_000n)));
  return { no, inv: `${no}-1`, two: `${no}-2`, hold: `${no}-h`, buy: `${no}-b`, next: `${no}-n` };
}
const all = (no: string) => Promise.all(['inv', 'two', 'buy', 'next'].map((userNo) => claims(no, userNo)));

test('L2.18 each seller gets his price of the hold, the buyer the claims, the platform its commission', async () => {
  const p = await repaying();
  const people = ['inv', 'two', 'buy', 'FEE'];
  const before = await Promise.all(people.map(money));
  const sales = [sale('inv', p.inv, 1_010n), sale('two', p.two, 600n, 600n)];
  await done(`${p.no}-x`, transfer(p.no, p.buy, sales, 15n));
  const moved = (await Promise.all(people.map(money))).map(([available, frozen], i) => [
    available - (before[i]?.[0] ?? 0n),
    frozen - (before[i]?.[1] ?? 0n),
  ]);
  assert.deepEqual(moved, [
    [1_010n, 0n],
    [600n, 0n],
    [0n, -1_625n],
    [15n, 0n],
  ]);
  assert.deepEqual(await all(p.no), [[0n, 0n], [1_400n], [300n, 700n, 600n], []]);
});

test('G-23 a transfer moves claims to the fen, and what the project owes stays as it was', async () => {
  const p = await repaying();
  await done(`${p.no}-x`, transfer(p.no, p.buy, [sale('two', p.two, 1n, 1n), sale('inv', p.inv, 333n, 333n)]));
  assert.deepEqual(await all(p.no), [[0n, 667n], [1_999n], [1n, 300n, 33n], []]);
  const told = await core.custody.queries.project(l.platform.platformId, p.no);
  assert.deepEqual([told?.loaned, told?.repaidPrincipal], [3_000n, 0n]);
});

test('L2.18 records are named by the hold or by its confirmation; several are used oldest first', async () => {
  const p = await repaying();
  await done(`${p.no}-x1`, transfer(p.no, p.buy, [sale('inv', `${p.no}-l2`, 100n, 100n)]));
  assert.deepEqual(await claims(p.no, 'inv'), [300n, 600n], 'the second confirmation');
  await done(`${p.no}-x2`, transfer(p.no, p.buy, [sale('inv', p.inv, 400n, 400n)]));
  assert.deepEqual(await claims(p.no, 'inv'), [0n, 500n], 'of the hold the first confirmation first');
  await done(`${p.no}-x3`, transfer(p.no, p.buy, [sale('inv', p.inv, 500n)]));
  assert.deepEqual(await claims(p.no, 'inv'), [0n, 0n], 'no share: the whole rest');
  assert.deepEqual(await claims(p.no, 'buy'), [100n, 300n, 100n, 500n]);
  assert.equal(await l.outcome(`${p.no}-x4`, transfer(p.no, p.buy, [sale('inv', p.inv, 1n)])), 'CLAIM_ENDED');
});

test('L2.18 what was bought is sold on, named by the purchase: its hold or its confirmation', async () => {
  const p = await repaying();
  await done(`${p.no}-x`, transfer(p.no, p.buy, [sale('inv', p.inv, 1_000n), sale('two', p.two, 500n, 500n)]));
  await done(`${p.no}-y1`, transfer(p.no, p.next, [sale('buy', `${p.no}-x`, 400n, 400n)]));
  assert.deepEqual(await all(p.no), [[0n, 0n], [1_500n], [0n, 600n, 500n], [300n, 100n]]);
  await done(`${p.no}-y2`, transfer(p.no, p.next, [sale('buy', p.buy, 1_100n)]));
  assert.deepEqual(await all(p.no), [[0n, 0n], [1_500n], [0n, 0n, 0n], [300n, 100n, 600n, 500n]]);
  await done(`${p.no}-b2`, auto(buyHold('inv', p.no, 700n)));
  await done(`${p.no}-z`, transfer(p.no, `${p.no}-b2`, [sale('next', `${p.no}-y2`, 700n, 700n)]));
  assert.deepEqual(await all(p.no), [[0n, 0n, 600n, 100n], [1_500n], [0n, 0n, 0n], [300n, 100n, 0n, 400n]]);
});

test('L2.18 G-15 what is not the seller’s is refused by name, and then nothing of the call is done', async () => {
  const p = await repaying();
  const other = await repaying();
  const entries = await look.count('entries');
  const refused = (sales: Parameters<typeof transfer>[2], hold = p.buy, projectNo = p.no) =>
    l.outcome(`${p.no}-r`, transfer(projectNo, hold, [sale('two', p.two, 10n, 10n), ...sales]));
  assert.equal(await refused([sale('inv', p.two, 1n, 1n)]), 'CLAIM_UNKNOWN', 'a record of another');
  assert.equal(await refused([sale('inv', other.inv, 1n, 1n)]), 'CLAIM_UNKNOWN', 'a record of another project');
  assert.equal(await refused([sale('nobody', p.inv, 1n, 1n)]), 'CLAIM_UNKNOWN');
  assert.equal(await refused([sale('bor', p.hold, 1n, 1n)]), 'CLAIM_UNKNOWN');
  assert.equal(await refused([sale('next', p.next, 1n, 1n)]), 'CLAIM_UNKNOWN', 'a purchase that was not confirmed');
  assert.equal(await refused([sale('inv', p.inv, 2_000n, 1_001n)]), 'SHARE_EXCEEDED');
  assert.equal(await refused([sale('inv', `${p.no}-l1`, 301n, 301n)]), 'SHARE_EXCEEDED');
  assert.equal(await refused([sale('inv', p.inv, 1n, 1n), sale('inv', p.inv, 1_000n, 1_000n)]), 'SHARE_EXCEEDED');
  assert.equal(await refused([sale('inv', p.inv, 99n, 100n)]), 'PRICE_BELOW_SHARE');
  assert.equal(await refused([sale('inv', p.inv, 999n)]), 'PRICE_BELOW_SHARE', 'the whole rest');
  assert.equal(await refused([sale('inv', p.inv, 0n, 1n)]), 'AMOUNT_ZERO');
  assert.equal(await refused([sale('inv', p.inv, 1n, 0n)]), 'AMOUNT_ZERO');
  assert.equal(await l.outcome(`${p.no}-r`, transfer(p.no, p.buy, [])), 'AMOUNT_ZERO');
  assert.equal(await refused([], 'none'), 'HOLD_UNKNOWN');
  assert.equal(await refused([], p.hold), 'HOLD_KIND');
  assert.equal(await refused([], other.buy), 'HOLD_OF_OTHER_PROJECT');
  assert.equal(await refused([], p.buy, 'NONE'), 'PROJECT_UNKNOWN');
  assert.equal(await look.count('entries'), entries);
  assert.deepEqual(await all(p.no), [[300n, 700n], [2_000n], [], []]);
});

test('L2.18 one buyer per call: the hold on top and in the details is the same', async () => {
  const p = await repaying();
  const command = transfer(p.no, p.buy, [sale('inv', p.inv, 10n, 10n), sale('two', p.two, 10n, 10n)]);
  const details = command.details.map((detail, i) => (i === 1 ? { ...detail, holdNo: p.next } : detail));
  assert.equal(await l.outcome(`${p.no}-x`, { ...command, details }), 'HOLDS_DIFFER');
});

test('G-21 nobody buys from himself', async () => {
  const p = await repaying();
  await done(`${p.no}-x`, transfer(p.no, p.buy, [sale('inv', p.inv, 1_000n)]));
  const sales = [sale('two', p.two, 1n, 1n), sale('buy', p.buy, 1n, 1n)];
  assert.equal(await l.outcome(`${p.no}-y`, transfer(p.no, p.buy, sales)), 'SELLER_IS_BUYER');
  await done(`${p.no}-b2`, auto(buyHold('inv', p.no, 100n)));
  await done(`${p.no}-z`, transfer(p.no, `${p.no}-b2`, [sale('buy', p.buy, 100n, 100n)]));
  assert.deepEqual(await claims(p.no, 'inv'), [0n, 0n, 100n], 'what was sold can be bought back');
});

test('L2.18 calls together take no more than the hold: prices and commission', async () => {
  const p = await repaying();
  const ask = (price: bigint, commission = 0n) => transfer(p.no, p.buy, [sale('inv', p.inv, price, 1n)], commission);
  await done(`${p.no}-x1`, ask(3_000n, 100n));
  assert.equal(await l.outcome(`${p.no}-x2`, ask(1_900n, 1n)), 'HOLD_EXCEEDED');
  await done(`${p.no}-x2`, ask(1_800n, 100n));
  assert.equal(await l.outcome(`${p.no}-x3`, ask(1n)), 'HOLD_EXCEEDED');
  assert.equal(await l.outcome(`${p.no}-x4`, cancelHold(p.buy, 1n)), 'HOLD_EXCEEDED');
});

test('L2.18 G-20 while the project repays only; a purchase hold that stands blocks its finish', async () => {
  const p = await repaying();
  await done(`${p.no}-r`, repay(p.no, p.hold, [part('inv', 1_000n), part('two', 1_990n)]));
  await done(`${p.no}-x`, transfer(p.no, p.buy, [sale('two', p.two, 10n)]));
  await done(`${p.no}-s`, repay(p.no, p.hold, [part('buy', 10n)]));
  for (const [hold, amount] of [
    [p.hold, 7_000n],
    [p.buy, 4_990n],
  ] as const)
    await done(`${hold}-c`, cancelHold(hold, amount));
  assert.equal(await l.outcome(`${p.no}-f`, modify(p.no, 'FINISH'), false), 'PROJECT_HAS_HOLDS');
  await done(`${p.next}-c`, cancelHold(p.next, 5_000n));
  await done(`${p.no}-f`, modify(p.no, 'FINISH'));
  assert.equal(await l.outcome(`${p.no}-y`, transfer(p.no, p.buy, [sale('two', p.two, 1n)])), 'PROJECT_STATUS');
});

test('G-24 a project finishes when the claims of buyers are repaid, as those of investors', async () => {
  const p = await repaying();
  await done(`${p.no}-x`, transfer(p.no, p.buy, [sale('inv', p.inv, 1_000n), sale('two', p.two, 2_000n)]));
  for (const hold of [p.buy, p.next]) {
    await done(`${hold}-c`, cancelHold(hold, hold === p.buy ? 2_000n : 5_000n));
  }
  await done(`${p.no}-r1`, repay(p.no, p.hold, [part('buy', 2_999n)]));
  await done(`${p.hold}-c`, cancelHold(p.hold, 7_000n));
  assert.equal(await l.outcome(`${p.no}-f`, modify(p.no, 'FINISH'), false), 'PROJECT_HAS_CLAIMS');
  await done(`${p.no}-r2`, repay(p.no, p.hold, [part('buy', 1n)]));
  await done(`${p.no}-f`, modify(p.no, 'FINISH'));
});

test('G-23 repaid principal reduces what is left of the oldest first, past what was sold', async () => {
  const p = await repaying();
  await done(`${p.no}-x1`, transfer(p.no, p.buy, [sale('inv', `${p.no}-l1`, 100n, 100n)]));
  await done(`${p.no}-r1`, repay(p.no, p.hold, [part('inv', 250n)]));
  assert.deepEqual(await claims(p.no, 'inv'), [0n, 650n]);
  await done(`${p.no}-x2`, transfer(p.no, p.buy, [sale('inv', p.inv, 50n, 50n)]));
  assert.deepEqual(await claims(p.no, 'inv'), [0n, 600n]);
  assert.equal(await l.outcome(`${p.no}-x3`, transfer(p.no, p.buy, [sale('inv', `${p.no}-l1`, 1n)])), 'CLAIM_ENDED');
  assert.equal(await l.outcome(`${p.no}-r2`, repay(p.no, p.hold, [part('inv', 601n)])), 'CLAIM_EXCEEDED');
  await done(`${p.no}-r2`, repay(p.no, p.hold, [part('inv', 600n), part('buy', 120n)]));
  assert.deepEqual(
    [await claims(p.no, 'inv'), await claims(p.no, 'buy')],
    [
      [0n, 0n],
      [0n, 30n],
    ],
  );
});

test('L2.16-4 who sold his claim is paid no interest afterwards, nor who sold what was left of it', async () => {
  const p = await repaying();
  const interest = (userNo: string) => repay(p.no, p.hold, [part(userNo, 0n, 5n)]);
  await done(`${p.no}-r`, repay(p.no, p.hold, [part('two', 500n)]));
  await done(`${p.no}-x1`, transfer(p.no, p.buy, [sale('inv', p.inv, 999n, 999n), sale('two', p.two, 1_500n)]));
  assert.equal(await l.outcome(`${p.no}-s`, interest('two')), 'PAYEE_WITHOUT_CLAIM');
  await done(`${p.no}-t`, interest('inv'));
  await done(`${p.no}-x2`, transfer(p.no, p.buy, [sale('inv', p.inv, 1n)]));
  assert.equal(await l.outcome(`${p.no}-u`, interest('inv')), 'PAYEE_WITHOUT_CLAIM');
  await done(`${p.no}-b2`, auto(buyHold('inv', p.no, 100n)));
  await done(`${p.no}-x3`, transfer(p.no, `${p.no}-b2`, [sale('buy', p.buy, 100n, 100n)]));
  await done(`${p.no}-v`, repay(p.no, p.hold, [part('inv', 100n, 5n)]));
  await done(`${p.no}-w`, interest('inv'));
});

test('L2.16-4 one claim sold and another ended by being repaid: interest may follow that one', async () => {
  const sold = await repaying();
  await done(`${sold.no}-x`, transfer(sold.no, sold.buy, [sale('inv', `${sold.no}-l2`, 700n)]));
  await done(`${sold.no}-r`, repay(sold.no, sold.hold, [part('inv', 300n)]));
  await done(`${sold.no}-s`, repay(sold.no, sold.hold, [part('inv', 0n, 5n)]));
  const repaid = await repaying();
  await done(`${repaid.no}-r`, repay(repaid.no, repaid.hold, [part('inv', 300n)]));
  await done(`${repaid.no}-x`, transfer(repaid.no, repaid.buy, [sale('inv', repaid.inv, 700n)]));
  await done(`${repaid.no}-s`, repay(repaid.no, repaid.hold, [part('inv', 0n, 5n)]));
  const apart = await repaying();
  await done(`${apart.no}-x`, transfer(apart.no, apart.buy, [sale('inv', apart.inv, 999n, 999n)]));
  await done(`${apart.no}-r`, repay(apart.no, apart.hold, [part('inv', 1n)]));
  await done(`${apart.no}-s`, repay(apart.no, apart.hold, [part('inv', 0n, 5n)]));
});

test('G-15 twenty transfers at once sell no claim twice', async () => {
  const p = await repaying();
  const names = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      l.outcome(`${p.no}-x${i}`, transfer(p.no, i % 2 ? p.buy : p.next, [sale('inv', p.inv, 300n, 300n)])),
    ),
  );
  assert.equal(names.filter((name) => name === 'DONE').length, 3);
  assert.deepEqual(await claims(p.no, 'inv'), [0n, 100n]);
});

test('G-9 the same transfer once more is answered and moves nothing, whatever the order of its details', async () => {
  const p = await repaying();
  const sales = [sale('inv', p.inv, 400n, 400n), sale('two', p.two, 10n)];
  assert.equal(await l.outcome(`${p.no}-x`, transfer(p.no, p.buy, sales)), 'PRICE_BELOW_SHARE');
  const fit = [sale('inv', p.inv, 400n, 400n), sale('two', p.two, 2_000n)];
  await done(`${p.no}-x`, transfer(p.no, p.buy, fit));
  const before = await all(p.no);
  await done(`${p.no}-x`, transfer(p.no, p.buy, fit.toReversed()));
  assert.deepEqual(await all(p.no), before);
  assert.equal(await l.outcome(`${p.no}-x`, transfer(p.no, p.buy, sales)), 'REQUEST_CONTENT_DIFFERS');
});
