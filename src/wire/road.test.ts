/**
 * A loan from its project to its repayment as signed calls on the real core, once per protocol, with every query on the
 * way; and the same request sent many times at once.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { MOVED } from '../custody/page-orders/pages.ts';
import { createTestCustody, PASSWORD, type TestPlatform } from '../testing/custody.ts';
import { type WireStage, wireStage } from '../testing/wire-stage.ts';

const core = await createTestCustody();
const stageOf = (name: 'lianyintong' | 'depository') => wireStage(name, { ...core, platform: core[name].platform });

type Data = Record<string, unknown>;

/** A direct call that must succeed. */
async function done(stage: WireStage, service: string, data: Data): Promise<Data> {
  const { body } = await stage.call(service, data);
  assert.ok(body.code === '0' || body.respCode === '00000', `${service}: ${JSON.stringify(body)}`);
  return body;
}

/** A gateway call, confirmed with the trade password. */
async function confirmed(stage: WireStage, service: string, data: Data): Promise<void> {
  const { answered } = await stage.gateway(service, data);
  assert.ok(answered.kind === 'redirect', JSON.stringify(answered));
  assert.deepEqual(await core.custody.pages.confirm(answered.token, PASSWORD), MOVED);
}

async function people(platform: TestPlatform, roles: readonly ['ORDINARY' | 'INVESTOR', 'ORDINARY' | 'BORROWER']) {
  await platform.register('inv', roles[0]);
  await platform.register('bor', roles[1]);
  await platform.deposit('inv', 100_000n);
  await platform.deposit('bor', 10_000n);
}

test('the road in lianyintong', async () => {
  const stage = stageOf('lianyintong');
  await people(core.lianyintong, ['ORDINARY', 'ORDINARY']);
  const project = { platformUserNo: 'bor', projectNo: 'X1', projectAmount: '500', projectName: '标的' };
  const terms = {
    projectType: 'STANDARDPOWDER',
    annnualInterestRate: '8.5',
    repaymentWay: 'FIRSEINTREST_LASTPRICIPAL',
  };
  await done(stage, 'ESTABLISH_PROJECT', { requestNo: 'E1', ...project, ...terms });
  const tender = { requestNo: 'T1', platformUserNo: 'inv', bizType: 'TENDER', amount: '500.00', projectNo: 'X1' };
  const { answered } = await stage.gateway('USER_PRE_TRANSACTION', tender);
  assert.ok(answered.kind === 'redirect');
  const query = { requestNo: 'T1', transactionType: 'PRETRANSATION' };
  assert.equal((await stage.call('QUERY_TRANSACTION', query)).body.code, '100020', 'its page is open');
  await core.custody.pages.confirm(answered.token, PASSWORD);
  assert.equal((await done(stage, 'QUERY_TRANSACTION', query)).status, 'INIT');
  const loan = { requestNo: 'L1', projectNo: 'X1', commission: 5, details: [{ preTransactionNo: 'T1', amount: 500 }] };
  await done(stage, 'CONFIRM_LOAN', loan);
  const differs = (await stage.call('CONFIRM_LOAN', { ...loan, commission: 6 })).body;
  assert.deepEqual([differs.code, /commission$/.test(String(differs.description))], ['100013', true], 'G-9');
  assert.equal((await done(stage, 'QUERY_TRANSACTION', query)).status, 'SUCCESS');
  assert.equal(
    (await done(stage, 'MODIFY_PROJECT', { requestNo: 'M1', projectNo: 'X1', status: 'REPAYING' })).status,
    'REPAYING',
  );
  const hold = { requestNo: 'H1', platformUserNo: 'bor', bizType: 'REPAYMENT', amount: '510.00', projectNo: 'X1' };
  await confirmed(stage, 'USER_PRE_TRANSACTION', hold);
  const details = [{ platformUserNo: 'inv', amount: '500.00', income: '10.00' }];
  await done(stage, 'CONFIRM_REPAYMENT', { requestNo: 'Y1', preTransactionNo: 'H1', projectNo: 'X1', details });
  const information = await done(stage, 'QUERY_PROJECT_INFORMATION', { projectNo: 'X1' });
  assert.deepEqual(
    [information.loanAmount, information.repaymentAmount, information.income],
    ['500.00', '500.00', '10.00'],
  );
  assert.equal((await done(stage, 'QUERY_USER_INFORMATION', { platformUserNo: 'inv' })).balance, '1010.00');
  assert.equal((await done(stage, 'QUERY_PLATFORM_INFORMATION', {})).feeBalance, '5.00');
  const confirmation = await done(stage, 'QUERY_TRANSACTION', {
    requestNo: 'Y1',
    transactionType: 'TRANSACTIONCONFIRM_TRADE',
  });
  assert.deepEqual([confirmation.requestNo, confirmation.status], ['H1', 'SUCCESS']);
});

