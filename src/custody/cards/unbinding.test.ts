/** L2.3: a card is unbound when nothing of its member can still want to go there, and at no other time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDue } from '../../jobs/due.ts';
import { createTestCustody, PASSWORD } from '../../testing/custody.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { cancelHold, freezing, looks, project, release, tender, withdrawal } from '../../testing/loans.ts';
import type { BankOutcome } from '../ports.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, clock, custody } = core;
const { pages, queries } = custody;
const atL = looks(core.database.sql, l.platform.platformId);
const unbinding = (userNo: string) => ({ verb: 'UNBIND_CARD', userNo }) as const;

let serial = 0;
/** Asks for it: the page opens, or the name of the refusal. */
async function asked(userNo: string, p = l): Promise<string> {
  serial += 1;
  const answer = await p.open(`ask${serial}`, unbinding(userNo), false);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
}
async function payoutSaid(requestNo: string, outcome: BankOutcome, p = l): Promise<void> {
  await runDue(core.sweeps, clock.now());
  const [row] = await core.database.sql`select order_no from withdrawals where request_no = ${requestNo}`;
  const bankOrderNo = `W${p.platform.platformId}-${row?.order_no}`;
  await custody.bankReport(fakeReport({ kind: 'PAYOUT', bankOrderNo, outcome }));
}
const paid = (amount: bigint): BankOutcome => ({ state: 'PAID', amount, paidAt: clock.now(), bankRef: `B${serial}` });
const returned = (amount: bigint): BankOutcome => ({
  ...{ state: 'RETURNED', amount, bankRef: `R${serial}` },
  reason: 'x',
});

await l.register('bor');
await l.outcome('p', project('P', 'bor', 100_000n), false);

test('L2.3-1 L3.1 with balance zero the password unbinds it; it is told, and stays in the history', async () => {
  await l.register('u1');
  await l.confirm('a1', unbinding('u1'));
  const order = await queries.order(l.platform.platformId, 'a1');
  assert.equal(order?.state, 'DONE');
  assert.deepEqual(await atL.notices('a1'), ['FINAL PENDING']);
  const member = await queries.member(l.platform.platformId, 'u1');
  assert.deepEqual([member?.cardNumber, member?.bank, member?.accessType, member?.active], [null, null, null, true]);
  const rows = await core.database.sql`select bound, unbound_at from cards c join members m
    on m.platform_id = c.platform_id and m.member_no = c.member_no where user_no = 'u1'`;
  assert.deepEqual(
    rows.map((row) => [row.bound, row.unbound_at.getTime()]),
    [[false, order?.finishedAt]],
  );
});

test('L2.3-1 it needs the trade password: wrong ones count, and a locked one is told by name', async () => {
  await l.register('u2');
  const token = (await l.open('b1', unbinding('u2'), false)) as string;
  for (let left = 4; left > 0; left -= 1) {
    const answer = await pages.confirm(token, '246802');
    assert.deepEqual(answer?.ok === false && answer.error, { name: 'PASSWORD_WRONG', facts: { left } });
  }
  const last = await pages.confirm(token, '246802');
  assert.equal(last?.ok === false && last.error.name, 'PASSWORD_LOCKED');
  assert.ok((await queries.member(l.platform.platformId, 'u2'))?.cardNumber);
});

