import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placed } from '../../kernel/seal.ts';
import { HOUR, MINUTE } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, person, TYPED } from '../../testing/custody.ts';
import { enrol, enterprise, enterpriseIn } from '../../testing/enterprises.ts';
import { looks } from '../../testing/loans.ts';
import { fileOf } from '../../testing/papers.ts';
import { idNumber } from '../../testing/people.ts';
import type { RegisterEnterprise } from '../commands.ts';
import type { StepAnswer } from '../page-orders/pages.ts';
import type { AuditVerdict } from './words.ts';

const core = await createTestCustody();
const { lianyintong: l, clock, bank, enterprises } = core;
const { pages, queries } = core.custody;
const { platformId } = l.platform;
const sql = core.database.sql;
const at = looks(sql, platformId);

const name = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.name : answer?.value);
let serial = 0;
const before = async (command: RegisterEnterprise) => {
  serial += 1;
  const answer = await l.open(`before${serial}`, command, false);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
};
const decide = async (userNo: string, verdict: AuditVerdict, reason = '资料核对') => {
  const answer = await enterprises.decide(l.platform, userNo, { verdict, by: 'OP', reason });
  return answer.ok ? answer.value.status : answer.error.name;
};
const resubmit = async (userNo: string, corrected: Partial<RegisterEnterprise> = {}) => {
  const answer = await enterprises.resubmit(l.platform, userNo, { corrected, files: [], by: 'a platform' });
  if (answer.ok) return answer.value.status;
  const { name: no, facts } = answer.error;
  return no === 'DATA_REFUSED' ? (facts as { refusal: { name: string } }).refusal.name : no;
};
const auditOf = async (userNo: string) => {
  const member = await queries.member(platformId, userNo);
  return member && `${member.auditStatus} ${member.active ? 'active' : 'inactive'}`;
};

test('L2.2-1 a number that exists, also under audit, handed back or refused, is a repeated registration', async () => {
  for (const state of ['AUDIT', 'BACK', 'REFUSED', 'ACTIVE'] as const) {
    const command = enterprise(`twice-${state}`);
    await enterpriseIn(core, l, state, command);
    assert.equal(await before(enterprise(command.userNo)), 'MEMBER_EXISTS', state);
    const answer = await l.open(`p-${state}`, person(command.userNo, 'ORDINARY'), false);
    assert.equal(typeof answer === 'object' && answer.name, 'MEMBER_EXISTS', `L2.1-1 ${state}`);
  }
  await l.register('somebody');
  assert.equal(await before(enterprise('somebody')), 'MEMBER_EXISTS');
});

test('L2.2-1 of two open pages the first that finishes wins', async () => {
  const late = (await l.open('late', enterprise('first'), false)) as string;
  await enrol(core, l, enterprise('first'), 'early');
  clock.advance(MINUTE);
  assert.equal(name(await pages.sendSms(late, '')), 'MOVED');
  const smsCode = /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  assert.equal(name(await pages.register(late, { ...TYPED, smsCode })), 'MOVED');
  assert.equal((await queries.order(platformId, 'late'))?.refusal?.name, 'MEMBER_EXISTS');
});

test('L2.2 the unified code or all three licences are needed', async () => {
  const three = { businessLicense: 'B1', orgNo: 'O1', taxNo: 'T1' };
  assert.equal(await before(enterprise('l1', { unifiedCode: null, ...three })), 'OPEN');
  for (const missing of ['businessLicense', 'orgNo', 'taxNo'] as const) {
    const command = enterprise(`l-${missing}`, { unifiedCode: null, ...three, [missing]: null });
    assert.equal(await before(command), 'LICENCES_MISSING', missing);
  }
  assert.equal(await queries.order(platformId, `before${serial}`), null, 'refused for form: no order (G-11)');
});

test('L2.2-7 the account is at one of nine banks; what cannot be right is refused before the page', async () => {
  const banks = ['BOC', 'ABC', 'ICBC', 'CCB', 'CIB', 'BOB', 'PAB', 'CMSB', 'CMB'] as const;
  for (const at of banks) assert.equal(await before(enterprise(`b-${at}`, { bank: at })), 'OPEN', at);
  for (const at of ['CEB', 'SPDB', 'CITIC', 'HXB', 'CGB', 'PSBC', 'XMB', 'BCM'] as const) {
    assert.equal(await before(enterprise(`b-${at}`, { bank: at })), 'BANK_UNSUPPORTED', at);
  }
  const wrong: readonly (readonly [Partial<RegisterEnterprise>, string])[] = [
    [{ legalIdNumber: '330106199003071234' }, 'ID_NUMBER_INVALID'],
    [{ mobile: '057188888888' }, 'MOBILE_INVALID'],
    [{ accountNumber: '1234567' }, 'ACCOUNT_NUMBER_INVALID'],
    [{ name: '<b>公司</b>' }, 'ENTERPRISE_NAME_INVALID'],
    [{ legal: '李四2' }, 'NAME_INVALID'],
    [{ contact: ' ' }, 'NAME_INVALID'],
  ];
  for (const [more, refused] of wrong) assert.equal(await before(enterprise('w', more)), refused);
});

