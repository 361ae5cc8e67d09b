import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../testing/commands.ts';
import { createTestCustody } from '../testing/custody.ts';
import { fakeReport, unreadableReport } from '../testing/fake-bank.ts';
import { reconCommands } from './recon-commands.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d } = core;
const { platformNo, platformId } = l.platform;
const commands = reconCommands(core.database.sql, core.sealer, core.directory);
const ask = (name: string, args = {}) => runCommand<Record<string, unknown>>(commands, name, args);
const told = (bankOrderNo: string, amount: bigint, bankRef: string) =>
  core.custody.bankReport(
    fakeReport({
      kind: 'PAYIN',
      bankOrderNo,
      outcome: { state: 'PAID', amount, paidAt: 0, bankRef },
      messageId: bankRef,
    }),
  );

await l.register('u');
await l.deposit('u', 700n, 'dep');
const [row] = await core.database.sql`select order_no from deposits where request_no = 'dep'`;
const number = `D${platformId}-${row?.order_no}`;
await told(number, 700n, 'SECOND');
await told(`D${d.platform.platformId}-9`, 5n, 'LOST');

interface Listed {
  readonly id: string;
  readonly kind: string;
}
const list = async (args = {}) => (await ask('recon.breaks', args)).breaks as readonly Listed[];

test('G-27 recon breaks lists them, of a platform or of a kind', async () => {
  assert.deepEqual((await list()).map(({ kind }) => kind).sort(), ['NOT_ASKED', 'PAID_AGAIN']);
  const [own, ...more] = await list({ platformNo });
  assert.ok(own);
  const { id, foundAt: _, ...facts } = own as unknown as Record<string, unknown>;
  assert.match(String(id), new RegExp(`^${platformNo}-\\d+$`));
  assert.deepEqual(
    [facts, more],
    [
      {
        platformNo,
        kind: 'PAID_AGAIN',
        requestNo: 'dep',
        bankOrderNo: number,
        amount: '7.00',
        asked: 'PAYIN PAID 7.00 dep',
        told: 'PAYIN PAID 7.00 SECOND',
      },
      [],
    ],
  );
  assert.deepEqual(await list({ platformNo, kind: 'NOT_ASKED' }), []);
  assert.equal((await list({ kind: 'not-asked' })).length, 1);
});

test('G-14 G-27 recon show tells both sides and what was received for the order', async () => {
  const [own] = await list({ platformNo });
  const shown = await ask('recon.show', { id: own?.id });
  assert.deepEqual(shown.asked, { kind: 'PAYIN', state: 'PAID', amount: '7.00', bankRef: 'dep' });
  assert.deepEqual(shown.told, {
    bankOrderNo: number,
    kind: 'PAYIN',
    state: 'PAID',
    amount: '7.00',
    bankRef: 'SECOND',
  });
  assert.equal(shown.messageId, 'SECOND');
  const receipts = shown.receipts as readonly Record<string, unknown>[];
  assert.deepEqual(
    receipts.map(({ bankRef, state, amount }) => [bankRef, state, amount]),
    [
      ['dep', 'CREDITED', '7.00'],
      ['SECOND', 'UNALLOCATED', '7.00'],
    ],
  );
  assert.equal(shown.receipt, receipts[1]?.id);
  const [lost] = await list({ platformNo: d.platform.platformNo });
  const other = await ask('recon.show', { id: lost?.id });
  assert.deepEqual([other.asked, other.requestNo, other.receipt, other.receipts], [null, null, null, []]);
});

test('G-27 recon shows what cannot be read in its own words, and what names no platform', async () => {
  const words = '{"messageId":"X","bankOrderNo":"PAID, 7 yuan"}';
  for (let time = 0; time < 2; time += 1) await core.custody.bankReport(unreadableReport(words));
  await core.custody.bankReport(unreadableReport(`about ${number}`, number));
  await told('D999-1', 9n, 'NOWHERE');
  const notAsked = (await list({ kind: 'NOT_ASKED' })) as readonly (Listed & Record<string, unknown>)[];
  const nowhere = notAsked.find(({ told }) => String(told).endsWith('NOWHERE'));
  assert.match(String(nowhere?.id), /^bank-[\w-]{12}$/);
  assert.deepEqual(
    [nowhere?.platformNo, nowhere?.bankOrderNo, nowhere?.amount, nowhere?.told],
    [null, 'D999-1', '0.09', 'PAYIN PAID 0.09 NOWHERE'],
  );
  const [about, strange, ...more] = await list({ kind: 'UNREADABLE' });
  assert.deepEqual(more, []);
  const shown = await ask('recon.show', { id: strange?.id });
  assert.deepEqual([shown.words, shown.cut, shown.times, shown.told, shown.receipts], [words, false, 2, null, []]);
  assert.deepEqual(await list({ platformNo, kind: 'UNREADABLE' }), [about]);
  const own = await ask('recon.show', { id: about?.id });
  assert.deepEqual([own.requestNo, own.bankOrderNo, (own.receipts as []).length], ['dep', number, 2]);
});

test('what cannot be found is one sentence', async () => {
  await assert.rejects(ask('recon.breaks', { platformNo: '1' }), /^OperatorError: There is no platform 1\.$/);
  await assert.rejects(ask('recon.breaks', { kind: 'LOST' }), /^OperatorError: A break is .*, not LOST\.$/);
  await assert.rejects(ask('recon.show', { id: '7' }), /looks like 6000000001-1042/);
  await assert.rejects(ask('recon.show', { id: `${platformNo}-1` }), /There is no break/);
  await assert.rejects(ask('recon.show'), /"id" is missing/);
});
