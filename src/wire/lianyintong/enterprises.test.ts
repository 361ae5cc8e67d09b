/** L2.2 and what enterprises do with their account: as commands, as notices, and on the real core. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { RegisterEnterprise } from '../../custody/commands.ts';
import { type Refusal, refusal } from '../../custody/refusals.ts';
import type { AuditStatus } from '../../custody/vocabulary.ts';
import { MOVED } from '../../custody/page-orders/pages.ts';
import { createTestCustody, PASSWORD, person } from '../../testing/custody.ts';
import { decided, enrolOn, enterprise, enterpriseIn } from '../../testing/enterprises.ts';
import { fakeReport } from '../../testing/fake-bank.ts';
import { looks, project, tender } from '../../testing/loans.ts';
import { checkForm, orderOf, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice, renderReturn } from '../outgoing.ts';

type Data = Record<string, unknown>;

const DATA = {
  ...{ requestNo: 'E1', platformUserNo: 'e1', enterpriseName: '杭州青禾（集团）供应链 2 号有限公司' },
  ...{ bankLicense: 'J3310012345601', unifiedCode: '91330106MA27XG1234', legal: '李四' },
  ...{ legalIdCardNo: '11010519491231002x', contact: '王五', contactPhone: '13900005678', userRole: 'GUARANTEECORP' },
  ...{ bankcardNo: '1202021234567890123', bankcode: 'ICBK' },
};
const COMMAND: RegisterEnterprise = {
  ...{ verb: 'REGISTER_ENTERPRISE', userNo: 'e1', role: 'GUARANTOR', name: DATA.enterpriseName },
  ...{ unifiedCode: DATA.unifiedCode, businessLicense: null, orgNo: null, taxNo: null, creditCode: null },
  ...{ bankLicense: DATA.bankLicense, legal: '李四', legalIdNumber: '11010519491231002X', contact: '王五' },
  ...{ mobile: '13900005678', accountNumber: DATA.bankcardNo, bank: 'ICBC' },
};

const commandOf = async (data: Data) => {
  const stage = wireStage('lianyintong');
  await stage.gateway('ENTERPRISE_REGISTER', data);
  return stage.asked[0]?.command;
};

test('L2.2 ENTERPRISE_REGISTER as command: with the unified code, or with the three licences', async () => {
  assert.deepEqual(await commandOf(DATA), COMMAND);
  const three = {
    unifiedCode: '',
    businessLicense: 330106000123456,
    orgNo: 'MA27XG123',
    taxNo: 'T1',
    creditCode: 'C1',
  };
  assert.deepEqual(await commandOf({ ...DATA, ...three, userRole: 'NORMAL' }), {
    ...COMMAND,
    ...{ role: 'ORDINARY', unifiedCode: null, businessLicense: '330106000123456', orgNo: 'MA27XG123', taxNo: 'T1' },
    creditCode: 'C1',
  });
});

test('L2.2 G-7 what is required is named when it is missing; roles are ordinary member and guarantor', async () => {
  const stage = wireStage('lianyintong');
  const refused = async (more: Data) => {
    const { answered } = await stage.gateway('ENTERPRISE_REGISTER', { ...DATA, ...more });
    assert.ok(answered.kind === 'error-page', JSON.stringify(more));
    return [answered.code, answered.message];
  };
  for (const field of Object.keys(DATA).filter((name) => name !== 'unifiedCode')) {
    const [code, message] = await refused({ [field]: '' });
    assert.ok(code === '100002' && message?.startsWith(field), field);
  }
  for (const userRole of ['PLATFORM_COMPENSATORY', 'PLATFORM_MARKETING']) {
    assert.equal((await refused({ userRole }))[0], '100006');
  }
  assert.equal((await refused({ userRole: 'INVESTOR' }))[0], '100002');
  assert.deepEqual(stage.asked, []);
});

test('G-26 names of enterprises take digits, brackets, ordinary punctuation, and nothing that hides', async () => {
  for (const name of [
    '3M中国有限公司',
    '北京·百度（网讯）科技',
    'A.B.C. & Co., Ltd.',
    '“老王”食品厂',
    '上海1号店-分店/二部',
  ]) {
    assert.equal(((await commandOf({ ...DATA, enterpriseName: name })) as RegisterEnterprise).name, name, name);
  }
  const tidied = (await commandOf({ ...DATA, enterpriseName: '  青禾　 公司 ' })) as RegisterEnterprise;
  assert.equal(tidied.name, '青禾 公司');
  for (const name of [
    '<b>公司</b>',
    '公司\n二',
    '公司\u202e',
    '公\u200b司',
    '公司😀',
    '。。。',
    '公'.repeat(51),
    '公司$',
  ]) {
    const stage = wireStage('lianyintong');
    const { answered } = await stage.gateway('ENTERPRISE_REGISTER', { ...DATA, enterpriseName: name });
    assert.ok(answered.kind === 'error-page' && answered.message.startsWith('enterpriseName'), JSON.stringify(name));
  }
});

test('L2.2-5 each status is notified with code "0" under one number, an ended page as a failure', async () => {
  const { dialect, deps, platform } = wireStage('lianyintong');
  const signer = await deps.signerFor(null);
  const at = { accountNumber: COMMAND.accountNumber, bank: COMMAND.bank, acceptedAt: 0 };
  const said = async (
    state: 'ACCEPTED' | 'DONE' | 'REFUSED',
    status: AuditStatus | null,
    why: Refusal | null = null,
  ) => {
    const order = orderOf({
      ...{ verb: 'REGISTER_ENTERPRISE', service: 'ENTERPRISE_REGISTER', requestNo: 'E1', command: COMMAND },
      ...{ state, outcome: status && { ...at, status }, refusal: why },
    });
    const fields = (await renderNotice(dialect, signer, platform, order)) ?? {};
    const back = await renderReturn(dialect, signer, platform, order);
    assert.equal(back?.fields.respData, fields.respData, 'the browser returns the same');
    return [fields.serviceName, checkForm(dialect, fields)];
  };
  const facts = {
    ...{ requestNo: 'E1', platformUserNo: 'e1', userRole: 'GUARANTEECORP' },
    ...{ bankcardNo: '120202*********0123', bankcode: 'ICBK' },
  };
  const told = (status: string, description = '成功') => [
    'ENTERPRISE_REGISTER',
    { code: '0', description, ...facts, status },
  ];
  assert.deepEqual(await said('ACCEPTED', 'AUDIT'), told('AUDIT'));
  const back = refusal('ENTERPRISE_HANDED_BACK', { reason: '营业执照不清晰' });
  assert.deepEqual(await said('ACCEPTED', 'BACK', back), told('BACK', '审核退回：营业执照不清晰'));
  const refused = refusal('ENTERPRISE_REFUSED', { reason: '已吊销' });
  assert.deepEqual(await said('REFUSED', 'REFUSED', refused), told('REFUSED', '审核拒绝：已吊销'));
  assert.deepEqual(await said('DONE', 'PASSED'), told('PASSED'));
  const cancelled = await said('REFUSED', null, refusal('PAGE_CANCELLED', {}));
  assert.deepEqual(cancelled, ['ENTERPRISE_REGISTER', { code: '100008', description: '用户取消操作', ...facts }]);
});

const core = await createTestCustody();
const { lianyintong: l, custody, clock, bank } = core;
const real = wireStage('lianyintong', { custody, clock, platform: l.platform });
const at = looks(core.database.sql, l.platform.platformId);
const STATES = ['AUDIT', 'BACK', 'REFUSED', 'ACTIVE'] as const;
for (const [turn, state] of STATES.entries()) {
  const own = { requestNo: `reg-${state}`, platformUserNo: `e-${state}`, contactPhone: `1390000000${turn}` };
  const { answered } = await real.gateway('ENTERPRISE_REGISTER', { ...DATA, ...own });
  assert.ok(answered.kind === 'redirect', JSON.stringify(answered));
  await enrolOn(core, answered.token);
  await decided(core, l, state, own.platformUserNo);
}
await l.register('borrower');
await l.outcome('P1-p', project('P1', 'borrower', 100_000n), false);

/** Pays in by B2B netbank, at a bank that serves it. */
async function payIn(userNo: string, amount: bigint, requestNo: string): Promise<void> {
  const holder = { kind: 'member', userNo } as const;
  const command = { verb: 'DEPOSIT', holder, amount, way: 'NETBANK_B2B', bank: 'ICBC', payCompany: null } as const;
  const token = await l.open(requestNo, command, false);
  const handed = await custody.pages.handOver(token as string);
  assert.ok(handed?.ok && handed.value !== 'MOVED', JSON.stringify(token));
  assert.equal(handed.value.fields.payer ?? 'ENTERPRISE', 'ENTERPRISE');
  const { bankOrderNo = '' } = handed.value.fields;
  const outcome = { state: 'PAID', amount, paidAt: clock.now(), bankRef: requestNo } as const;
  assert.ok(await custody.bankReport(fakeReport({ kind: 'PAYIN', bankOrderNo, outcome })));
}