test('L2.2 G-17 G-18 the page sets a password that is not guessable and answers the contact’s code', async () => {
  const command = enterprise('page');
  const token = (await l.open('page', command, false)) as string;
  assert.equal((await pages.view(token))?.smsTo, `${command.mobile.slice(0, 3)}****${command.mobile.slice(-4)}`);
  assert.equal(name(await pages.sendSms(token, '13911111111')), 'MOVED');
  assert.equal(bank.messages.at(-1)?.mobile, command.mobile, 'whatever was typed');
  const smsCode = /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  bank.verdicts.push('FAILED');
  const answer = async (form: object) => name(await pages.register(token, { ...TYPED, smsCode, ...form }));
  const weak = [command.mobile.slice(-6), command.legalIdNumber.slice(-7, -1), '112233'];
  for (const password of weak) assert.equal(await answer({ password, passwordAgain: password }), 'PASSWORD_WEAK');
  assert.equal(await answer({ passwordAgain: '246813' }), 'PASSWORD_MISMATCH');
  assert.equal(await answer({ agreed: false }), 'AGREEMENT_MISSING');
  assert.equal(await answer({ smsCode: smsCode === '000000' ? '000001' : '000000' }), 'SMS_CODE_WRONG');
  assert.equal(await answer({}), 'MOVED');
  assert.equal(bank.verdicts.pop(), 'FAILED', 'L2.2-6 no bank was asked about the account');
  assert.deepEqual(await at.notices('page'), ['ACCEPTED PENDING']);
  assert.equal(await auditOf('page'), 'AUDIT inactive');
  assert.equal((await queries.order(platformId, 'page'))?.state, 'ACCEPTED');
  const information = await queries.member(platformId, 'page');
  assert.deepEqual(
    [information?.type, information?.name, information?.mobile, information?.cardNumber, information?.accessType],
    ['ENTERPRISE', command.name, command.mobile, command.accountNumber, null],
  );
});

test('L2.2-2 only an operator’s approval activates', async () => {
  await enterpriseIn(core, l, 'AUDIT', enterprise('approved'));
  clock.advance(48 * HOUR);
  assert.equal(await auditOf('approved'), 'AUDIT inactive');
  assert.equal(await decide('approved', 'approved'), 'ENTERPRISE_WITHOUT_PAPERS');
  const files = [fileOf('PDF', '执照.pdf')];
  assert.ok((await enterprises.attach(l.platform, 'approved', files, 'a platform')).ok);
  assert.equal(await decide('approved', 'approved'), 'PASSED');
  assert.equal(await auditOf('approved'), 'PASSED active');
  assert.equal((await queries.order(platformId, 'reg-approved'))?.state, 'DONE');
});

test('L2.2-3 handed back it is corrected and submitted again', async () => {
  const command = enterprise('mended');
  await enterpriseIn(core, l, 'BACK', command);
  assert.equal(await auditOf('mended'), 'BACK inactive');
  assert.equal(await decide('mended', 'approved'), 'AUDIT_STANDING');
  assert.equal(await resubmit('mended', { bank: 'CEB' }), 'BANK_UNSUPPORTED');
  assert.equal(await resubmit('mended', { legalIdNumber: '1' }), 'ID_NUMBER_INVALID');
  assert.equal(await auditOf('mended'), 'BACK inactive', 'a refused correction changes nothing');
  const corrected: Partial<RegisterEnterprise> = {
    ...{ name: '杭州改名（集团）有限公司', legalIdNumber: idNumber(), mobile: '13700000001' },
    ...{ accountNumber: '98765432109876', bank: 'CCB' },
  };
  assert.equal(await resubmit('mended', corrected), 'AUDIT');
  assert.equal(await resubmit('mended', corrected), 'AUDIT_STANDING');
  const member = await queries.member(platformId, 'mended');
  assert.deepEqual(
    [member?.name, member?.mobile, member?.cardNumber, member?.bank, member?.auditStatus],
    [corrected.name, corrected.mobile, corrected.accountNumber, corrected.bank, 'AUDIT'],
  );
  assert.equal(await decide('mended', 'approved'), 'PASSED');
  const found = await enterprises.find(l.platform, 'mended');
  assert.deepEqual(
    found?.history.map(({ event, decidedBy, reason }) => [event, decidedBy, reason]),
    [
      ['submitted', null, null],
      ['handedBack', 'OP', '资料核对'],
      ['resubmitted', null, null],
      ['approved', 'OP', '资料核对'],
    ],
  );
  assert.equal(found?.data.legal, command.legal, 'what was not corrected stays');
});

