/** Sentences as they fit: values whole or not at all, nothing cut within a word or a number (G-5, G-6). */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { refusal } from '../custody/refusals.ts';
import { DIALECTS } from './dialects.ts';
import { type AnyRefusal, type AnyRefusalName, wireRefusal } from './refusals.ts';
import { sentenceOf, shortSentence } from './sentences.ts';
import { examplesOf } from './document/code-table.ts';

const length = (text: string) => [...text].length;
const listed = (came: string, allowed: readonly string[]) =>
  shortSentence(wireRefusal('FIELD_NOT_LISTED', { field: 'repaymentWay', came, allowed }));

test('G-6 an enumeration drops whole values, and names the one that came', () => {
  const ways = ['ONE_TIME_SERVICING', 'FIRSEINTREST_LASTPRICIPAL', 'FIXED_PAYMENT_MORTGAGE'];
  assert.equal(listed('x', ['A', 'B']), 'repaymentWay 取值 x 有误，应为 A、B');
  assert.equal(listed('NEVER', ways), 'repaymentWay 取值 NEVER 有误，应为 ONE_TIME_SERVICING 等');
  assert.equal(listed('A_WORD_OF_20_LETTERS', ways), 'repaymentWay 取值 A_WORD_OF_20_LETTERS 有误');
  assert.equal(listed('', ways), 'repaymentWay 取值有误，应为 ONE_TIME_SERVICING 等');
  const property = fc.property(fc.array(fc.stringMatching(/^[A-Z_]{1,30}$/), { minLength: 1 }), (allowed) => {
    const said = listed('NEVER', allowed);
    assert.ok(length(said) <= 50, said);
    const values = said.replace(/ 等$/, '').split('应为 ')[1]?.split('、') ?? [];
    assert.deepEqual(values, allowed.slice(0, values.length));
  });
  fc.assert(property);
});

/** Facts as long as they can be. */
const LONG_FACTS = {
  ...Object.fromEntries(
    ['available', 'needed', 'left', 'limit', 'claim', 'cap'].map((name) => [name, 99_999_999_999n]),
  ),
  ...Object.fromEntries(['amount', 'total', 'principal', 'commission', 'least'].map((name) => [name, 99_999_999_999n])),
  ...{ came: 0, ours: 0, until: 0, expiresAt: 0, bytes: 1, most: 50, allowed: ['A'] },
};

test('G-5 no sentence is cut within a word or a number, however long its facts', () => {
  const names = Object.keys(DIALECTS.lianyintong.codes) as AnyRefusalName[];
  const property = fc.property(fc.constantFrom(...names), fc.stringMatching(/^[A-Za-z0-9_-]{1,70}$/), (name, long) => {
    const facts = new Proxy(LONG_FACTS as Readonly<Record<string, unknown>>, {
      get: (known, fact) => known[String(fact)] ?? long,
    });
    const refused = {
      name,
      facts: name === 'JSON_MALFORMED' || name === 'PASSWORD_WEAK' ? examplesOf(name)[0]?.facts : facts,
    };
    const [whole, short] = [sentenceOf(refused as AnyRefusal), shortSentence(refused as AnyRefusal)];
    assert.ok(length(short) <= 50, short);
    if (!short.endsWith('…')) return;
    const kept = short.slice(0, -1);
    assert.ok(whole.startsWith(kept) && kept.length > 0, short);
    assert.doesNotMatch(`${kept.slice(-1)}${whole.charAt(kept.length)}`, /[\w.-]{2}/, `${short} of ${whole}`);
  });
  fc.assert(property, { numRuns: 3_000 });
});

test('G-5 what is too long ends where a part of the sentence ends', () => {
  const short = (holdNo: string) => shortSentence(refusal('HOLD_MUST_BE_WHOLE', { left: 123_456_789n, holdNo }));
  assert.equal(short('P1'), '放款金额应等于预处理余额 1234567.89：P1');
  assert.equal(short('P'.repeat(40)), '放款金额应等于预处理余额 1234567.89…');
  const reason = '收款行拒绝：账户状态异常，请联系开户行核实账户状态并更新后再行提交办理该笔提现业务的申请';
  const told = shortSentence(refusal('BANK_REPORTED_FAILURE', { reason }));
  assert.ok(length(told) > 40 && told.endsWith('…'), told);
});
