import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placed } from '../../kernel/seal.ts';
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, person, type TestPlatform } from '../../testing/custody.ts';
import { looks, project, tender } from '../../testing/loans.ts';
import { cardNumber, idNumber } from '../../testing/people.ts';
import type { RegistrationForm, StepAnswer } from '../page-orders/pages.ts';
import type { RegisterPerson } from './commands.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l, bank, clock } = core;
const { pages, queries } = core.custody;
const atL = looks(core.database.sql, l.platform.platformId);
const atD = looks(core.database.sql, d.platform.platformId);

const FORM: RegistrationForm = {
  realName: '',
  idNumber: '',
  cardNumber: '',
  mobile: '',
  password: PASSWORD,
  passwordAgain: PASSWORD,
  smsCode: '',
  agreed: true,
};
const NOTHING = { realName: null, idNumber: null, mobile: null, cardNumber: null };
const given = (userNo: string, more: Partial<RegisterPerson> = {}) =>
  ({ ...person(userNo, 'ORDINARY'), ...more }) as RegisterPerson;
const name = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.name : answer?.value);
const facts = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.facts : null);

/** Asks for a code and answers it; the minute that must lie between two codes goes by first. */
async function code(token: string, mobile = ''): Promise<string> {
  clock.advance(MINUTE);
  assert.equal(name(await pages.sendSms(token, mobile)), 'MOVED');
  return /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
}
async function register(
  p: TestPlatform,
  requestNo: string,
  command: RegisterPerson,
  form: Partial<RegistrationForm> = {},
) {
  const token = (await p.open(requestNo, command, false)) as string;
  const smsCode = await code(token, form.mobile);
  return name(await pages.register(token, { ...FORM, smsCode, ...form }));
}
let serial = 0;
const before = async (command: RegisterPerson, p = l) => {
  serial += 1;
  const answer = await p.open(`refused${serial}`, command, false);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
};

for (const userNo of ['payer', 'bor']) await l.register(userNo);
await l.deposit('payer', 100_000n);
await l.outcome('g-p', project('G', 'bor', 100_000n), false);

test('L2.1-2 D-REG-3 passed data are shown and win over what is typed', async () => {
  const command = given('passed');
  assert.equal(
    await register(l, 'a1', command, { realName: '李四', idNumber: idNumber(), mobile: '13900000000' }),
    'MOVED',
  );
  const member = await queries.member(l.platform.platformId, 'passed');
  assert.deepEqual([member?.name, member?.mobile, member?.cardNumber], ['张三', command.mobile, command.cardNumber]);
  assert.deepEqual(await atL.notices('a1'), ['FINAL PENDING']);
});

test('D-REG-3 what was not passed is asked on the page', async () => {
  const typed = {
    realName: ' 王五 ',
    idNumber: idNumber(),
    mobile: '13911111111',
    cardNumber: '6217 6800 0000 0000 003',
  };
  const token = (await d.open('b1', given('asked', { role: 'INVESTOR', ...NOTHING }), false)) as string;
  assert.equal(name(await pages.sendSms(token, '12345')), 'MOBILE_INVALID');
  const smsCode = await code(token, typed.mobile);
  const answer = async (form: Partial<RegistrationForm>) =>
    name(await pages.register(token, { ...FORM, ...typed, smsCode, ...form }));
  const card = cardNumber('621768').replace(/(\d{4})/g, '$1 ');
  assert.equal(await answer({ cardNumber: card, realName: '  ' }), 'NAME_INVALID');
  assert.equal(await answer({ cardNumber: card, idNumber: '330106199003071234' }), 'ID_NUMBER_INVALID');
  assert.equal(await answer({ cardNumber: card, idNumber: idNumber('20200101') }), 'UNDER_AGE');
  assert.equal(await answer({ cardNumber: card, agreed: false }), 'AGREEMENT_MISSING');
  assert.equal(await answer({ cardNumber: card, passwordAgain: '246813' }), 'PASSWORD_MISMATCH');
  assert.equal(
    await answer({ cardNumber: card, mobile: '13922222222' }),
    'SMS_CODE_EXPIRED',
    'the code belongs to its mobile',
  );
  assert.equal(await answer({ cardNumber: card }), 'MOVED');
  assert.equal((await queries.member(d.platform.platformId, 'asked'))?.name, '王五');
});