test('L2.2-4 refused is for ever', async () => {
  await enterpriseIn(core, l, 'REFUSED', enterprise('never'));
  assert.equal(await auditOf('never'), 'REFUSED inactive');
  for (const verdict of ['approved', 'handedBack', 'refused'] as const) {
    assert.equal(await decide('never', verdict), 'AUDIT_STANDING');
  }
  assert.equal(await resubmit('never'), 'AUDIT_STANDING');
  const order = await queries.order(platformId, 'reg-never');
  assert.deepEqual([order?.state, order?.refusal?.name], ['REFUSED', 'ENTERPRISE_REFUSED']);
  const again = await l.open('reg-never', enterprise('other'), false);
  assert.equal(typeof again === 'object' && again.name, 'REQUEST_DUPLICATE', 'what was accepted is final (G-11)');
});

test('only an enterprise is audited, and only one that there is', async () => {
  await l.register('a-person');
  assert.equal(await decide('a-person', 'approved'), 'ENTERPRISE_UNKNOWN');
  assert.equal(await decide('nobody', 'approved'), 'ENTERPRISE_UNKNOWN');
  assert.equal(await resubmit('nobody'), 'ENTERPRISE_UNKNOWN');
  assert.equal(await enterprises.find(l.platform, 'a-person'), null);
});

test('L2.2-5 each step owes its notice, which drops the one before and tells what was true at its birth', async () => {
  const command = enterprise('told');
  await enterpriseIn(core, l, 'BACK', command);
  assert.equal(await resubmit('told', { accountNumber: '5555555555' }), 'AUDIT');
  assert.equal(await decide('told', 'handedBack', '营业执照照片不清晰'), 'BACK');
  assert.equal(await resubmit('told'), 'AUDIT');
  assert.equal(await decide('told', 'approved'), 'PASSED');
  const states = ['ACCEPTED WITHDRAWN', 'ACCEPTED WITHDRAWN', 'ACCEPTED WITHDRAWN', 'ACCEPTED WITHDRAWN'];
  assert.deepEqual(await at.notices('reg-told'), [...states, 'ACCEPTED WITHDRAWN', 'FINAL PENDING']);
  const rows = await sql`
    select order_no, event_seq from notices where platform_id = ${platformId} and request_no = 'reg-told'
    order by notice_no`;
  const told: string[] = [];
  for (const row of rows) {
    const order = await queries.orderAsOf(platformId, row.order_no as bigint, row.event_seq as number);
    assert.ok(order);
    const { status, accountNumber } = order.outcome as { status: string; accountNumber: string };
    const reason = (order.refusal?.facts as { reason?: string } | undefined)?.reason ?? '';
    told.push(`${status} ${accountNumber === command.accountNumber ? 'first' : accountNumber} ${reason}`.trim());
  }
  assert.deepEqual(told, [
    'AUDIT first',
    'BACK first 资料核对',
    'AUDIT 5555555555',
    'BACK 5555555555 营业执照照片不清晰',
    'AUDIT 5555555555',
    'PASSED 5555555555',
  ]);
});

test('G-12 ten minutes after it was submitted the address tells nothing of anybody, while it is audited', async () => {
  const token = await enrol(core, l, enterprise('quiet'), 'quiet');
  assert.equal((await pages.view(token))?.telling, true);
  clock.advance(11 * MINUTE);
  assert.equal((await pages.view(token))?.telling, false);
});

test('G-19 names, numbers, licences and what was submitted are sealed', async () => {
  const command = enterprise('sealed', { creditCode: 'CREDIT-9' });
  await enterpriseIn(core, l, 'BACK', command);
  assert.equal(await resubmit('sealed', { contact: '赵六' }), 'AUDIT');
  const tables = ['orders', 'profiles', 'cards', 'enterprises', 'audit_steps', 'order_events', 'notices'];
  for (const table of tables) {
    const rows = JSON.stringify(await sql.unsafe(`select t::text from ${table} t where platform_id = ${platformId}`));
    for (const value of Object.values({
      ...command,
      verb: null,
      userNo: null,
      role: null,
      bank: null,
      other: '赵六',
    })) {
      if (value !== null) assert.ok(!rows.includes(value), `${table} holds ${value}`);
    }
  }
  const [row] = await sql`
    select s.order_no, s.seq, s.submitted from audit_steps s join orders o using (platform_id, order_no)
    where platform_id = ${platformId} and o.request_no = 'reg-sealed' order by seq limit 1`;
  const place = placed('audit_steps.submitted', platformId, row?.order_no as bigint, row?.seq as number);
  assert.match(core.sealer.open(row?.submitted as Buffer, place), /CREDIT-9/);
});

test('L2.2 an enterprise that has passed confirms with the password that was set', async () => {
  const command = enterprise('works');
  await enterpriseIn(core, l, 'ACTIVE', command);
  const token = (await l.open('works-1', {
    verb: 'AUTHORIZE',
    userNo: 'works',
    kinds: ['TENDER'],
    amount: null,
    until: null,
  })) as string;
  const view = await pages.view(token);
  assert.deepEqual([view?.enterprise?.name, view?.enterprise?.legal], [command.name, command.legal]);
  assert.equal(name(await pages.confirm(token, '135792')), 'PASSWORD_WRONG');
  assert.equal(name(await pages.confirm(token, PASSWORD)), 'MOVED');
});
