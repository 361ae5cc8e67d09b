/** What `ledger verify` says of marketing money that is not as it should be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY } from '../../kernel/time.ts';
import { createTestCustody } from '../../testing/custody.ts';
import { cancelHold, MARKETING, payMarketing, platformHold } from '../../testing/loans.ts';
import { spoiler } from '../../testing/spoil.ts';

const core = await createTestCustody({ spoilt: true });
const { lianyintong: l, clock } = core;
const { change } = spoiler(core.database.sql);

for (const userNo of ['one', 'two']) await l.register(userNo);
await l.deposit(MARKETING, 10_000n);
await l.outcome('old', platformHold(MARKETING, 'MARKETING', 500n));
clock.advance(DAY);
await l.outcome('new', platformHold(MARKETING, 'MARKETING', 400n));
for (const [no, of] of [
  ['c1', 'old'],
  ['c2', 'new'],
] as const) {
  await l.outcome(no, cancelHold(of, 50n));
}
await l.outcome(
  'paid',
  payMarketing('old', [
    ['one', 30n],
    ['two', 20n],
  ]),
);

const MOVED = 'a marketing payout moved what it names, from its hold to its payees';
const COUNTED =
  'what counts of the limit is what was set aside on the last day of marketing, less what was taken back on it';
const TOOK = 'a hold is confirmed and cancelled by what was taken of it, its red packet with it';

test('L2.13 L2.19 the books are right before anything is spoilt, since a mark too', async () => {
  assert.deepEqual((await core.verify('last')).differences, []);
  await l.outcome('later', payMarketing('new', [['one', 1n]]));
  assert.deepEqual((await core.verify('last')).differences, [], 'paid after the mark out of a hold before it');
});

test('L2.13 a counter that says more, less or another day is found', async () => {
  assert.deepEqual(await change('marketing_counters', 'true', 'held = held + 50', 'held = held - 50'), [COUNTED]);
  const day = (days: number) => `day = to_char(to_date(day, 'YYYYMMDD') + ${days}, 'YYYYMMDD')`;
  assert.deepEqual(await change('marketing_counters', 'true', day(1), day(-1)), [COUNTED]);
});

test('L2.19 a payout that names others, or other amounts, than it paid is found', async () => {
  const swap = (from: string, to: string) => `plain_command = replace(plain_command, '${from}', '${to}')`;
  const paid = "request_no = 'paid'";
  const names = await change('orders', paid, swap('"one"', '"six"'), swap('"six"', '"one"'));
  assert.ok(names.includes(MOVED), names.join('\n'));
  const amounts = await change('orders', paid, swap('"amount":30', '"amount":31'), swap('"amount":31', '"amount":30'));
  assert.ok(amounts.includes(MOVED) && amounts.includes(TOOK), amounts.join('\n'));
});
