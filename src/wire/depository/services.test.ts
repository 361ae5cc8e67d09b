/** Each service of depository: what is sent, as the core's command; what the core says, as the answer. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Command } from '../../custody/commands.ts';
import { refuse } from '../../custody/refusals.ts';
import { checkForm, orderOf, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice } from '../outgoing.ts';

async function commandOf(service: string, data: Record<string, unknown>): Promise<Command | undefined> {
  const stage = wireStage('depository');
  const found = stage.dialect.catalogue.find(service);
  assert.ok(found && found !== 'CLOSED');
  await (found.mode === 'gateway' ? stage.gateway(service, data) : stage.call(service, data));
  return stage.asked[0]?.command;
}

const HOLD = { requestNo: 'H1', userNo: 'u1', bizType: 'TENDER', amount: '500.00', projectNo: 'X1' };
const HELD = { userNo: 'u1', kind: 'TENDER', amount: 50_000n, redPacket: 0n, projectNo: 'X1' };

test('D-REG the notice of a registration, the card masked', async () => {
  const stage = wireStage('depository');
  const outcome = {
    userNo: 'u1',
    role: 'BORROWER',
    realName: '张三',
    idNumber: '11010519491231002X',
    mobile: '13800001234',
    cardNumber: '6222021234567890123',
    bank: 'CMSB',
    accessType: 'FULL',
  } as const;
  const order = orderOf({ verb: 'REGISTER_PERSON', service: 'PERSONAL_REGISTER', outcome });
  const fields = await renderNotice(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.deepEqual(checkForm(stage.dialect, fields ?? {}), {
    respCode: '00000',
    respMsg: '成功',
    status: 'SUCCESS',
    requestNo: 'R1',
    userNo: 'u1',
    realName: '张三',
    idNumber: '11010519491231002X',
    userRole: 'BORROWERS',
    mobile: '13800001234',
    cardNumber: '622202*********0123',
    bankCode: 'CMBC',
  });
});

test('D-RCG-4 payCompany of the answer is the one really used', async () => {
  const stage = wireStage('depository');
  const command = {
    verb: 'DEPOSIT',
    holder: { kind: 'member', userNo: 'u1' },
    amount: 500_000n,
    way: 'NETBANK_B2C',
    bank: null,
    payCompany: 'BAOFU',
  } as const;
  const outcome = { fee: 0n, bank: null, payCompany: 'YEEPAY' } as const;
  const order = orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', command, outcome });
  const fields = await renderNotice(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.deepEqual(checkForm(stage.dialect, fields ?? {}), {
    respCode: '00000',
    respMsg: '成功',
    status: 'SUCCESS',
    requestNo: 'R1',
    userNo: 'u1',
    amount: '5000.00',
    payCompany: 'YEEPAY',
    rechargeWay: 'WEB',
    transactionTime: '20261121120100',
  });
});

test('D-EXT FREEZE and UNFREEZE: answered with the numbers that were sent', async () => {
  const stage = wireStage('depository');
  const ok = { respCode: '00000', respMsg: '成功', status: 'SUCCESS' };
  const { body } = await stage.call('FREEZE', { userNo: 'u1', requestNo: 'F1', amount: '5.00' });
  assert.deepEqual(body, { ...ok, requestNo: 'F1' });
  const released = await stage.call('UNFREEZE', { oriRequestNo: 'F1' });
  assert.deepEqual(released.body, { ...ok, oriRequestNo: 'F1' });
  assert.deepEqual(
    stage.asked.map(({ command }) => command),
    [
      { verb: 'FREEZE', userNo: 'u1', amount: 500n },
      { verb: 'UNFREEZE', freezeNo: 'F1' },
    ],
  );
  stage.execute = () => refuse('FREEZE_UNKNOWN', { freezeNo: 'F1' });
  const { body: unknown } = await stage.call('UNFREEZE', { oriRequestNo: 'F1' });
  assert.deepEqual([unknown.respCode, unknown.status], ['40006', 'FAIL']);
});

test('D-PRJ CREATE_PROJECT: rate and period as given', async () => {
  const data = {
    requestNo: 'E1',
    userNo: 'b1',
    projectNo: 'X1',
    projectAmount: '100000.00',
    projectName: '标的'.repeat(150),
    projectDesc: '描述',
    projectType: 'STANDARD',
    projectPeriod: 30,
    annualRate: 5,
    repaymentWay: 'FIXED_REPAYMENT',
  };
  assert.deepEqual(await commandOf('CREATE_PROJECT', data), {
    verb: 'CREATE_PROJECT',
    projectNo: 'X1',
    borrowerNo: 'b1',
    amount: 10_000_000n,
    name: '标的'.repeat(150),
    description: '描述',
    periodDays: 30,
    rate: '5',
    repaymentWay: 'FIXED_PAYMENT',
  });
  assert.equal(await commandOf('CREATE_PROJECT', { ...data, projectName: '标'.repeat(301) }), undefined);
});

test('D-MOD MODIFY_PROJECT', async () => {
  const stage = wireStage('depository');
  const { body } = await stage.call('MODIFY_PROJECT', { requestNo: 'M1', projectNo: 'X1', projectStatus: 'REPAYING' });
  assert.deepEqual(body, { respCode: '00000', respMsg: '成功', status: 'SUCCESS', projectStatus: 'REPAYING' });
  assert.deepEqual(stage.asked[0]?.command, {
    verb: 'MODIFY_PROJECT',
    projectNo: 'X1',
    status: 'REPAYING',
    amount: null,
  });
});

test('D-PRE with and without a page; the red packet rides along', async () => {
  assert.deepEqual(await commandOf('USER_PRE_FREEZE', HOLD), { verb: 'HOLD', ...HELD });
  const auto = { ...HOLD, preMarketingAmount: '5.5', remark: 'x', creditsaleRequestNo: '' };
  assert.deepEqual(await commandOf('USER_AUTO_PRE_TRANSACTION', auto), { verb: 'AUTO_HOLD', ...HELD, redPacket: 550n });
});

test('D-EXT USER_AUTHORIZATION, also as MEMBER_AUTH_API; the last day is covered', async () => {
  const data = {
    requestNo: 'A1',
    userNo: 'u1',
    authList: 'TENDER,REPAYMENT',
    authAmount: '100',
    authDeadLine: '20261231',
  };
  const expected = {
    verb: 'AUTHORIZE',
    userNo: 'u1',
    kinds: ['TENDER', 'REPAYMENT'],
    amount: 10_000n,
    until: Date.UTC(2026, 11, 31, 16),
  };
  assert.deepEqual(await commandOf('USER_AUTHORIZATION', data), expected);
  assert.deepEqual(await commandOf('MEMBER_AUTH_API', data), expected);
  const open = { requestNo: 'A1', userNo: 'u1', authList: 'TENDER' };
  assert.deepEqual(await commandOf('USER_AUTHORIZATION', open), {
    ...expected,
    kinds: ['TENDER'],
    amount: null,
    until: null,
  });
});

test('D-EXT CANCEL_USER_AUTHORIZATION as command and answer; it can be asked for', async () => {
  const stage = wireStage('depository');
  const data = { requestNo: 'A2', userNo: 'u1', authList: 'TENDER,COMPENSATORY_REPAYMENT' };
  const { body } = await stage.call('CANCEL_USER_AUTHORIZATION', data);
  assert.deepEqual(body, { respCode: '00000', respMsg: '成功', status: 'SUCCESS', requestNo: 'A2' });
  const command = { verb: 'CANCEL_AUTHORIZATION', userNo: 'u1', kinds: ['TENDER', 'COMPENSATORY_REPAYMENT'] } as const;
  assert.deepEqual(stage.asked[0]?.command, command);
  const order = orderOf({ verb: 'CANCEL_AUTHORIZATION', service: 'CANCEL_USER_AUTHORIZATION', command });
  stage.queries.transaction = async () => ({ order, hold: null, payout: null, freeze: null });
  const query = { requestNo: 'R1', tradeType: 'CANCEL_USER_AUTHORIZATION' };
  const { status, detail } = (await stage.call('TRANSACTION_QUERY', query)).body;
  assert.deepEqual([status, (detail as Record<string, unknown>).userNo], ['SUCCESS', 'u1']);
  stage.execute = () => refuse('AUTHORIZATION_MISSING', { userNo: 'u1', kind: 'TENDER' });
  assert.equal((await stage.call('CANCEL_USER_AUTHORIZATION', data)).body.respCode, '10020');
});

test('D-EXT the notice of an authorisation says what was authorised', async () => {
  const stage = wireStage('depository');
  const command = {
    verb: 'AUTHORIZE',
    userNo: 'u1',
    kinds: ['TENDER', 'REPAYMENT'],
    amount: null,
    until: null,
  } as const;
  const order = orderOf({ verb: 'AUTHORIZE', service: 'MEMBER_AUTH_API', command, outcome: { kinds: command.kinds } });
  const fields = await renderNotice(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.equal(fields?.serviceName, 'MEMBER_AUTH_API');
  assert.equal(checkForm(stage.dialect, fields ?? {}).authList, 'TENDER,REPAYMENT');
});

test('D-CAN D-LOAN D-REP as commands', async () => {
  assert.deepEqual(await commandOf('CANCEL_PRE_FREEZE', { requestNo: 'C1', preRequestNo: 'P1', amount: 1 }), {
    verb: 'CANCEL_HOLD',
    holdNo: 'P1',
    amount: 100n,
  });
  const loan = { requestNo: 'L1', projectNo: 'X1', commission: '2', details: [{ preRequestNo: 'P1', amount: 10 }] };
  assert.deepEqual(await commandOf('CONFIRM_LOAN', loan), {
    verb: 'CONFIRM_LOAN',
    projectNo: 'X1',
    commission: 200n,
    details: [{ holdNo: 'P1', amount: 1_000n }],
  });
  const line = { userNo: 'u1', amount: '0', interest: '1.00', dividend: '0.20', commission: '0.10' };
  const details = [line, { userNo: 'u2', amount: '5' }];
  assert.deepEqual(
    await commandOf('CONFIRM_REPAYMENT', { requestNo: 'Y1', preRequestNo: 'P2', projectNo: 'X1', details }),
    {
      verb: 'CONFIRM_REPAYMENT',
      projectNo: 'X1',
      holdNo: 'P2',
      commission: 0n,
      details: [
        { userNo: 'u1', principal: 0n, interest: 100n, commission: 10n, dividend: 20n },
        { userNo: 'u2', principal: 500n, interest: 0n, commission: 0n, dividend: 0n },
      ],
    },
  );
});