for (const p of [l, d]) {
  const { dialect } = p.platform;
  test(`L2.3-1 ${dialect}: money, frozen money and a withdrawal under way each keep the card`, async () => {
    const userNo = `${dialect}-u3`;
    const role = p === l ? 'ORDINARY' : 'INVESTOR';
    await p.register(userNo, role);
    assert.equal(await asked(userNo, p), 'OPEN');
    await p.deposit(userNo, 100n);
    assert.equal(await asked(userNo, p), 'CARD_STILL_NEEDED');
    await p.outcome(`${dialect}-z`, freezing(userNo, 100n));
    assert.equal(await asked(userNo, p), 'CARD_STILL_NEEDED', 'frozen');
    await p.outcome(`${dialect}-z`, release(`${dialect}-z`));
    await p.confirm(`${dialect}-w`, withdrawal(userNo, 100n, { urgency: 'URGENT' }));
    assert.equal(await asked(userNo, p), 'CARD_STILL_NEEDED', 'waits to be sent');
    await payoutSaid(`${dialect}-w`, returned(100n), p);
    assert.equal(await asked(userNo, p), 'CARD_STILL_NEEDED', 'came back');
    await p.confirm(`${dialect}-x`, withdrawal(userNo, 100n, { urgency: 'URGENT' }));
    await runDue(core.sweeps, clock.now());
    assert.equal(await asked(userNo, p), 'CARD_STILL_NEEDED', 'at the bank');
    await payoutSaid(`${dialect}-x`, paid(100n), p);
    assert.equal(await asked(userNo, p), 'OPEN');
  });
}

test('L2.3-1 the refusal says how much keeps it, and a hold is money like any', async () => {
  await l.register('u4');
  await l.deposit('u4', 500n);
  await l.confirm('c1', tender('u4', 'P', 200n));
  await l.confirm('c2', withdrawal('u4', 300n));
  const answer = await l.open('c3', unbinding('u4'), false);
  assert.deepEqual(answer, { name: 'CARD_STILL_NEEDED', facts: { balance: 200n, underWay: 300n } });
  await l.outcome('c4', cancelHold('c1', 200n));
});

test('L2.3-1 money that came while the page was open is the final failure of the order', async () => {
  await l.register('u5');
  const token = (await l.open('d1', unbinding('u5'), false)) as string;
  await l.deposit('u5', 1n);
  await pages.confirm(token, PASSWORD);
  assert.equal((await atL.order('d1'))?.refusal, 'CARD_STILL_NEEDED');
  assert.deepEqual(await atL.notices('d1'), ['FINAL PENDING']);
});

test('L2.3 G-16 nobody unbinds who is no member here, is not active, or has no card', async () => {
  await d.register('u6', 'INVESTOR');
  assert.equal(await asked('u6'), 'MEMBER_UNKNOWN');
  await l.register('u7');
  await l.confirm('e1', unbinding('u7'));
  assert.equal(await asked('u7'), 'CARD_MISSING');
  assert.equal(
    ((await l.open('e2', withdrawal('u7', 1n))) as { name: string }).name,
    'CARD_MISSING',
    'L2.9 told by name',
  );
});

test('L2.3 a withdrawal that is accepted while the card is unbound: one of the two, never both', async () => {
  for (let round = 0; round < 8; round += 1) {
    const userNo = `race${round}`;
    await l.register(userNo);
    const [out, off] = [`${userNo}-w`, `${userNo}-u`];
    const unbind = (await l.open(off, unbinding(userNo), false)) as string;
    await l.deposit(userNo, 100n);
    const leaving = (await l.open(out, withdrawal(userNo, 100n))) as string;
    const steps = [leaving, unbind];
    if (round % 2 === 1) steps.reverse();
    await Promise.all(steps.map((token) => pages.confirm(token, PASSWORD)));
    assert.equal((await atL.order(out))?.state, 'ACCEPTED');
    assert.equal((await atL.order(off))?.refusal, 'CARD_STILL_NEEDED');
    assert.ok((await queries.member(l.platform.platformId, userNo))?.cardNumber, 'it still has where to go');
  }
});

test('L2.3 two unbindings at once are one: the other is told that no card is bound', async () => {
  await l.register('twice');
  const tokens = [await l.open('f1', unbinding('twice'), false), await l.open('f2', unbinding('twice'), false)];
  await Promise.all(tokens.map((token) => pages.confirm(token as string, PASSWORD)));
  const ends = [await atL.order('f1'), await atL.order('f2')].map((order) => order?.refusal ?? order?.state).sort();
  assert.deepEqual(ends, ['CARD_MISSING', 'DONE']);
});
