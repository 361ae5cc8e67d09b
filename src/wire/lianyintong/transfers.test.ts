/** Claims bought and sold on the wire (L2.12, L2.18): the hold that pays, and its confirmation. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { HoldInformation, TransactionInformation } from '../../custody/api.ts';
import { refuse } from '../../custody/refusals.ts';
import { orderOf, wireStage } from '../../testing/wire-stage.ts';

const LINE = { preTransactionNo: 'H1', platformUserNo: 'u1', amount: '10.10', originalConfirmRequestNo: 'L1' };
const TRANSFER = { requestNo: 'T1', projectNo: 'X', preTransactionNo: 'H1' };
const SOLD = { holdNo: 'H1', userNo: 'u1', recordNo: 'L1', price: 1_010n };
const COMMAND = { verb: 'CONFIRM_TRANSFER', projectNo: 'X', holdNo: 'H1' } as const;

test('L2.12 USER_PRE_TRANSACTION holds money to buy claims with, its remark on the page', async () => {
  const stage = wireStage('lianyintong');
  const hold = { requestNo: 'H1', platformUserNo: 'u2', bizType: 'CREDIT_ASSIGNMENT', amount: '20.00', projectNo: 'X' };
  const { answered } = await stage.gateway('USER_PRE_TRANSACTION', { ...hold, remark: '债权 L1' });
  assert.equal(answered.kind, 'redirect');
  const { command, show } = stage.asked[0] ?? {};
  const what = { kind: 'CREDIT_ASSIGNMENT', amount: 2_000n, redPacket: 0n, projectNo: 'X' };
  assert.deepEqual(command, { verb: 'HOLD', userNo: 'u2', ...what });
  assert.equal(show?.remark, '债权 L1');
});

test('L2.18 CONFIRM_DEBENTURE_TRANSFER: several sellers, a missing share is the whole rest', async () => {
  const stage = wireStage('lianyintong');
  const details = [
    { ...LINE, share: '10' },
    { ...LINE, platformUserNo: 'u3', amount: 7, originalConfirmRequestNo: 'L2' },
  ];
  const { body } = await stage.call('CONFIRM_DEBENTURE_TRANSFER', { ...TRANSFER, commission: '0.50', details });
  assert.deepEqual(body, { code: '0', description: '成功' });
  const other = { holdNo: 'H1', userNo: 'u3', recordNo: 'L2', price: 700n, share: null };
  assert.deepEqual(stage.asked.pop()?.command, {
    ...{ ...COMMAND, commission: 50n },
    details: [{ ...SOLD, share: 1_000n }, other],
  });
  await stage.call('CONFIRM_DEBENTURE_TRANSFER', { ...TRANSFER, details: JSON.stringify([LINE]) });
  assert.deepEqual(stage.asked.pop()?.command, { ...COMMAND, commission: 0n, details: [{ ...SOLD, share: null }] });
});

test('L2.18 G-7 the first bad field is named, and both numbers of the hold are needed', async () => {
  const stage = wireStage('lianyintong');
  const { preTransactionNo: _top, ...without } = TRANSFER;
  const { preTransactionNo: _inner, ...line } = LINE;
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ ...without, details: [LINE] }, /^preTransactionNo/],
    [{ ...TRANSFER, details: [line] }, /^details\[0\]\.preTransactionNo/],
    [{ ...TRANSFER, details: [{ ...LINE, amount: '0.00' }] }, /^details\[0\]\.amount/],
    [{ ...TRANSFER, details: [{ ...LINE, share: '0' }] }, /^details\[0\]\.share/],
    [{ ...TRANSFER, details: [{ ...LINE, share: '1.001' }] }, /^details\[0\]\.share/],
    [{ ...TRANSFER, details: [{ ...LINE, originalConfirmRequestNo: '' }] }, /^details\[0\]\.originalConfirmRequestNo/],
    [TRANSFER, /^details/],
  ];
  for (const [data, said] of cases) {
    const { body } = await stage.call('CONFIRM_DEBENTURE_TRANSFER', { ...data });
    assert.equal(body.code, '100002');
    assert.match(String(body.description), said);
  }
  assert.deepEqual(stage.asked, []);
});

test('L2.18 G-21 each refusal has its code and its sentence', async () => {
  const stage = wireStage('lianyintong');
  const whose = { userNo: 'u1', recordNo: 'L1' };
  const cases = [
    [refuse('HOLDS_DIFFER', { holdNo: 'H1', other: 'H2' }), '100008', '明细与请求的预处理流水号不一致：H1，H2'],
    [refuse('SELLER_IS_BUYER', { userNo: 'u1' }), '100011', '受让人不能购买自己的债权：u1'],
    [refuse('BORROWER_BUYS', { userNo: 'u1' }), '100011', '借款人不能购买自己标的的债权：u1'],
    [refuse('CLAIM_UNKNOWN', whose), '100008', '该标的下无此债权记录：u1，L1'],
    [refuse('CLAIM_ENDED', whose), '100008', '债权已无剩余份额：u1，L1'],
    [
      refuse('SHARE_EXCEEDED', { recordNo: 'L1', left: 100n, share: 101n }),
      '100008',
      '出让份额 1.01 超过剩余 1.00：L1',
    ],
    [
      refuse('PRICE_BELOW_SHARE', { recordNo: 'L1', price: 99n, share: 100n }),
      '100008',
      '付款金额 0.99 小于出让份额 1.00：L1',
    ],
  ] as const;
  for (const [refused, code, description] of cases) {
    stage.execute = () => refused;
    const { body } = await stage.call('CONFIRM_DEBENTURE_TRANSFER', { ...TRANSFER, details: [LINE] });
    assert.deepEqual([body.code, body.description], [code, description]);
  }
});

test('L3.3 a transfer is told as a confirmation of its hold, as printed; the hold as all holds', async () => {
  const stage = wireStage('lianyintong');
  const ask = async (found: TransactionInformation, transactionType: string) => {
    stage.queries.transaction = async () => found;
    return (await stage.call('QUERY_TRANSACTION', { requestNo: 'T1', transactionType })).body;
  };
  const command = { ...COMMAND, commission: 5n, details: [] };
  const order = orderOf({ verb: 'CONFIRM_TRANSFER', service: 'CONFIRM_DEBENTURE_TRANSFER', command });
  const told = await ask({ order, hold: null, freeze: null, payout: null }, 'TRANSACTIONCONFIRM_TRADE');
  const times = { createTime: '20261121120000', transactionTime: '20261121120100' };
  assert.deepEqual(told, {
    ...{ code: '0', description: '成功', requestNo: 'H1', projectNo: 'X', status: 'SUCCESS', ...times },
    ...{ confirmTradeType: 'CONFOIRM_DEBENTURE_TRANSFER', commission: '0.05' },
  });
  const hold: HoldInformation = {
    ...{ kind: 'CREDIT_ASSIGNMENT', holder: { kind: 'member', userNo: 'u2' }, projectNo: 'X', amount: 1_000n },
    ...{ confirmed: 600n, cancelled: 0n, createdAt: 0, finishedAt: null },
  };
  const made = { verb: 'HOLD', userNo: 'u2', kind: 'CREDIT_ASSIGNMENT', amount: 1_000n } as const;
  const held = orderOf({
    ...{ verb: 'HOLD', service: 'USER_PRE_TRANSACTION' },
    command: { ...made, redPacket: 0n, projectNo: 'X' },
  });
  const body = await ask({ order: held, hold, freeze: null, payout: null }, 'PRETRANSATION');
  assert.deepEqual(
    [body.bizType, body.freezeAmount, body.unfreezeAmount, body.status],
    [...['CREDIT_ASSIGNMENT', '10.00', '6.00', 'PROCESSING']],
  );
});
