/** The four queries of lianyintong, flat as printed. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { HoldInformation, OrderView, TransactionInformation } from '../../custody/api.ts';
import { refusal } from '../../custody/refusals.ts';
import { orderOf, wireStage } from '../../testing/wire-stage.ts';

type Found = Partial<TransactionInformation> & { readonly order: OrderView };

async function ask(transactionType: string, found: Found | null) {
  const stage = wireStage('lianyintong');
  const nothing = { hold: null, freeze: null, payout: null };
  stage.queries.transaction = async () => (found ? { ...nothing, ...found } : null);
  return (await stage.call('QUERY_TRANSACTION', { requestNo: 'R1', transactionType })).body;
}

const TIMES = { createTime: '20261121120000', transactionTime: '20261121120100' };
const OK = { code: '0', description: '成功' };

function holdOf(amount: bigint, confirmed: bigint, cancelled: bigint): HoldInformation {
  const finishedAt = amount === confirmed + cancelled ? Date.UTC(2026, 10, 21, 5) : null;
  const holder = { kind: 'member', userNo: 'u1' } as const;
  return { kind: 'TENDER', holder, projectNo: 'X', amount, confirmed, cancelled, createdAt: 0, finishedAt };
}

test('L3.1 QUERY_USER_INFORMATION, unknown is 100007', async () => {
  const stage = wireStage('lianyintong');
  stage.queries.member = async () => ({
    userNo: 'u1',
    name: '张三',
    type: 'PERSON',
    role: 'ORDINARY',
    active: true,
    auditStatus: null,
    accessType: 'FULL',
    available: 100n,
    frozen: 50n,
    cardNumber: '6222021234567890123',
    bank: 'BOC',
    mobile: '13800001234',
    authorizations: [],
  });
  assert.deepEqual((await stage.call('QUERY_USER_INFORMATION', { platformUserNo: 'u1' })).body, {
    ...OK,
    platformUserNo: 'u1',
    userType: 'PERSON',
    userRole: 'NORMAL',
    activeStatus: 'ACTIVATED',
    balance: '1.50',
    availableAmount: '1.00',
    freezeAmount: '0.50',
    bankcardNo: '622202*********0123',
    bankcode: 'BKCH',
    mobile: '13800001234',
  });
  stage.queries.member = async () => null;
  assert.equal((await stage.call('QUERY_USER_INFORMATION', { platformUserNo: 'u2' })).body.code, '100007');
});

test('L3.2 QUERY_PLATFORM_INFORMATION: balances include their frozen part', async () => {
  const stage = wireStage('lianyintong');
  stage.queries.accounts = async () => ({
    FEE: { available: 1n, frozen: 0n },
    COMPENSATION: { available: 200n, frozen: 100n },
    MARKETING: { available: 500n, frozen: 25n },
  });
  assert.deepEqual((await stage.call('QUERY_PLATFORM_INFORMATION', {})).body, {
    ...OK,
    feeBalance: '0.01',
    repaymentBalance: '3.00',
    repaymentFreeze: '1.00',
    marketingBalance: '5.25',
    marketingFreeze: '0.25',
  });
});

test('L3.3 deposits and withdrawals', async () => {
  const holder = { kind: 'member', userNo: 'u1' } as const;
  const deposit = { verb: 'DEPOSIT', holder, amount: 100n, way: 'NETBANK_B2C', bank: 'CIB', payCompany: null } as const;
  const paid = orderOf({
    verb: 'DEPOSIT',
    service: 'RECHARGE',
    command: deposit,
    outcome: { fee: 1n, bank: 'CMB', payCompany: '' },
  });
  assert.deepEqual(await ask('RECHARGE', { order: paid }), {
    ...OK,
    platformUserNo: 'u1',
    amount: '1.00',
    status: 'SUCCESS',
    ...TIMES,
    fee: '0.01',
    rechargeWay: 'NETBANK_B2C',
    bankcode: 'CMBC',
  });
  const handed = { ...paid, state: 'HANDED', outcome: null, finishedAt: null } as const;
  assert.equal((await ask('RECHARGE', { order: handed })).status, 'PROCESSING', 'G-14');
  const command = { verb: 'WITHDRAW', holder, amount: 100n, commission: 0n, urgency: 'NORMAL' } as const;
  const outcome = {
    fee: 0n,
    cardNumber: '6222021234567890123',
    bank: 'CMB',
    acceptedAt: Date.UTC(2026, 10, 21, 4, 0, 30),
  } as const;
  const order = orderOf({
    verb: 'WITHDRAW',
    service: 'WITHDRAW',
    state: 'ACCEPTED',
    command,
    outcome,
    finishedAt: null,
  });
  const states = { WAITING: 'INIT', SENT: 'PROCESSING', PAID: 'SUCCESS', RETURNED: 'FAIL' } as const;
  for (const [payout, status] of Object.entries(states) as [keyof typeof states, string][]) {
    const body = await ask('WITHDRAW', { order, payout });
    assert.deepEqual([body.status, body.code, body.bankcardNo], [status, '0', '622202*********0123']);
  }
});

test('L3.3 L2.7 RECHARGE tells a POS order: under way once its barcode is shown, then its end', async () => {
  const holder = { kind: 'member', userNo: 'u1' } as const;
  const command = { verb: 'POS_DEPOSIT', holder, amount: 12_345n } as const;
  const placed = orderOf({ verb: 'POS_DEPOSIT', service: 'POS_RECHARGE', command, state: 'OPEN', presentation: null });
  assert.equal((await ask('RECHARGE', { order: placed })).code, '100020');
  const at = { service: 'POS_BUILD_BARCODE', finishedAt: null } as const;
  const handed = await ask('RECHARGE', { order: { ...placed, ...at, state: 'HANDED' } });
  const same = { platformUserNo: 'u1', amount: '123.45', rechargeWay: 'POS', createTime: TIMES.createTime };
  assert.deepEqual(handed, { ...OK, ...same, status: 'PROCESSING', fee: '0.00' });
  const done = orderOf({ verb: 'POS_DEPOSIT', service: 'POS_BUILD_BARCODE', command, outcome: { fee: 5n } });
  assert.deepEqual(await ask('RECHARGE', { order: done }), {
    ...OK,
    ...same,
    ...TIMES,
    status: 'SUCCESS',
    fee: '0.05',
  });
  assert.equal((await ask('WITHDRAW', { order: done })).code, '100007');
});

test('L3.3 PRETRANSATION: INIT stands, PROCESSING partly, SUCCESS all confirmed, FAIL wholly cancelled', async () => {
  const order = orderOf({ verb: 'HOLD', service: 'USER_PRE_TRANSACTION' });
  const status = async (...parts: [bigint, bigint, bigint]) => {
    const body = await ask('PRETRANSATION', { order, hold: holdOf(...parts) });
    return [body.status, body.unfreezeAmount];
  };
  assert.deepEqual(await status(100n, 0n, 0n), ['INIT', '0.00']);
  assert.deepEqual(await status(100n, 0n, 40n), ['INIT', '0.00'], 'unfreezeAmount counts confirmed money only');
  assert.deepEqual(await status(100n, 30n, 40n), ['PROCESSING', '0.30']);
  assert.deepEqual(await status(100n, 60n, 40n), ['SUCCESS', '0.60']);
  assert.deepEqual(await status(100n, 0n, 100n), ['FAIL', '0.00']);
  assert.deepEqual(await ask('PRETRANSACTION', { order, hold: holdOf(100n, 100n, 0n) }), {
    ...OK,
    platformUserNo: 'u1',
    status: 'SUCCESS',
    createTime: TIMES.createTime,
    transactionTime: '20261121130000',
    pretransactionType: 'PRETRANSATION',
    bizType: 'TENDER',
    freezeAmount: '1.00',
    unfreezeAmount: '1.00',
  });
});

test('L3.3 L2.13 a platform’s own hold is told as one, and its payout as a confirmation', async () => {
  const holder = { kind: 'account', account: 'MARKETING' } as const;
  const command = { verb: 'PLATFORM_HOLD', holder, kind: 'MARKETING', amount: 100n, projectNo: null } as const;
  const order = orderOf({ verb: 'PLATFORM_HOLD', service: 'PLATFORM_PRE_TRANSACTION', command });
  const hold = { ...holdOf(100n, 30n, 0n), kind: 'MARKETING', holder, projectNo: null } as const;
  assert.deepEqual(await ask('PRETRANSATION', { order, hold }), {
    ...OK,
    platformUserNo: 'PLATFORM_MARKETING_ACCOUNT',
    status: 'PROCESSING',
    createTime: TIMES.createTime,
    pretransactionType: 'PLATFORM_RETRANSATION',
    bizType: 'MARKETING',
    freezeAmount: '1.00',
    unfreezeAmount: '0.30',
  });
  const compensated = { holdNo: 'H1', projectNo: 'X', commission: 5n, details: [] };
  const compensation = orderOf({
    verb: 'CONFIRM_COMPENSATION',
    service: 'CONFIRM_COMPENSATORY',
    command: { verb: 'CONFIRM_COMPENSATION', ...compensated },
  });
  const { projectNo, confirmTradeType, requestNo, commission } = await ask('TRANSACTIONCONFIRM_TRADE', {
    order: compensation,
  });
  assert.deepEqual([projectNo, confirmTradeType, requestNo, commission], ['X', 'CONFIRM_COMPENSATORY', 'H1', '0.05']);
  const paid = { verb: 'PAY_MARKETING', holdNo: 'H1', details: [{ userNo: 'u1', amount: 30n }] } as const;
  const payout = orderOf({ verb: 'PAY_MARKETING', service: 'CONFIRM_PLATFORM_MARKETING', command: paid });
  const told = { confirmTradeType: 'CONFOIRM_PLATFORM_MARKETING', requestNo: 'H1', commission: '0.00' };
  assert.deepEqual(await ask('TRANSACTIONCONFIRM_TRADE', { order: payout }), {
    ...OK,
    ...told,
    status: 'SUCCESS',
    ...TIMES,
  });
});

test('L3.3 an order whose page is open answers 100020, never INIT', async () => {
  for (const [type, verb, service] of [
    ['PRETRANSATION', 'HOLD', 'USER_PRE_TRANSACTION'],
    ['RECHARGE', 'DEPOSIT', 'RECHARGE'],
    ['WITHDRAW', 'WITHDRAW', 'WITHDRAW'],
  ] as const) {
    const body = await ask(type, { order: orderOf({ verb, service, state: 'OPEN', finishedAt: null }) });
    assert.deepEqual([body.code, body.status], ['100020', undefined]);
  }
});

test('G-11 a refused order answers FAIL with its reason', async () => {
  const refused = refusal('BALANCE_INSUFFICIENT', { available: 0n, needed: 100n });
  const order = orderOf({ verb: 'HOLD', service: 'USER_PRE_TRANSACTION', state: 'REFUSED', refusal: refused });
  const body = await ask('PRETRANSATION', { order });
  assert.deepEqual([body.code, body.status, body.description], ['0', 'FAIL', '余额不足，可用 0.00，需要 1.00']);
});

test('L3.3 confirmations, registrations, projects; another type is unknown', async () => {
  const command = { verb: 'CONFIRM_REPAYMENT', projectNo: 'X', holdNo: 'P1', commission: 5n, details: [] } as const;
  const order = orderOf({ verb: 'CONFIRM_REPAYMENT', service: 'CONFIRM_REPAYMENT', command });
  assert.deepEqual(await ask('TRANSACTIONCONFIRM_TRADE', { order }), {
    ...OK,
    requestNo: 'P1',
    projectNo: 'X',
    status: 'SUCCESS',
    ...TIMES,
    confirmTradeType: 'CONFIRM_REPAYMENT',
    commission: '0.05',
  });
  const person = { realName: null, idNumber: null, mobile: null, cardNumber: null, role: 'ORDINARY' } as const;
  const registers = { verb: 'REGISTER_PERSON', userNo: 'u1', ...person } as const;
  const registered = orderOf({ verb: 'REGISTER_PERSON', service: 'PERSONAL_REGISTER', command: registers });
  const flat = { ...OK, requestNo: 'R1', status: 'SUCCESS', ...TIMES };
  assert.deepEqual(await ask('REGISTER', { order: registered }), { ...flat, platformUserNo: 'u1' });
  const modify = { verb: 'MODIFY_PROJECT', projectNo: 'X', status: 'REPAYING', amount: null } as const;
  const project = orderOf({ verb: 'MODIFY_PROJECT', service: 'MODIFY_PROJECT', command: modify });
  assert.deepEqual(await ask('MODIFY_PROJECT', { order: project }), { ...flat, projectNo: 'X' });
  for (const type of ['RECHARGE', 'FREEZE', 'BINDKIND'])
    assert.equal((await ask(type, { order: project })).code, '100007');
  assert.equal((await ask('REGISTER', null)).code, '100007');
  assert.equal((await ask('NONE', null)).code, '100002');
});

test('L3.3 FREEZE: whose money, its number, amount and status, released or not', async () => {
  const command = { verb: 'FREEZE', userNo: 'u1', amount: 500n } as const;
  const order = orderOf({ verb: 'FREEZE', service: 'FREEZE', command });
  const told = { platformUserNo: 'u1', requestNo: 'R1', amount: '5.00', status: 'SUCCESS', ...TIMES };
  for (const releasedAt of [null, Date.UTC(2026, 10, 22)]) {
    assert.deepEqual(await ask('FREEZE', { order, freeze: { releasedAt } }), { ...OK, ...told });
  }
  const failed = {
    state: 'REFUSED',
    refusal: refusal('BALANCE_INSUFFICIENT', { available: 0n, needed: 500n }),
  } as const;
  const refused = await ask('FREEZE', { order: { ...order, ...failed } });
  assert.deepEqual([refused.code, refused.status, refused.amount], ['0', 'FAIL', '5.00']);
  const release = { verb: 'UNFREEZE', freezeNo: 'F1' } as const;
  const unfreeze = orderOf({ verb: 'UNFREEZE', service: 'UNFREEZE', command: release });
  assert.equal((await ask('FREEZE', { order: unfreeze })).code, '100007');
});

test('L3.4 QUERY_PROJECT_INFORMATION', async () => {
  const stage = wireStage('lianyintong');
  stage.queries.project = async () => ({
    projectNo: 'X',
    borrowerNo: 'b1',
    amount: 1_000n,
    name: '标的',
    description: null,
    periodDays: null,
    rate: '8.50',
    repaymentWay: 'INTEREST_FIRST',
    status: 'REPAYING',
    tendered: 0n,
    loaned: 1_000n,
    repaidPrincipal: 300n,
    repaidInterest: 7n,
  });
  assert.deepEqual((await stage.call('QUERY_PROJECT_INFORMATION', { projectNo: 'X' })).body, {
    ...OK,
    platformUserNo: 'b1',
    projectNo: 'X',
    projectAmount: '10.00',
    projectName: '标的',
    projectType: 'STANDARDPOWDER',
    annnualInterestRate: '8.50',
    repaymentWay: 'FIRSEINTREST_LASTPRICIPAL',
    status: 'REPAYING',
    loanAmount: '10.00',
    repaymentAmount: '3.00',
    income: '0.07',
  });
});
