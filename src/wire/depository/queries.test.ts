/** The three queries of depository, beyond the document (D-EXT). */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { OrderView, TransactionInformation } from '../../custody/api.ts';
import { refusal } from '../../custody/refusals.ts';
import { orderOf, wireStage } from '../../testing/wire-stage.ts';

type Found = Partial<TransactionInformation> & { readonly order: OrderView };

async function ask(tradeType: string, found: Found | null) {
  const stage = wireStage('depository');
  const nothing = { hold: null, freeze: null, payout: null };
  stage.queries.transaction = async () => (found ? { ...nothing, ...found } : null);
  return (await stage.call('TRANSACTION_QUERY', { requestNo: 'R1', tradeType })).body;
}

const TIMES = { createTime: '20261121120000', transactionTime: '20261121120100' };

test('D-EXT USER_QUERY masks card and mobile, lists live authorisations', async () => {
  const stage = wireStage('depository');
  stage.queries.member = async () => ({
    userNo: 'u1',
    name: '张三',
    type: 'PERSON',
    role: 'BORROWER',
    active: true,
    auditStatus: null,
    accessType: 'FULL',
    available: 100n,
    frozen: 50n,
    cardNumber: '6222021234567890123',
    bank: 'CGB',
    mobile: '13800001234',
    authorizations: ['TENDER', 'REPAYMENT'],
  });
  assert.deepEqual((await stage.call('USER_QUERY', { userNo: 'u1' })).body, {
    respCode: '00000',
    respMsg: '成功',
    status: 'SUCCESS',
    userNo: 'u1',
    name: '张三',
    userType: 'PERSON',
    userRole: 'BORROWERS',
    activeStatus: 'ACTIVATED',
    accessType: 'FULL_CHECKED',
    balance: '1.50',
    availableAmount: '1.00',
    freezeAmount: '0.50',
    bankCardNo: '622202*********0123',
    bankCode: 'GDB',
    mobile: '138****1234',
    authList: 'TENDER,REPAYMENT',
  });
  stage.queries.member = async () => null;
  const { body } = await stage.call('USER_QUERY', { userNo: 'u1' });
  assert.deepEqual([body.respCode, body.status], ['00007', 'FAIL']);
});

test('D-EXT PROJECT_QUERY', async () => {
  const stage = wireStage('depository');
  stage.queries.project = async () => ({
    projectNo: 'X',
    borrowerNo: 'b1',
    amount: 1_000n,
    name: '标的',
    description: '描述',
    periodDays: 30,
    rate: '5',
    repaymentWay: 'ONE_TIME',
    status: 'COLLECTING',
    tendered: 400n,
    loaned: 0n,
    repaidPrincipal: 0n,
    repaidInterest: 0n,
  });
  const { body } = await stage.call('PROJECT_QUERY', { projectNo: 'X' });
  assert.deepEqual(
    [body.projectStatus, body.tenderAmount, body.projectPeriod, body.annualRate],
    ['COLLECTING', '4.00', 30, '5'],
  );
  stage.queries.project = async () => null;
  assert.equal((await stage.call('PROJECT_QUERY', { projectNo: 'X' })).body.respCode, '00007');
});

test('D-EXT TRANSACTION_QUERY of a hold: the order succeeded, detail says how the hold stands', async () => {
  const amounts = { amount: 100n, redPacket: 0n };
  const command = { verb: 'AUTO_HOLD', userNo: 'u1', kind: 'TENDER', projectNo: 'X', ...amounts } as const;
  const order = orderOf({ verb: 'AUTO_HOLD', service: 'USER_AUTO_PRE_TRANSACTION', command });
  const hold = {
    kind: 'TENDER',
    holder: { kind: 'account', account: 'COMPENSATION' },
    projectNo: 'X',
    amount: 100n,
    confirmed: 30n,
    cancelled: 20n,
    createdAt: 0,
    finishedAt: null,
  } as const;
  assert.deepEqual(await ask('PRE_FREEZE', { order, hold }), {
    respCode: '00000',
    respMsg: '成功',
    status: 'SUCCESS',
    requestNo: 'R1',
    detail: {
      requestNo: 'R1',
      userNo: 'ACCOUNT_NO_001',
      projectNo: 'X',
      amount: '1.00',
      bizType: 'TENDER',
      unfreezeAmount: '0.30',
      cancelAmount: '0.20',
      holdStatus: 'PROCESSING',
      ...TIMES,
    },
  });
});