test('L2.1-1 D-REG-1 a number that exists is a repeated registration', async () => {
  await l.register('exists');
  await d.register('exists-too', 'INVESTOR');
  assert.equal(await before(given('exists')), 'MEMBER_EXISTS');
  assert.equal(await before(given('exists-too'), d), 'MEMBER_EXISTS');
  assert.equal(await before(given('exists'), d), 'OPEN', 'G-16 on another platform it is free');
});

test('L2.1-1 an open page does not count, and of two the first that finishes wins', async () => {
  const command = given('race');
  const tokens = [await l.open('c1', command, false), await l.open('c2', command, false)] as string[];
  const codes = [await code(tokens[0] as string), await code(tokens[1] as string)];
  await Promise.all(tokens.map((token, i) => pages.register(token, { ...FORM, smsCode: codes[i] as string })));
  const states = [await atL.order('c1'), await atL.order('c2')].map((order) => order?.refusal ?? order?.state).sort();
  assert.deepEqual(states, ['DONE', 'MEMBER_EXISTS']);
  assert.equal([...(await atL.notices('c1')), ...(await atL.notices('c2'))].length, 2, 'G-13 both are told');
});

const VERDICTS = [
  ['L2.1-3', l, ['PASSED'], 'FULL'],
  ['L2.1-3', l, ['FAILED', 'PASSED'], 'PART'],
  ['L2.1-3', l, ['FAILED', 'FAILED'], 'CARD_CHECK_FAILED'],
  ['D-REG-2', d, ['PASSED'], 'FULL'],
  ['D-REG-2', d, ['FAILED', 'PASSED'], 'CARD_CHECK_FAILED'],
] as const;
for (const [i, [rule, p, verdicts, outcome]] of VERDICTS.entries()) {
  test(`${rule} the bank says ${verdicts.join(', then ')}: ${outcome}`, async () => {
    const userNo = `verdict${i}`;
    bank.verdicts.splice(0, bank.verdicts.length, ...verdicts);
    await register(p, `d${i}`, given(userNo, p === d ? { role: 'INVESTOR' } : {}));
    bank.verdicts.length = 0;
    const order = await looks(core.database.sql, p.platform.platformId).order(`d${i}`);
    const member = await queries.member(p.platform.platformId, userNo);
    assert.equal(member?.accessType ?? order?.refusal, outcome);
    assert.equal(order?.state, member ? 'DONE' : 'REFUSED');
  });
}

test('L2.1-3 a bank that does not answer leaves the page open, and the person tries again', async () => {
  const token = (await l.open('e1', given('again'), false)) as string;
  const smsCode = await code(token);
  bank.verdicts.push('UNKNOWN');
  assert.equal(name(await pages.register(token, { ...FORM, smsCode })), 'CARD_CHECK_UNKNOWN');
  assert.equal(name(await pages.register(token, { ...FORM, smsCode })), 'MOVED');
});

test('L2.1-3 typed card data that fail can be mended; passed ones end the registration', async () => {
  const typed = { mobile: '13933333333', cardNumber: cardNumber('621768'), idNumber: idNumber(), realName: '赵六' };
  const token = (await l.open('e2', given('mend', NOTHING), false)) as string;
  const smsCode = await code(token, typed.mobile);
  bank.verdicts.push('FAILED', 'FAILED');
  assert.equal(name(await pages.register(token, { ...FORM, ...typed, smsCode })), 'CARD_CHECK_FAILED');
  assert.equal(name(await pages.register(token, { ...FORM, ...typed, smsCode })), 'MOVED');
  assert.equal((await atL.order('e2'))?.state, 'DONE');
});

