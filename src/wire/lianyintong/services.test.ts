/** Each service of lianyintong: what is sent, as the core's command; what the core says, as the answer. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Command } from '../../custody/commands.ts';
import { refuse } from '../../custody/refusals.ts';
import { checkForm, orderOf, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice } from '../outgoing.ts';

const PERSON = {
  requestNo: 'R1',
  platformUserNo: 'u1',
  realName: '张三',
  idCardType: 'PRC_ID',
  userRole: 'NORMAL',
  idCardNo: '11010519491231002X',
  mobile: '13800001234',
  bankcardNo: '6222021234567890123',
};

async function commandOf(service: string, data: Record<string, unknown>): Promise<Command | undefined> {
  const stage = wireStage('lianyintong');
  const found = stage.dialect.catalogue.find(service);
  assert.ok(found && found !== 'CLOSED');
  await (found.mode === 'gateway' ? stage.gateway(service, data) : stage.call(service, data));
  return stage.asked[0]?.command;
}

test('L2.1 PERSONAL_REGISTER as command and as notice, the card masked', async () => {
  const stage = wireStage('lianyintong');
  await stage.gateway('PERSONAL_REGISTER', PERSON);
  const { command, show } = stage.asked[0] ?? {};
  assert.ok(command?.verb === 'REGISTER_PERSON' && show);
  const { verb: _verb, ...data } = command;
  assert.deepEqual(data, {
    userNo: 'u1',
    role: 'ORDINARY',
    realName: '张三',
    idNumber: PERSON.idCardNo,
    mobile: PERSON.mobile,
    cardNumber: PERSON.bankcardNo,
  });
  const outcome = {
    ...data,
    realName: '张三',
    idNumber: PERSON.idCardNo,
    mobile: PERSON.mobile,
    cardNumber: PERSON.bankcardNo,
  };
  const done = { ...outcome, bank: 'ICBC', accessType: 'PART' } as const;
  const order = orderOf({
    verb: 'REGISTER_PERSON',
    service: 'PERSONAL_REGISTER',
    command,
    outcome: done,
    presentation: show,
  });
  const fields = await renderNotice(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.deepEqual(checkForm(stage.dialect, fields ?? {}), {
    code: '0',
    description: '成功',
    ...PERSON,
    bankcardNo: '622202*********0123',
    bankcode: 'ICBK',
    accessType: 'PART_CHECKED',
  });
});

test('L2.1 every field is required and only the ordinary member is opened', async () => {
  const stage = wireStage('lianyintong');
  for (const field of Object.keys(PERSON)) {
    const { answered } = await stage.gateway('PERSONAL_REGISTER', { ...PERSON, [field]: '' });
    assert.ok(
      answered.kind === 'error-page' && answered.code === '100002' && answered.message.startsWith(field),
      field,
    );
  }
  const { answered } = await stage.gateway('PERSONAL_REGISTER', { ...PERSON, userRole: 'GUARANTEECORP' });
  assert.equal(answered.kind === 'error-page' && answered.code, '100006');
});

test('L2.6 RECHARGE: feeMode may be missing, USER is not opened, POS is another service’s', async () => {
  const data = { requestNo: 'D1', platformUserNo: 'u1', amount: 100, rechargeWay: 'NETBANK_B2C', bankcode: 'PCBC' };
  assert.deepEqual(await commandOf('RECHARGE', data), {
    verb: 'DEPOSIT',
    holder: { kind: 'member', userNo: 'u1' },
    amount: 10_000n,
    way: 'NETBANK_B2C',
    bank: 'CCB',
    payCompany: null,
  });
  const stage = wireStage('lianyintong');
  for (const [code, more] of [
    ['100002', { rechargeWay: 'POS' }],
    ['100006', { feeMode: 'USER' }],
  ] as const) {
    const { answered } = await stage.gateway('RECHARGE', { ...data, ...more });
    assert.equal(answered.kind === 'error-page' && answered.code, code);
  }
});

test('L2.6 the notice of a deposit', async () => {
  const stage = wireStage('lianyintong');
  const command = {
    verb: 'DEPOSIT',
    holder: { kind: 'account', account: 'FEE' },
    amount: 10_000n,
    way: 'NETBANK_B2B',
    bank: 'CMB',
    payCompany: null,
  } as const;
  const outcome = { fee: 30n, bank: 'CMB', payCompany: 'x' } as const;
  const order = orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', command, outcome });
  const fields = await renderNotice(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.deepEqual(checkForm(stage.dialect, fields ?? {}), {
    code: '0',
    description: '成功',
    requestNo: 'R1',
    platformUserNo: 'PLATFORM_FEE_ACCOUNT',
    amount: '100.00',
    feeMode: 'PLATFORM',
    fee: '0.30',
    rechargeWay: 'NETBANK_B2B',
    bankcode: 'CMBC',
  });
});

test('L2.9 withdrawType 0 and 1, NORMAL and URGENT', async () => {
  const data = { requestNo: 'W1', platformUserNo: 'u1', amount: 10 };
  for (const [withdrawType, urgency] of [
    [0, 'NORMAL'],
    ['1', 'URGENT'],
    ['NORMAL', 'NORMAL'],
    ['URGENT', 'URGENT'],
  ]) {
    const command = await commandOf('WITHDRAW', { ...data, withdrawType });
    assert.equal(command?.verb === 'WITHDRAW' && command.urgency, urgency);
  }
});

test('L2.10 ESTABLISH_PROJECT: the rate as given, both spellings of its name', async () => {
  const data = {
    requestNo: 'E1',
    platformUserNo: 'b1',
    projectNo: 'X1',
    projectAmount: '100000',
    projectName: '测试标的',
    projectType: 'STANDARDPOWDER',
    repaymentWay: 'FIRSEINTREST_LASTPRICIPAL',
  };
  const expected = {
    verb: 'CREATE_PROJECT',
    projectNo: 'X1',
    borrowerNo: 'b1',
    amount: 10_000_000n,
    name: '测试标的',
    description: null,
    periodDays: null,
    rate: '8.50',
    repaymentWay: 'INTEREST_FIRST',
  };
  assert.deepEqual(await commandOf('ESTABLISH_PROJECT', { ...data, annnualInterestRate: '8.50' }), expected);
  const english = { ...data, annualInterestRate: '8.50', repaymentWay: 'FIRSTINTEREST_LASTPRINCIPAL' };
  assert.deepEqual(await commandOf('ESTABLISH_PROJECT', english), expected);
});

test('L2.11 MODIFY_PROJECT: status, amount, or neither; the answer says the status', async () => {
  const stage = wireStage('lianyintong');
  const { body } = await stage.call('MODIFY_PROJECT', { requestNo: 'M1', projectNo: 'X1', status: 'REPAYING' });
  assert.deepEqual(body, { code: '0', description: '成功', status: 'REPAYING' });
  await stage.call('MODIFY_PROJECT', { requestNo: 'M2', projectNo: 'X1', projectAmount: '7.00' });
  assert.deepEqual(stage.asked[1]?.command, { verb: 'MODIFY_PROJECT', projectNo: 'X1', status: null, amount: 700n });
  stage.execute = () => refuse('PROJECT_NOTHING_TO_CHANGE', {});
  assert.equal((await stage.call('MODIFY_PROJECT', { requestNo: 'M3', projectNo: 'X1' })).body.code, '100002');
});

test('L2.15 CONFIRM_LOAN and L2.16 CONFIRM_REPAYMENT take arrays and JSON strings', async () => {
  const details = [{ preTransactionNo: 'P1', amount: '10.00' }];
  for (const sent of [details, JSON.stringify(details)]) {
    assert.deepEqual(await commandOf('CONFIRM_LOAN', { requestNo: 'L1', projectNo: 'X1', details: sent }), {
      verb: 'CONFIRM_LOAN',
      projectNo: 'X1',
      commission: 0n,
      details: [{ holdNo: 'P1', amount: 1_000n }],
    });
  }
  const lines = [{ platformUserNo: 'u1', amount: '0.00', income: '0.58' }];
  const data = { requestNo: 'Y1', preTransactionNo: 'P2', projectNo: 'X1', commission: '1', details: lines };
  assert.deepEqual(await commandOf('CONFIRM_REPAYMENT', data), {
    verb: 'CONFIRM_REPAYMENT',
    projectNo: 'X1',
    holdNo: 'P2',
    commission: 100n,
    details: [{ userNo: 'u1', principal: 0n, interest: 58n, commission: 0n, dividend: 0n }],
  });
});

test('G-3 a detail that pays nothing at all is refused by the core and named by the wire', async () => {
  const stage = wireStage('lianyintong');
  stage.execute = () => refuse('AMOUNT_ZERO', { field: 'details.interest' });
  const lines = [{ platformUserNo: 'u1', amount: 0, income: 0 }];
  const { body } = await stage.call('CONFIRM_REPAYMENT', {
    requestNo: 'Y1',
    preTransactionNo: 'P',
    projectNo: 'X',
    details: lines,
  });
  assert.deepEqual(body, { code: '100002', description: '金额应大于零：details.income' });
});

test('L2.21 L2.22 FREEZE and UNFREEZE: code and sentence, and the number that names the order', async () => {
  const stage = wireStage('lianyintong');
  const { body } = await stage.call('FREEZE', { platformUserNo: 'u1', requestNo: 'F1', amount: '5.00' });
  assert.deepEqual(body, { code: '0', description: '成功' });
  assert.deepEqual((await stage.call('UNFREEZE', { oriRequestNo: 'F1' })).body, { code: '0', description: '成功' });
  const [frozen, released] = stage.asked;
  assert.deepEqual(frozen?.command, { verb: 'FREEZE', userNo: 'u1', amount: 500n });
  assert.deepEqual(released?.command, { verb: 'UNFREEZE', freezeNo: 'F1' });
  for (const asked of [frozen, released]) assert.equal(asked?.request.requestNo, 'F1');
  stage.execute = () => refuse('FREEZE_UNKNOWN', { freezeNo: 'F1' });
  const { body: unknown } = await stage.call('UNFREEZE', { oriRequestNo: 'F1' });
  assert.deepEqual(unknown, { code: '100008', description: '资金冻结不存在：F1' });
  stage.execute = () => refuse('REQUEST_CONTENT_DIFFERS', { requestNo: 'F1', field: 'userNo' });
  const { body: other } = await stage.call('FREEZE', { platformUserNo: 'u2', requestNo: 'F1', amount: '5.00' });
  assert.match(String(other.description), /platformUserNo$/);
  const { body: unfit } = await stage.call('UNFREEZE', { oriRequestNo: 'UNFREEZE\tF1' });
  assert.equal(unfit.code, '100002', 'G-8');
});

test('details have a limit of 10,000', async () => {
  const stage = wireStage('lianyintong');
  const details = Array.from({ length: 10_001 }, (_, index) => ({ preTransactionNo: `P${index}`, amount: 1 }));
  const call = async (lines: object[]) =>
    (await stage.call('CONFIRM_LOAN', { requestNo: 'L1', projectNo: 'X1', details: lines })).body;
  assert.match(String((await call(details)).description), /至多 10000 条/);
  assert.equal((await call(details.slice(1))).code, '0');
});