/** Every service that is about a member, with what it needs of an enterprise that has 1,000.00 free. */
const SERVICES: readonly (readonly [mode: 'gateway' | 'service', name: string, data: Data])[] = [
  ['gateway', 'RECHARGE', { amount: '10.00', rechargeWay: 'NETBANK_B2B', bankcode: 'ICBK' }],
  ['gateway', 'WITHDRAW', { amount: '10.00', withdrawType: 'NORMAL' }],
  ['gateway', 'USER_PRE_TRANSACTION', { amount: '10.00', bizType: 'TENDER', projectNo: 'P1' }],
  ['gateway', 'USER_AUTHORIZATION', { authList: 'TENDER' }],
  ['service', 'AUTHORIZE_PRETRANSATION', { amount: '10.00', bizType: 'TENDER', projectNo: 'P1' }],
  [
    'service',
    'ESTABLISH_PROJECT',
    {
      ...{ projectName: '标的', projectAmount: '100', projectType: 'STANDARDPOWDER', annnualInterestRate: '0.1' },
      ...{ repaymentWay: 'ONE_TIME_SERVICING' },
    },
  ],
];

test('L2.2-2 L2.2-4 state × service: what an enterprise in each state of its audit can do', async () => {
  await payIn('e-ACTIVE', 100_000n, 'seed');
  await l.confirm('grant', { verb: 'AUTHORIZE', userNo: 'e-ACTIVE', kinds: ['TENDER'], amount: null, until: null });
  const says = { AUDIT: '企业审核中', BACK: '企业审核已退回', REFUSED: '企业审核已拒绝' } as const;
  for (const [mode, name, data] of SERVICES) {
    for (const state of STATES) {
      const requestNo = `${name}-${state}`;
      const own = name === 'ESTABLISH_PROJECT' ? { projectNo: `P-${state}` } : {};
      const call = { requestNo, platformUserNo: `e-${state}`, ...own, ...data };
      const money = await at.count('entries');
      const { answered, body } = mode === 'gateway' ? await real.gateway(name, call) : await real.call(name, call);
      const [code, text] =
        answered.kind === 'error-page' ? [answered.code, answered.message] : [body.code ?? '0', body.description];
      if (state === 'ACTIVE') assert.equal(code, '0', `${requestNo}: ${text}`);
      else {
        assert.equal(code, '100010', `${requestNo}: ${text}`);
        assert.match(String(text), new RegExp(says[state]), requestNo);
        assert.deepEqual(await at.count('entries'), money, `${requestNo} moves nothing`);
      }
    }
  }
});

