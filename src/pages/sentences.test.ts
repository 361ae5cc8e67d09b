import assert from 'node:assert/strict';
import test from 'node:test';
import { type Refusal, refusal } from '../custody/refusals.ts';
import { DAY } from '../kernel/time.ts';
import { NOW } from '../testing/pages/fake-core.ts';
import { fieldOf, MISTAKES } from './mistakes.ts';
import { REFUSAL_NAMES, sayRefusal } from './sentences.ts';

/** Facts of every refusal that has numbers in its sentence; what else is read is never missed by a test of words. */
const FACTS = {
  balance: 1_050n,
  underWay: 1_050n,
  available: 1_050n,
  needed: 50_000n,
  left: 3n,
  cap: 1n,
  why: 'SEQUENCE',
  until: NOW + DAY,
  expiresAt: NOW,
  seconds: 42,
  reason: '卡被冻结',
  state: 'BACK',
};

test('every refusal has a whole sentence in both languages', () => {
  assert.ok(REFUSAL_NAMES.length > 60);
  for (const name of REFUSAL_NAMES) {
    const refused = { name, facts: FACTS } as unknown as Refusal;
    const [zh, en] = [sayRefusal(refused, 'zh'), sayRefusal(refused, 'en')];
    assert.match(zh, /^[^a-z]{6,}。$/, `${name}: ${zh}`);
    assert.match(en, /^[A-Z].{12,}\.$/, `${name}: ${en}`);
    assert.doesNotMatch(zh + en, /undefined|NaN|\[object/, name);
  }
});

test('sentences carry the facts that a person needs', () => {
  const short = refusal('BALANCE_INSUFFICIENT', { available: 1_050n, needed: 1_234_567n });
  assert.equal(
    sayRefusal(short, 'zh'),
    '可用余额不足：需要 12,345.67 元，可用 10.50 元，还差 12,335.17 元。请先充值。',
  );
  assert.match(sayRefusal(refusal('PASSWORD_WRONG', { left: 1 }), 'en'), /1 try left/);
  assert.match(sayRefusal(refusal('PASSWORD_LOCKED', { until: NOW + DAY }), 'zh'), /2026-11-23 14:20/);
  const closed = ['', '余额不足。'].map((reason) => sayRefusal(refusal('BANK_REPORTED_FAILURE', { reason }), 'zh'));
  assert.match(closed[0] ?? '', /^银行没有完成付款。没有入账/);
  assert.match(closed[1] ?? '', /^银行没有完成付款：余额不足。没有入账/);
  const inEnglish = (reason: string) => sayRefusal(refusal('BANK_RETURNED', { reason }), 'en');
  assert.match(inEnglish('收款账户状态异常，款项已退回'), /^The bank returned it: the receiving account cannot/);
  assert.match(inEnglish('某行自己的话'), /^The bank returned it\. The money/, 'what is not known leaks no Chinese');
  assert.match(sayRefusal(refusal('SMS_CODE_WRONG', { left: 0 }), 'zh'), /重新获取/);
  for (const why of [
    'FORM',
    'REPEATED',
    'SEQUENCE',
    'PATTERN',
    'KEYPAD',
    'COMMON',
    'DATE',
    'ID_NUMBER',
    'MOBILE',
  ] as const) {
    assert.equal(fieldOf(refusal('PASSWORD_WEAK', { why }).name), 'password');
  }
});

test('a refusal by a name that is no longer known has a sentence too', () => {
  assert.match(sayRefusal({ name: 'OF_OLD', facts: {} } as unknown as Refusal, 'zh'), /未能办理/);
});

test('a mistake at a field is named in both languages', () => {
  for (const { zh, en } of Object.values(MISTAKES)) assert.ok(zh.endsWith('。') && en.endsWith('.'));
});
