/** L2.20: another trade password, by the old one or by the bound card. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { createTestCustody, OTHER_PASSWORD, PASSWORD } from '../../testing/custody.ts';
import { looks, withdrawal } from '../../testing/loans.ts';
import { cardNumber } from '../../testing/people.ts';
import type { ResetForm, StepAnswer } from '../page-orders/pages.ts';

const core = await createTestCustody();
const { lianyintong: l, bank, clock, custody } = core;
const { pages, queries } = custody;
const atL = looks(core.database.sql, l.platform.platformId);
const resetting = (userNo: string) => ({ verb: 'RESET_PASSWORD', userNo }) as const;
const name = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.name : answer?.value);
const facts = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.facts : null);

const FRESH = { password: OTHER_PASSWORD, passwordAgain: OTHER_PASSWORD, oldPassword: '', cardNumber: '', smsCode: '' };
const remembered = (oldPassword: string): ResetForm => ({ ...FRESH, way: 'REMEMBERED', oldPassword });
const forgotten = (number: string, smsCode = ''): ResetForm => ({
  ...FRESH,
  way: 'FORGOTTEN',
  cardNumber: number,
  smsCode,
});
const WRONG_CARD = cardNumber('622700');

let serial = 0;
async function opened(userNo: string): Promise<string> {
  serial += 1;
  const token = await l.open(`reset${serial}`, resetting(userNo), false);
  assert.equal(typeof token, 'string', JSON.stringify(token));
  return token as string;
}
const cardOf = async (userNo: string) => (await queries.member(l.platform.platformId, userNo))?.cardNumber ?? '';
async function code(token: string, number: string): Promise<string> {
  clock.advance(MINUTE);
  assert.equal(name(await pages.sendSms(token, number)), 'MOVED');
  return /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
}
/** Which of the passwords confirms. */
async function confirms(userNo: string, password: string): Promise<boolean> {
  serial += 1;
  await l.deposit(userNo, 1n);
  const token = (await l.open(`try${serial}`, withdrawal(userNo, 1n))) as string;
  return (await pages.confirm(token, password))?.ok === true;
}
async function lock(userNo: string): Promise<void> {
  const token = await opened(userNo);
  for (let i = 0; i < 5; i += 1) await pages.resetPassword(token, remembered('246802'));
}

test('L2.20-2 remembered: the old one, then the new one, which alone confirms from then on', async () => {
  await l.register('u1');
  const token = await opened('u1');
  assert.equal(name(await pages.resetPassword(token, remembered(PASSWORD))), 'MOVED');
  assert.deepEqual([await confirms('u1', PASSWORD), await confirms('u1', OTHER_PASSWORD)], [false, true]);
  assert.equal((await atL.order(`reset${serial - 2}`))?.state, 'DONE');
  assert.deepEqual(await atL.notices(`reset${serial - 2}`), ['FINAL PENDING']);
});

test('L2.20-2 G-17 a new one that is weak, differs or is the old one is refused, and counts nothing', async () => {
  await l.register('u2');
  const token = await opened('u2');
  const tried = async (more: Partial<ResetForm>) =>
    name(await pages.resetPassword(token, { ...remembered(PASSWORD), ...more }));
  assert.equal(await tried({ password: '123456', passwordAgain: '123456' }), 'PASSWORD_WEAK');
  assert.equal(await tried({ passwordAgain: '294759' }), 'PASSWORD_MISMATCH');
  assert.equal(await tried({ password: PASSWORD, passwordAgain: PASSWORD }), 'PASSWORD_UNCHANGED');
  assert.equal((await pages.view(token))?.passwordTriesLeft, 5);
});

test('L2.20-3 FULL_CHECKED: the whole card number first, then a code to its mobile', async () => {
  await l.register('u3');
  const token = await opened('u3');
  const number = await cardOf('u3');
  const sent = bank.messages.length;
  clock.advance(MINUTE);
  assert.deepEqual(facts(await pages.sendSms(token, WRONG_CARD)), { left: 4 }, 'no code for a wrong number');
  assert.equal(bank.messages.length, sent);
  const smsCode = await code(token, number);
  assert.match(bank.messages.at(-1)?.text ?? '', /重置交易密码/);
  assert.equal(
    name(await pages.resetPassword(token, forgotten(number, smsCode === '000000' ? '1' : '000000'))),
    'SMS_CODE_WRONG',
  );
  assert.equal(name(await pages.resetPassword(token, forgotten(number, smsCode))), 'MOVED');
  assert.ok(await confirms('u3', OTHER_PASSWORD));
});

test('L2.20-3 PART_CHECKED: the whole card number alone', async () => {
  bank.verdicts.push('FAILED', 'PASSED');
  await l.register('u4');
  const token = await opened('u4');
  assert.deepEqual((await pages.view(token))?.recovery, { of: 'PERSON', asksCode: false, triesLeft: 5 });
  assert.equal(name(await pages.sendSms(token, await cardOf('u4'))), 'MOVED');
  assert.doesNotMatch(bank.messages.at(-1)?.text ?? '', /重置/, 'the bank does not know the mobile: no code');
  assert.equal(name(await pages.resetPassword(token, forgotten(await cardOf('u4')))), 'MOVED');
  assert.ok(await confirms('u4', OTHER_PASSWORD));
});