test('G-9 the road in depository, by authorisation; details in another order are the same request', async () => {
  const stage = stageOf('depository');
  await people(core.depository, ['INVESTOR', 'BORROWER']);
  const project = { userNo: 'bor', projectNo: 'X1', projectAmount: '500', projectName: '标的', projectDesc: '描述' };
  const terms = { projectType: 'STANDARD', projectPeriod: 30, annualRate: 5, repaymentWay: 'ONE_TIME' };
  await done(stage, 'CREATE_PROJECT', { requestNo: 'E1', ...project, ...terms });
  const tender = { userNo: 'inv', bizType: 'TENDER', amount: '100.00', projectNo: 'X1' };
  assert.equal((await stage.call('USER_AUTO_PRE_TRANSACTION', { requestNo: 'T0', ...tender })).body.respCode, '10020');
  await confirmed(stage, 'MEMBER_AUTH_API', { requestNo: 'A1', userNo: 'inv', authList: 'TENDER' });
  assert.equal((await done(stage, 'USER_QUERY', { userNo: 'inv' })).authList, 'TENDER');
  await done(stage, 'USER_AUTO_PRE_TRANSACTION', { requestNo: 'T1', ...tender });
  await done(stage, 'USER_AUTO_PRE_TRANSACTION', { requestNo: 'T2', ...tender });
  await done(stage, 'CANCEL_PRE_FREEZE', { requestNo: 'C1', preRequestNo: 'T2', amount: 100 });
  const cancelled = await done(stage, 'TRANSACTION_QUERY', { requestNo: 'C1', tradeType: 'CANCEL_PRE_FREEZE' });
  const { preRequestNo, amount } = cancelled.detail as Data;
  assert.deepEqual([preRequestNo, amount], ['T2', '100.00']);
  await done(stage, 'USER_AUTO_PRE_TRANSACTION', { requestNo: 'T3', ...tender, amount: '50.00' });
  const [one, other] = [
    { preRequestNo: 'T1', amount: '100' },
    { preRequestNo: 'T3', amount: '50.00' },
  ];
  const loan = { requestNo: 'L1', projectNo: 'X1' };
  await done(stage, 'CONFIRM_LOAN', { ...loan, details: [one, other] });
  await done(stage, 'CONFIRM_LOAN', { ...loan, details: [{ amount: 50, preRequestNo: 'T3' }, one] });
  const differs = (await stage.call('CONFIRM_LOAN', { ...loan, details: [one] })).body;
  assert.match(String(differs.respMsg), /不同的字段：details$/);
  await done(stage, 'MODIFY_PROJECT', { requestNo: 'M1', projectNo: 'X1', projectStatus: 'REPAYING' });
  await confirmed(stage, 'USER_PRE_FREEZE', { requestNo: 'H1', ...tender, userNo: 'bor', bizType: 'REPAYMENT' });
  const details = [{ userNo: 'inv', amount: '90', interest: '1', commission: '0.5' }];
  await done(stage, 'CONFIRM_REPAYMENT', { requestNo: 'Y1', preRequestNo: 'H1', projectNo: 'X1', details });
  const information = await done(stage, 'PROJECT_QUERY', { projectNo: 'X1' });
  assert.deepEqual(
    [information.loanAmount, information.repaymentAmount, information.interest],
    ['150.00', '90.00', '1.00'],
  );
  const hold = (await done(stage, 'TRANSACTION_QUERY', { requestNo: 'H1', tradeType: 'PRE_FREEZE' })).detail as Data;
  assert.deepEqual([hold.holdStatus, hold.unfreezeAmount], ['PROCESSING', '91.00']);
});

test('G-9 the same request 50 times at once has one effect and 50 equal answers', async () => {
  const stage = stageOf('depository');
  const tender = { requestNo: 'T50', userNo: 'inv', bizType: 'TENDER', amount: '1.00', projectNo: 'X2' };
  const project = { userNo: 'bor', projectNo: 'X2', projectAmount: '500', projectName: '标的', projectDesc: '描述' };
  const terms = { projectType: 'STANDARD', projectPeriod: 30, annualRate: 5, repaymentWay: 'ONE_TIME' };
  await done(stage, 'CREATE_PROJECT', { requestNo: 'E2', ...project, ...terms });
  const before = await done(stage, 'USER_QUERY', { userNo: 'inv' });
  const calls = Array.from({ length: 50 }, () => stage.call('USER_AUTO_PRE_TRANSACTION', tender));
  const bodies = new Set((await Promise.all(calls)).map(({ body }) => JSON.stringify(body)));
  assert.deepEqual(
    [...bodies],
    [JSON.stringify({ respCode: '00000', respMsg: '成功', status: 'SUCCESS', requestNo: 'T50', bizType: 'TENDER' })],
  );
  const after = await done(stage, 'USER_QUERY', { userNo: 'inv' });
  assert.equal(Number(after.freezeAmount) - Number(before.freezeAmount), 1);
  assert.equal((await done(stage, 'PROJECT_QUERY', { projectNo: 'X2' })).tenderAmount, '1.00');
});

test('G-11 a refused number is free for another try, also with other content', async () => {
  const stage = stageOf('depository');
  const tender = { requestNo: 'T60', userNo: 'inv', bizType: 'TENDER', amount: '999999.00', projectNo: 'X2' };
  const refused = (await stage.call('USER_AUTO_PRE_TRANSACTION', tender)).body;
  assert.equal(refused.status, 'FAIL');
  const query = { requestNo: 'T60', tradeType: 'PRE_FREEZE' };
  const failed = await done(stage, 'TRANSACTION_QUERY', query);
  assert.deepEqual([failed.status, failed.respMsg], ['FAIL', refused.respMsg]);
  await done(stage, 'USER_AUTO_PRE_TRANSACTION', { ...tender, amount: '1.00' });
  assert.equal((await done(stage, 'TRANSACTION_QUERY', query)).status, 'SUCCESS');
});
