/** L2.4: a member without a card binds one of his own, under the same limits as a registration. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD, type TestPlatform } from '../../testing/custody.ts';
import { looks, withdrawal } from '../../testing/loans.ts';
import { cardNumber } from '../../testing/people.ts';
import type { BindingForm, StepAnswer } from '../page-orders/pages.ts';
import type { BindCard } from './commands.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, bank, clock, custody } = core;
const { pages, queries } = custody;
const atL = looks(core.database.sql, l.platform.platformId);
const unbinding = (userNo: string) => ({ verb: 'UNBIND_CARD', userNo }) as const;
const name = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.name : answer?.value);
const facts = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.facts : null);

let serial = 0;
const given = (userNo: string, more: Partial<BindCard> = {}): BindCard => {
  serial += 1;
  const mobile = `1370000${serial.toString().padStart(4, '0')}`;
  return { verb: 'BIND_CARD', userNo, mobile, cardNumber: cardNumber('622202'), ...more };
};
const FORM: BindingForm = { cardNumber: '', mobile: '', password: PASSWORD, smsCode: '' };

/** A member whose card was unbound. */
async function unboundMember(userNo: string, p: TestPlatform = l): Promise<void> {
  await p.register(userNo, p === l ? 'ORDINARY' : 'INVESTOR');
  await p.confirm(`${userNo}-off`, unbinding(userNo));
}
async function code(token: string, mobile = ''): Promise<string> {
  clock.advance(MINUTE);
  assert.equal(name(await pages.sendSms(token, mobile)), 'MOVED');
  return /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
}
const asked = async (command: BindCard, p = l) => {
  serial += 1;
  const answer = await p.open(`ask${serial}`, command, false);
  return typeof answer === 'string' ? 'OPEN' : answer.name;
};
const member = (userNo: string) => queries.member(l.platform.platformId, userNo);

test('L2.4-1 only who has no card binds one; L2.3 and then he withdraws to it', async () => {
  await l.register('u1');
  assert.equal(await asked(given('u1')), 'CARD_BOUND_ALREADY');
  await l.confirm('a1', unbinding('u1'));
  const before = await member('u1');
  const command = given('u1');
  const token = (await l.open('a2', command, false)) as string;
  const smsCode = await code(token);
  assert.match(bank.messages.at(-1)?.text ?? '', /绑定银行卡/);
  assert.equal(bank.messages.at(-1)?.mobile, command.mobile, 'the code goes to the mobile of the new card');
  assert.equal(name(await pages.bindCard(token, { ...FORM, smsCode })), 'MOVED');
  const now = await member('u1');
  assert.deepEqual([before?.cardNumber, now?.cardNumber, now?.bank], [null, command.cardNumber, 'ICBC']);
  assert.deepEqual([now?.accessType, now?.mobile], ['FULL', command.mobile]);
  assert.deepEqual(await atL.notices('a2'), ['FINAL PENDING']);
  await l.deposit('u1', 100n);
  await l.confirm('a3', withdrawal('u1', 100n));
  const order = await queries.order(l.platform.platformId, 'a3');
  const out = order?.outcome as { readonly cardNumber?: string } | undefined;
  assert.equal(out?.cardNumber, command.cardNumber);
});

test('L2.4-2 L2.4-5 his own name, and a debit card of a listed bank', async () => {
  await unboundMember('u2');
  assert.equal(await asked(given('nobody')), 'MEMBER_UNKNOWN');
  assert.equal(await asked(given('u2', { cardNumber: cardNumber('622575') })), 'CARD_NOT_DEBIT');
  assert.equal(await asked(given('u2', { cardNumber: cardNumber('621098') })), 'CARD_BANK_UNSUPPORTED');
  assert.equal(await asked(given('u2', { cardNumber: '6222020000000000001' })), 'CARD_NUMBER_INVALID');
  assert.equal(await asked(given('u2', { mobile: '1' })), 'MOBILE_INVALID');
  const seen: object[] = [];
  const verify = bank.verifyCard;
  bank.verifyCard = async (elements) => {
    seen.push(elements);
    return await verify(elements);
  };
  await l.bind('b1', 'u2');
  bank.verifyCard = verify;
  assert.deepEqual(
    seen.map((each) => (each as { realName: string }).realName),
    ['张三'],
    'the name he registered with',
  );
});