test('L2.1-5 fourteen banks and debit cards only; D-RCG-2 no credit card ever comes to be bound', async () => {
  const card = (prefix: string, p = l) => before(given('card', { cardNumber: cardNumber(prefix) }), p);
  const supported = '621660 622848 622202 622700 622630 622660 622516 622908 621030 622155 622615 622588 622690 622568';
  for (const prefix of supported.split(' ')) {
    assert.equal(await card(prefix), 'OPEN', prefix);
  }
  for (const prefix of ['621098', '622258', '623019'])
    assert.equal(await card(prefix), 'CARD_BANK_UNSUPPORTED', prefix);
  for (const prefix of ['622575', '622210', '622836']) assert.equal(await card(prefix), 'CARD_NOT_DEBIT', prefix);
  assert.equal(await card('622575', d), 'CARD_NOT_DEBIT');
  assert.equal(await card('123456'), 'CARD_BANK_UNSUPPORTED', 'a bank nobody knows');
  assert.equal(await before(given('card', { cardNumber: '6217680000000000000' })), 'CARD_NUMBER_INVALID');
});

test('L2.1 an ID number is checked by its checksum, a mobile by its form, before the page', async () => {
  assert.equal(await before(given('x', { idNumber: '330106199003071234' })), 'ID_NUMBER_INVALID');
  assert.equal(await before(given('x', { mobile: '23812345678' })), 'MOBILE_INVALID');
  assert.equal(await before(given('x', { idNumber: idNumber('20200101') })), 'UNDER_AGE');
});

test('G-17 G-19 a password is stored as an argon2id hash only, and that sealed for its holder', async () => {
  for (const userNo of ['salt1', 'salt2']) await l.register(userNo);
  const hashes = (await core.database.sql`select * from credentials`).map(
    ({ platform_id, holder_no, password_hash }) => {
      assert.ok(!password_hash.includes('argon2id'));
      return core.sealer.open(password_hash, placed('credentials.password_hash', platform_id, holder_no));
    },
  );
  for (const hash of hashes) assert.match(hash, /^argon2id\$v1\$[\w-]{22}\$[\w-]{43}$/);
  assert.equal(new Set(hashes.slice(1)).size, hashes.length - 1, 'salted');
});

test('G-17 five wrong ones lock for 24 hours; the page says how many are left', async () => {
  const token = (await l.open('g1', tender('payer', 'G', 1n))) as string;
  const wrong = async () => facts(await pages.confirm(token, '246802'));
  const left = async () => (await pages.view(token))?.passwordTriesLeft;
  assert.deepEqual([await wrong(), await left()], [{ left: 4 }, 4]);
  assert.deepEqual([await wrong(), await left()], [{ left: 3 }, 3]);
  assert.equal(name(await pages.confirm(token, 'x')), 'PASSWORD_WEAK');
  assert.equal(await left(), 3, 'what is no password is no try');
  await l.confirm('g2', tender('payer', 'G', 1n));
  assert.equal(await left(), 5);
  for (let i = 4; i > 0; i -= 1) assert.deepEqual(await wrong(), { left: i });
  const until = clock.now() + 24 * HOUR;
  assert.deepEqual(await wrong(), { until });
  assert.deepEqual([facts(await pages.confirm(token, PASSWORD)), await left()], [{ until }, 0], 'even the right one');
  const other = (await l.open('g3', tender('payer', 'G', 1n))) as string;
  assert.equal(name(await pages.confirm(other, PASSWORD)), 'PASSWORD_LOCKED', 'on every page');
  clock.set(until);
  await l.confirm('g4', tender('payer', 'G', 1n));
});

test('G-17 the count survives refusals and pages, and five wrong ones at once are five', async () => {
  const first = (await l.open('h1', tender('payer', 'G', 1n))) as string;
  await pages.confirm(first, '246802');
  await pages.cancel(first);
  const second = (await l.open('h2', tender('payer', 'G', 1n))) as string;
  assert.equal((await pages.view(second))?.passwordTriesLeft, 4);
  const answers = await Promise.all(Array.from({ length: 6 }, () => pages.confirm(second, '246802')));
  assert.equal(answers.filter((answer) => name(answer) === 'PASSWORD_WRONG').length, 3);
  assert.equal(answers.filter((answer) => name(answer) === 'PASSWORD_LOCKED').length, 3);
  clock.advance(24 * HOUR);
});