test('L2.20-5 without a card it is refused by name, before the page and on it; then bound, it goes', async () => {
  await l.register('u5');
  const token = await opened('u5');
  const number = await cardOf('u5');
  await l.confirm('off5', { verb: 'UNBIND_CARD', userNo: 'u5' });
  const answer = await l.open('no5', resetting('u5'), false);
  assert.equal(typeof answer !== 'string' && answer.name, 'RESET_NEEDS_CARD');
  assert.equal(
    name(await pages.resetPassword(token, forgotten(number))),
    'RESET_NEEDS_CARD',
    'not by the card of before',
  );
  await l.bind('on5', 'u5');
  assert.equal(name(await pages.resetPassword(token, forgotten(number))), 'CARD_NUMBER_WRONG');
  assert.equal(name(await pages.resetPassword(token, remembered(PASSWORD))), 'MOVED');
});

test('L2.20 a wrong number and a wrong old password each count as a wrong entry, on whatever page', async () => {
  await l.register('u6');
  const token = await opened('u6');
  assert.deepEqual(facts(await pages.resetPassword(token, remembered('246802'))), { left: 4 });
  assert.deepEqual(facts(await pages.resetPassword(token, forgotten(WRONG_CARD))), { left: 3 });
  const other = await opened('u6');
  assert.equal((await pages.view(other))?.passwordTriesLeft, 3);
  for (const left of [2, 1]) assert.deepEqual(facts(await pages.resetPassword(other, forgotten(WRONG_CARD))), { left });
  const last = await pages.resetPassword(other, forgotten(WRONG_CARD));
  assert.deepEqual([name(last), facts(last)], ['PASSWORD_LOCKED', { until: clock.now() + 24 * HOUR }]);
  assert.equal(
    name(await pages.resetPassword(other, remembered(PASSWORD))),
    'PASSWORD_LOCKED',
    'the old way is closed',
  );
});

test('L2.20 G-17 while locked the number has five tries a day over all orders, and a reset ends the lock', async () => {
  await l.register('u7');
  await lock('u7');
  const number = await cardOf('u7');
  for (const left of [4, 3, 2]) {
    assert.deepEqual(facts(await pages.resetPassword(await opened('u7'), forgotten(WRONG_CARD))), { left });
  }
  const token = await opened('u7');
  assert.deepEqual(facts(await pages.sendSms(token, WRONG_CARD)), { left: 1 });
  assert.equal((await pages.view(token))?.recovery?.triesLeft, 1);
  assert.equal(name(await pages.resetPassword(token, forgotten(WRONG_CARD))), 'RECOVERY_SPENT');
  assert.equal(name(await pages.resetPassword(token, forgotten(number))), 'RECOVERY_SPENT', 'even the right one');
  clock.set(Math.ceil((clock.now() + 8 * HOUR) / DAY) * DAY - 8 * HOUR);
  const again = await opened('u7');
  const view = await pages.view(again);
  assert.ok(view?.passwordLockedUntil, 'locked still');
  assert.equal(view.recovery?.triesLeft, 5, 'a new day');
  const smsCode = await code(again, number);
  assert.equal(name(await pages.resetPassword(again, forgotten(number, smsCode))), 'MOVED');
  assert.equal((await pages.view(await opened('u7')))?.passwordLockedUntil, null);
  assert.ok(await confirms('u7', OTHER_PASSWORD));
});

test('L2.20 G-17 wrong numbers at once are counted each, never more than there are', async () => {
  await l.register('u8');
  await lock('u8');
  const tokens = await Promise.all(Array.from({ length: 8 }, () => opened('u8')));
  const answers = await Promise.all(tokens.map((token) => pages.resetPassword(token, forgotten(WRONG_CARD))));
  assert.equal(answers.filter((answer) => name(answer) === 'CARD_NUMBER_WRONG').length, 4);
  assert.equal(answers.filter((answer) => name(answer) === 'RECOVERY_SPENT').length, 4);
});

test('L2.20-4 an enterprise tells its account number, then a code that its contact gets', async () => {
  await l.register('u9');
  await core.database.sql`update members set type = 'ENTERPRISE' where user_no = 'u9'`;
  await core.database.sql`update lanes set version = version + 1`;
  const token = await opened('u9');
  assert.deepEqual((await pages.view(token))?.recovery, { of: 'ENTERPRISE', asksCode: true, triesLeft: 5 });
  const smsCode = await code(token, await cardOf('u9'));
  assert.equal(name(await pages.resetPassword(token, forgotten(await cardOf('u9'), smsCode))), 'MOVED');
  await core.database.sql`update members set type = 'PERSON' where user_no = 'u9'`;
  await core.database.sql`update lanes set version = version + 1`;
});