test('D-EXT TRANSACTION_QUERY of a withdrawal: ACCEPT until the bank has spoken', async () => {
  const holder = { kind: 'account', account: 'MARKETING' } as const;
  const command = { verb: 'WITHDRAW', holder, amount: 100n, commission: 5n, urgency: 'URGENT' } as const;
  const outcome = {
    fee: 0n,
    cardNumber: '6222021234567890123',
    bank: 'ICBC',
    acceptedAt: Date.UTC(2026, 10, 21, 4, 0, 30),
  } as const;
  const order = orderOf({ verb: 'WITHDRAW', service: 'WITHDRAW', state: 'ACCEPTED', command, outcome });
  const states = { WAITING: 'ACCEPT', SENT: 'ACCEPT', PAID: 'SUCCESS', RETURNED: 'FAIL' } as const;
  for (const [payout, status] of Object.entries(states) as [keyof typeof states, string][]) {
    const body = await ask('WITHDRAW', { order, payout });
    assert.equal(body.status, status);
    assert.deepEqual(body.detail, {
      requestNo: 'R1',
      userNo: 'ACCOUNT_NO_002',
      amount: '1.00',
      commission: '0.05',
      bankCode: 'ICBC',
      bankCardNo: '622202*********0123',
      ...TIMES,
    });
  }
});

test('D-EXT an open page, a refused order, an unknown one', async () => {
  const open = await ask('RECHARGE', { order: orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', state: 'OPEN' }) });
  assert.deepEqual([open.respCode, open.status], ['00001', 'PROCESSING']);
  const failed = { state: 'REFUSED', refusal: refusal('PAGE_CANCELLED', {}) } as const;
  const refused = await ask('RECHARGE', { order: orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', ...failed }) });
  assert.deepEqual([refused.respCode, refused.status, refused.respMsg], ['00000', 'FAIL', '用户取消操作']);
  assert.equal((await ask('RECHARGE', null)).respCode, '00007');
  assert.equal(
    (await ask('DEBENTURE_SALE', { order: orderOf({ verb: 'DEPOSIT', service: 'RECHARGE' }) })).respCode,
    '00007',
  );
});

test('D-EXT confirmations and cancellations name their hold', async () => {
  const command = { verb: 'CONFIRM_REPAYMENT', projectNo: 'X', holdNo: 'P1', commission: 7n, details: [] } as const;
  const order = orderOf({ verb: 'CONFIRM_REPAYMENT', service: 'CONFIRM_REPAYMENT', command });
  const body = await ask('CONFIRM', { order });
  const detail = {
    requestNo: 'R1',
    projectNo: 'X',
    preRequestNo: 'P1',
    commission: '0.07',
    confirmType: 'CONFIRM_REPAYMENT',
  };
  assert.deepEqual(body.detail, { ...detail, ...TIMES });
  const cancel = { verb: 'CANCEL_HOLD', holdNo: 'P1', amount: 100n } as const;
  const cancelled = await ask('CANCEL_PRE_FREEZE', {
    order: orderOf({ verb: 'CANCEL_HOLD', service: 'CANCEL_PRE_FREEZE', command: cancel }),
  });
  assert.deepEqual(cancelled.detail, { requestNo: 'R1', preRequestNo: 'P1', amount: '1.00', ...TIMES });
});

test('D-EXT TRANSACTION_QUERY of a freeze says when it was released', async () => {
  const command = { verb: 'FREEZE', userNo: 'u1', amount: 500n } as const;
  const order = orderOf({ verb: 'FREEZE', service: 'FREEZE', command });
  const detail = { requestNo: 'R1', userNo: 'u1', amount: '5.00', ...TIMES };
  assert.deepEqual((await ask('FREEZE', { order, freeze: { releasedAt: null } })).detail, detail);
  const releasedAt = Date.UTC(2026, 10, 22, 4);
  const released = await ask('FREEZE', { order, freeze: { releasedAt } });
  assert.deepEqual(released.detail, { ...detail, unfreezeTime: '20261122120000' });
});