test('G-17 a right password counts as such although the order is then refused', async () => {
  const token = (await l.open('i1', tender('payer', 'G', 99_000n))) as string;
  await pages.confirm(token, '246802');
  await l.confirm('i2', tender('payer', 'G', 2_000n));
  const poor = (await l.open('i3', tender('payer', 'G', 90_000n))) as string;
  await pages.confirm(poor, '246802');
  await l.confirm('i4', tender('payer', 'G', 1n));
  assert.equal((await pages.view(poor))?.passwordTriesLeft, 5);
});

test('G-18 a code lives five minutes and five tries', async () => {
  const token = (await l.open('j1', given('sms'), false)) as string;
  const smsCode = await code(token);
  const other = smsCode === '000000' ? '000001' : '000000';
  const answer = (typed: string) => pages.register(token, { ...FORM, smsCode: typed });
  for (let left = 4; left >= 0; left -= 1) assert.deepEqual(facts(await answer(other)), { left });
  assert.equal(name(await answer(smsCode)), 'SMS_CODE_EXPIRED', 'used up, right or wrong');
  const second = await code(token);
  clock.advance(5 * MINUTE);
  assert.equal(name(await answer(second)), 'SMS_CODE_EXPIRED');
  const third = await code(token);
  clock.advance(5 * MINUTE - 1);
  assert.equal(name(await answer(third)), 'MOVED');
});

test('G-18 a count of tries survives other refusals of the page', async () => {
  const token = (await l.open('j2', given('sms2'), false)) as string;
  const smsCode = await code(token);
  const other = smsCode === '000000' ? '000001' : '000000';
  await pages.register(token, { ...FORM, smsCode: other });
  await pages.register(token, { ...FORM, smsCode, agreed: false });
  bank.verdicts.push('UNKNOWN');
  await pages.register(token, { ...FORM, smsCode });
  assert.deepEqual(facts(await pages.register(token, { ...FORM, smsCode: other })), { left: 3 });
});

test('G-18 one code per minute and mobile, over all pages', async () => {
  const tokens = [
    (await l.open('k1', given('k1', { mobile: null }), false)) as string,
    (await l.open('k2', given('k2', { mobile: null }), false)) as string,
  ] as const;
  clock.advance(MINUTE);
  assert.equal(name(await pages.sendSms(tokens[0], '13944444444')), 'MOVED');
  clock.advance(SECOND);
  assert.deepEqual(facts(await pages.sendSms(tokens[0], '13944444444')), { seconds: 59 });
  assert.deepEqual(facts(await pages.sendSms(tokens[1], '13944444444')), { seconds: 59 });
  assert.deepEqual(
    facts(await pages.sendSms(tokens[0], '13955555555')),
    { seconds: 59 },
    'nor another mobile on this page',
  );
  assert.equal(name(await pages.sendSms(tokens[1], '13955555555')), 'MOVED');
  clock.advance(59 * SECOND);
  assert.equal(name(await pages.sendSms(tokens[0], '13944444444')), 'MOVED');
});

test('G-18 asked ten times at once, one code is sent', async () => {
  const token = (await l.open('k3', given('k3', { mobile: '13966666666' }), false)) as string;
  const sent = bank.messages.length;
  await Promise.all(Array.from({ length: 10 }, () => pages.sendSms(token, '')));
  assert.equal(bank.messages.length, sent + 1);
});

test('D-REG-4 the three roles', async () => {
  const members = await atD.count('members');
  for (const role of ['INVESTOR', 'BORROWER', 'GUARANTOR'] as const) {
    assert.equal(await register(d, `role-${role}`, given(`role-${role}`, { role })), 'MOVED');
    assert.equal((await queries.member(d.platform.platformId, `role-${role}`))?.role, role);
  }
  assert.equal(await atD.count('members'), members + 3);
});