test('L2.21 what an enterprise has is frozen however it stands: before it has passed it has nothing', async () => {
  for (const state of STATES) {
    const data = { requestNo: `freeze-${state}`, platformUserNo: `e-${state}`, amount: '10.00' };
    assert.equal((await real.call('FREEZE', data)).body.code, state === 'ACTIVE' ? '0' : '100014', state);
  }
});

test('L3.1 QUERY_USER_INFORMATION tells an enterprise in every state', async () => {
  const told = async (state: string) => {
    const { body } = await real.call('QUERY_USER_INFORMATION', { platformUserNo: `e-${state}` });
    const { userType, userRole, auditStatus, activeStatus, bankcode, mobile } = body;
    assert.match(String(body.bankcardNo), /^120202\*+\d{4}$/);
    assert.match(String(mobile), /^1390000\d{4}$/, "the contact's");
    return [userType, userRole, auditStatus, activeStatus, bankcode];
  };
  const facts = ['ENTERPRISE', 'GUARANTEECORP'];
  assert.deepEqual(await told('AUDIT'), [...facts, 'AUDIT', 'DEACTIVATED', 'ICBK']);
  assert.deepEqual(await told('BACK'), [...facts, 'BACK', 'DEACTIVATED', 'ICBK']);
  assert.deepEqual(await told('REFUSED'), [...facts, 'REFUSED', 'DEACTIVATED', 'ICBK']);
  assert.deepEqual(await told('ACTIVE'), [...facts, 'PASSED', 'ACTIVATED', 'ICBK']);
});