const VERDICTS = [
  ['L2.4-3', l, ['PASSED'], 'FULL'],
  ['L2.4-3 L2.4-4', l, ['FAILED', 'PASSED'], 'PART'],
  ['L2.4-3', l, ['FAILED', 'FAILED'], 'CARD_CHECK_FAILED'],
  ['D-REG-2', d, ['FAILED'], 'CARD_CHECK_FAILED'],
] as const;
for (const [i, [rule, p, verdicts, outcome]] of VERDICTS.entries()) {
  test(`${rule} the bank says ${verdicts.join(', then ')}: ${outcome}`, async () => {
    const userNo = `verdict${i}`;
    await unboundMember(userNo, p);
    const token = (await p.open(`c${i}`, given(userNo), false)) as string;
    const smsCode = await code(token);
    bank.verdicts.splice(0, bank.verdicts.length, ...verdicts);
    assert.equal(name(await pages.bindCard(token, { ...FORM, smsCode })), 'MOVED');
    bank.verdicts.length = 0;
    const order = await looks(core.database.sql, p.platform.platformId).order(`c${i}`);
    const now = await queries.member(p.platform.platformId, userNo);
    assert.equal(now?.accessType ?? order?.refusal, outcome);
  });
}

test('L2.4-4 L2.1-4 who passed with three elements deposits by netbank and withdraws like any', async () => {
  await unboundMember('part');
  const token = (await l.open('d1', given('part'), false)) as string;
  const smsCode = await code(token);
  bank.verdicts.push('FAILED', 'PASSED');
  assert.equal(name(await pages.bindCard(token, { ...FORM, smsCode })), 'MOVED');
  await l.deposit('part', 100n);
  await l.confirm('d2', withdrawal('part', 100n));
  assert.equal((await atL.order('d2'))?.state, 'ACCEPTED');
});

test('L2.4 G-17 it needs the trade password, asked before the code: a right one ends the count', async () => {
  await unboundMember('u3');
  const token = (await l.open('e1', given('u3'), false)) as string;
  const smsCode = await code(token);
  const other = smsCode === '000000' ? '000001' : '000000';
  assert.deepEqual(facts(await pages.bindCard(token, { ...FORM, smsCode, password: '246802' })), { left: 4 });
  for (let left = 4; left > 2; left -= 1) {
    assert.deepEqual(facts(await pages.bindCard(token, { ...FORM, smsCode: other })), { left }, 'tries at the code');
    assert.equal((await pages.view(token))?.passwordTriesLeft, 5, 'the password was right');
  }
  for (let i = 0; i < 5; i += 1) await pages.bindCard(token, { ...FORM, smsCode, password: '246802' });
  assert.equal(name(await pages.bindCard(token, { ...FORM, smsCode })), 'PASSWORD_LOCKED', 'even the right one');
  assert.equal((await member('u3'))?.cardNumber, null);
});

test('L2.4 G-18 one code pays for three card checks; typed data can be mended', async () => {
  await unboundMember('u4');
  const token = (await l.open('f1', given('u4', { cardNumber: null, mobile: null }), false)) as string;
  const typed = { cardNumber: cardNumber('622202'), mobile: '13700009999' };
  const smsCode = await code(token, typed.mobile);
  bank.verdicts.push('FAILED', 'FAILED', 'UNKNOWN');
  const bind = async (more: Partial<BindingForm> = {}) =>
    name(await pages.bindCard(token, { ...FORM, ...typed, smsCode, ...more }));
  assert.deepEqual([await bind(), await bind()], ['CARD_CHECK_FAILED', 'CARD_CHECK_UNKNOWN']);
  assert.equal(await bind({ mobile: '13700009998' }), 'SMS_CODE_EXPIRED', 'the code belongs to its mobile');
  assert.equal(await bind(), 'MOVED');
});

test('L2.4 two pages that bind at once bind one card; both are told', async () => {
  await unboundMember('twice');
  const commands = [given('twice'), given('twice')];
  const tokens = [
    await l.open('g1', commands[0] as BindCard, false),
    await l.open('g2', commands[1] as BindCard, false),
  ];
  const codes = [await code(tokens[0] as string), await code(tokens[1] as string)];
  await Promise.all(
    tokens.map((token, i) => pages.bindCard(token as string, { ...FORM, smsCode: codes[i] as string })),
  );
  const ends = [await atL.order('g1'), await atL.order('g2')].map((order) => order?.refusal ?? order?.state).sort();
  assert.deepEqual(ends, ['CARD_BOUND_ALREADY', 'DONE']);
  assert.equal([...(await atL.notices('g1')), ...(await atL.notices('g2'))].length, 2);
});
