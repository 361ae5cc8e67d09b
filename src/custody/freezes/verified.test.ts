/** What `ledger verify` says of freezes that are not as they should be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody } from '../../testing/custody.ts';
import { freezing, release } from '../../testing/loans.ts';
import { spoiler } from '../../testing/spoil.ts';

const core = await createTestCustody({ spoilt: true });
const { lianyintong: l } = core;
const { change } = spoiler(core.database.sql);

await l.register('inv');
await l.register('two');
await l.deposit('inv', 1_000n);
await l.deposit('two', 1_000n);
await l.outcome('stands', freezing('inv', 100n));
await l.outcome('gone', freezing('inv', 200n));
core.clock.advance(1_000);
await l.outcome('gone', release('gone'));

const FROZEN = 'frozen is the sum of open holds, of freezes and of withdrawals under way that froze';
const ASKED = 'a freeze is of the member and the amount that its order asked for, until another order released it';
const MOVED = 'a freeze froze its amount, of its holder, and its release gave the same back';
const STANDS = "freeze_no = 'stands'";
const GONE = "freeze_no = 'gone'";

test('L2.21 the books are right before anything is spoilt, since a mark too', async () => {
  assert.deepEqual((await core.verify('last')).differences, []);
  await l.outcome('later', freezing('inv', 1n));
  core.clock.advance(1_000);
  for (const no of ['stands', 'later']) await l.outcome(no, release(no));
  await l.outcome('stands-2', freezing('inv', 100n));
  assert.deepEqual((await core.verify('last')).differences, [], 'what began before the mark was released after it');
});

test('L2.22 a freeze that is said to be released, and one said to stand, are found', async () => {
  const open = "freeze_no = 'stands-2'";
  const checks = await change('freezes', open, 'released_at = created_at', 'released_at = null');
  assert.deepEqual(checks, [FROZEN, ASKED]);
  const at = (await core.database.sql`select released_at from freezes where freeze_no = 'gone'`)[0]?.released_at;
  const back = `released_at = '${(at as Date).toISOString()}'`;
  assert.deepEqual(await change('freezes', GONE, 'released_at = null', back), [FROZEN, ASKED]);
  assert.deepEqual(await change('freezes', GONE, 'released_at = created_at', back), [ASKED]);
});

test('L2.21 a freeze of another member or amount is found, also when it was released', async () => {
  const two = `(select member_no from members where user_no = 'two')`;
  const inv = `(select member_no from members where user_no = 'inv')`;
  for (const which of [STANDS, GONE]) {
    const holder = await change('freezes', which, `holder_no = ${two}`, `holder_no = ${inv}`);
    assert.ok(holder.includes(ASKED) && holder.includes(MOVED), holder.join('\n'));
    const amount = await change('freezes', which, 'amount = amount + 1', 'amount = amount - 1');
    assert.ok(amount.includes(ASKED) && amount.includes(MOVED), amount.join('\n'));
  }
});

test('G-8 a release under another number, which would let a second one through, is found', async () => {
  const number = (no: string) => `request_no = E'UNFREEZE\\t${no}'`;
  const which = "verb = 'UNFREEZE' and subject_no = 'gone'";
  const checks = await change('orders', which, number('other'), number('gone'));
  assert.deepEqual(checks, ['an order says in all its texts what was ordered']);
});
