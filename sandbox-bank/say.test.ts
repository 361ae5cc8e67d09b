/** The bank says what a tester wants it to say. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestBank } from '../src/testing/bank.ts';
import { createTestDatabase } from '../src/testing/database.ts';

const { url } = await createTestDatabase();
const bank = await startTestBank(url);
after(() => bank.stop());

const say = async (report: object, type = 'application/json') => {
  const body = JSON.stringify(report);
  const response = await fetch(`${bank.url}/sandbox/reports`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};
const heard = async (bankOrderNo: string, count = 1) => {
  const reports = await bank.reports(bankOrderNo, count);
  return bank.channel.readReport(reports.at(-1)?.fields ?? {});
};

test('G-27 a report that is said goes out signed, once, and is answered when it was taken', async () => {
  const said = await say({ bankOrderNo: 'W1-5', kind: 'PAYOUT', state: 'PAID', amount: '0.01', bankRef: 'X' });
  assert.deepEqual([said.status, said.json.taken], [200, true]);
  const { outcome, ...report } = (await heard('W1-5')) ?? {};
  assert.deepEqual(report, { messageId: said.json.messageId, kind: 'PAYOUT', bankOrderNo: 'W1-5' });
  assert.ok(outcome?.state === 'PAID');
  assert.deepEqual([outcome.amount, outcome.bankRef, outcome.paidAt <= (await bank.now())], [1n, 'X', true]);
  bank.acknowledge(false);
  const refused = await say({ bankOrderNo: 'W1-5', kind: 'PAYIN', state: 'CLOSED', reason: '无此账户' });
  bank.acknowledge(true);
  assert.equal(refused.json.taken, false);
  const second = await heard('W1-5', 2);
  assert.deepEqual([second?.kind, second?.outcome], ['PAYIN', { state: 'CLOSED', reason: '无此账户' }]);
  await bank.advance(86_400_000);
  assert.equal((await bank.reports('W1-5', 2)).length, 2, 'it is not told again');
});

test('what is not said is the order’s own: amount, a new reference, a new message', async () => {
  const order = { bankOrderNo: 'own', amount: 5_000n, cardNumber: '4111111111111111', accountName: '李四' };
  await bank.channel.payOut({ ...order, bank: 'CMB' });
  await bank.reports('own', 1);
  for (const count of [2, 3]) {
    await say({ bankOrderNo: 'own', kind: 'PAYOUT', state: 'RETURNED' });
    await bank.reports('own', count);
  }
  const told = (await bank.reports('own', 3)).slice(1).map(({ fields }) => bank.channel.readReport(fields));
  const refs = told.map((report) => {
    assert.ok(report?.outcome?.state === 'RETURNED');
    assert.equal(report.outcome.amount, 5_000n);
    return report.outcome.bankRef;
  });
  assert.equal(new Set([...refs, ...told.map((report) => report?.messageId)]).size, 4);
  assert.equal((await bank.channel.queryPayout('own')).state, 'PAID', 'the books stay as they are');
});

test('a report that names no order, kind, state or amount is refused by the first that is wrong', async () => {
  const good = { bankOrderNo: 'W1-6', kind: 'PAYOUT', state: 'PAID', amount: 7 };
  assert.equal((await say({ ...good, amount: 7.25 })).json.taken, true);
  for (const [name, value] of Object.entries({ bankOrderNo: 'a b', kind: 'X', state: 'LOST', amount: '1.001' })) {
    const { status, json } = await say({ ...good, [name]: value });
    assert.deepEqual([status, String(json.message).split(' ')[0]], [400, name]);
  }
  const { amount: _, ...bare } = good;
  assert.match(String((await say(bare)).json.message), /amount is missing: the bank has no such order/);
  assert.equal((await say(good, 'application/x-www-form-urlencoded')).status, 415, 'a page elsewhere cannot make it');
});