test('L3.3 a registration under audit is under way, refused it failed with its reason', async () => {
  const told = async (state: string) => {
    const { body } = await real.call('QUERY_TRANSACTION', { requestNo: `reg-${state}`, transactionType: 'REGISTER' });
    return [body.status, body.description];
  };
  assert.deepEqual(await told('AUDIT'), ['PROCESSING', '成功']);
  assert.deepEqual(await told('BACK'), ['PROCESSING', '成功']);
  assert.deepEqual(await told('REFUSED'), ['FAIL', '审核拒绝：资料核对']);
  assert.deepEqual(await told('ACTIVE'), ['SUCCESS', '成功']);
});

test('L2.2-6 L2.6 an enterprise pays in by B2B alone, at the nine banks; a person by B2C alone', async () => {
  let serial = 0;
  const code = async (platformUserNo: string, rechargeWay: string, bankcode: string) => {
    serial += 1;
    const data = { requestNo: `way${serial}`, platformUserNo, amount: '10.00', rechargeWay, bankcode };
    const { answered } = await real.gateway('RECHARGE', data);
    return answered.kind === 'error-page' ? answered.code : '0';
  };
  for (const good of ['BKCH', 'ABOC', 'ICBK', 'PCBC', 'CMBC', 'EVER', 'SZDB', 'SPDB', 'MSBC']) {
    assert.equal(await code('e-ACTIVE', 'NETBANK_B2B', good), '0', good);
  }
  for (const bad of ['BJCN', 'FJIB', 'CIBK', 'GDBK', 'HXBK', 'PSBC', 'CBXM']) {
    assert.equal(await code('e-ACTIVE', 'NETBANK_B2B', bad), '100012', bad);
  }
  assert.equal(await code('e-ACTIVE', 'NETBANK_B2C', 'ICBK'), '100011');
  assert.equal(await code('borrower', 'NETBANK_B2B', 'ICBK'), '100011');
  for (const way of ['NETBANK_B2B', 'NETBANK_B2C']) {
    assert.equal(await code('PLATFORM_FEE_ACCOUNT', way, 'ICBK'), '0', `a platform's account by ${way}`);
  }
});

test('L2.9 an enterprise withdraws to its account, in its name, at the nine banks', async () => {
  const command = enterprise('payer', { bank: 'CMSB', accountNumber: '6000000012345678' });
  await enterpriseIn(core, l, 'ACTIVE', command);
  await payIn('payer', 50_000n, 'payer-in');
  const holder = { kind: 'member', userNo: 'payer' } as const;
  const before = bank.payouts.length;
  await l.confirm('payer-out', { verb: 'WITHDRAW', holder, amount: 20_000n, commission: 0n, urgency: 'URGENT' });
  for (const sweep of core.sweeps) await sweep.run(clock.now(), (error) => assert.fail(String(error)));
  const sent = bank.payouts.slice(before)[0];
  assert.deepEqual(
    [sent?.cardNumber, sent?.accountName, sent?.bank, sent?.amount],
    ['6000000012345678', command.name, 'CMSB', 20_000n],
  );
});

test('L2.2 an enterprise borrows and invests as a person does; a person is no guarantor', async () => {
  await l.outcome('P9-p', project('P9', 'e-ACTIVE', 100_000n), false);
  assert.equal((await custody.queries.project(l.platform.platformId, 'P9'))?.status, 'COLLECTING');
  await l.register('lender');
  await l.deposit('lender', 50_000n);
  await l.confirm('P9-1', tender('lender', 'P9', 30_000n));
  const answer = await l.open('nobody', person('e-ACTIVE', 'ORDINARY'), false);
  assert.equal(typeof answer === 'object' && answer.name, 'MEMBER_EXISTS');
  assert.equal(
    (await custody.pages.view((await l.open('P9-2', tender('e-ACTIVE', 'P1', 100n), false)) as string))?.enterprise
      ?.legal,
    '李四',
  );
  const token = (await l.open('P9-3', tender('e-ACTIVE', 'P1', 100n), false)) as string;
  assert.deepEqual(await custody.pages.confirm(token, PASSWORD), MOVED);
});
