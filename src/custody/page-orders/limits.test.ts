/** A registration page is neither a card oracle nor a way to flood a mobile (G-18). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, MINUTE, SECOND } from '../../kernel/time.ts';
import { createTestCustody, person, type TestPlatform, TYPED } from '../../testing/custody.ts';
import { idNumber } from '../../testing/people.ts';
import type { StepAnswer } from './pages.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, bank, clock, custody } = core;
const { pages } = custody;
const name = (answer: StepAnswer | null) => (answer?.ok === false ? answer.error.name : answer?.value);

let cardChecks = 0;
bank.verifyCard = async () => {
  cardChecks += 1;
  return bank.verdicts.shift() ?? 'FAILED';
};

let serial = 0;
const openPage = async (p: TestPlatform, mobile: string | null, id: string | null = null): Promise<string> => {
  serial += 1;
  const given = { ...person(`m${serial}`, 'INVESTOR'), mobile, idNumber: id } as ReturnType<typeof person>;
  return (await p.open(`r${serial}`, given, false)) as string;
};
const lastCode = () => /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
const sendCode = async (token: string, mobile: string): Promise<string> => {
  clock.advance(MINUTE);
  assert.equal(name(await pages.sendSms(token, mobile)), 'MOVED');
  return lastCode();
};
const tries = async (token: string, mobile: string, smsCode: string, times: number, id = idNumber()) => {
  const answers: (string | undefined)[] = [];
  for (let i = 0; i < times; i += 1) {
    answers.push(name(await pages.register(token, { ...TYPED, idNumber: id, mobile, smsCode })));
  }
  return answers;
};
const state = async (no: string) => (await custody.queries.order(d.platform.platformId, no))?.refusal?.name;

test('G-18 one code pays for three card checks that fail, not for sixty', async () => {
  const token = await openPage(d, null);
  const smsCode = await sendCode(token, '13900000001');
  const answers = await tries(token, '13900000001', smsCode, 60);
  assert.deepEqual(answers.slice(0, 4), [...Array(3).fill('CARD_CHECK_FAILED'), 'SMS_CODE_EXPIRED']);
  assert.deepEqual(new Set(answers.slice(3)), new Set(['SMS_CODE_EXPIRED']));
  assert.equal(cardChecks, 3);
});

test('G-18 a check that the bank did not answer is not paid for', async () => {
  const token = await openPage(d, null);
  const smsCode = await sendCode(token, '13900000002');
  bank.verdicts.push('UNKNOWN', 'UNKNOWN', 'UNKNOWN');
  const answers = await tries(token, '13900000002', smsCode, 7);
  const told = ['UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'FAILED', 'FAILED', 'FAILED'].map((said) => `CARD_CHECK_${said}`);
  assert.deepEqual(answers, [...told, 'SMS_CODE_EXPIRED']);
});

test('G-18 an order has ten card checks, then it ends', async () => {
  cardChecks = 0;
  const token = await openPage(d, null);
  const no = `r${serial}`;
  for (let i = 0; i < 4; i += 1) {
    const mobile = `1390000010${i}`;
    await tries(token, mobile, await sendCode(token, mobile), 3);
  }
  assert.equal(cardChecks, 10);
  assert.equal(await state(no), 'CARD_CHECKS_SPENT');
});

test('G-18 ten card checks a day of a mobile, and of an ID number, on whatever platforms', async () => {
  const checks = async (p: TestPlatform, mobile: string, id: string): Promise<(string | undefined)[]> => {
    const token = await openPage(p, null);
    return await tries(token, mobile, await sendCode(token, mobile), 3, id);
  };
  const [mobile, id] = ['13900000003', idNumber()];
  for (const p of [l, d, l]) await checks(p, mobile, idNumber());
  assert.deepEqual(await checks(d, mobile, idNumber()), [
    'CARD_CHECK_FAILED',
    'CARD_CHECK_DAY_LIMIT',
    'CARD_CHECK_DAY_LIMIT',
  ]);
  for (const [i, p] of [l, d, l].entries()) await checks(p, `1390000020${i}`, id);
  assert.equal((await checks(d, '13900000204', id)).at(-1), 'CARD_CHECK_DAY_LIMIT');
  clock.advance(DAY);
  assert.deepEqual(new Set(await checks(d, mobile, id)), new Set(['CARD_CHECK_FAILED']), 'a new day');
});

test('G-18 asked by pages of several platforms at once, a mobile gets one message in a minute', async () => {
  const mobile = '13900000004';
  const tokens = await Promise.all([l, d, l].map((p) => openPage(p, mobile)));
  clock.advance(MINUTE);
  const before = bank.messages.length;
  const answers = await Promise.all(tokens.map((token) => pages.sendSms(token, '')));
  assert.equal(bank.messages.length, before + 1);
  assert.deepEqual(answers.map(name).sort(), ['MOVED', 'SMS_TOO_SOON', 'SMS_TOO_SOON']);
  clock.advance(59 * SECOND);
  const again = await pages.sendSms(tokens[0] as string, '');
  assert.deepEqual(again?.ok === false && again.error.facts, { seconds: 1 });
});

test('G-18 one page sends five messages, a mobile gets ten a day', async () => {
  const mobile = '13900000005';
  const counted = async (token: string, to: string) => {
    const before = bank.messages.length;
    const told = new Set<string | undefined>();
    for (let i = 0; i < 13; i += 1) {
      clock.advance(10 * SECOND * 6);
      told.add(name(await pages.sendSms(token, to)));
    }
    return [bank.messages.length - before, [...told].at(-1)];
  };
  const open = (p: TestPlatform) => openPage(p, null);
  clock.set(Math.ceil(clock.now() / DAY) * DAY);
  assert.deepEqual(await counted(await open(d), mobile), [5, 'SMS_ORDER_LIMIT']);
  assert.deepEqual(await counted(await open(l), mobile), [5, 'SMS_ORDER_LIMIT']);
  assert.deepEqual(await counted(await open(d), mobile), [0, 'SMS_DAY_LIMIT']);
  clock.advance(DAY);
  assert.equal((await counted(await open(d), mobile))[0], 5);
});

test('G-18 a new code does not renew the tries beyond ten an order, which then ends', async () => {
  const mobile = '13900000006';
  const token = await openPage(d, null);
  const no = `r${serial}`;
  const told: (string | undefined)[] = [];
  for (let i = 0; i < 3; i += 1) {
    const code = await sendCode(token, mobile);
    told.push(...(await tries(token, mobile, code === '000000' ? '000001' : '000000', i < 2 ? 5 : 2)));
  }
  assert.deepEqual(told.slice(0, 10), Array(10).fill('SMS_CODE_WRONG'));
  assert.deepEqual(told.slice(10), ['MOVED', 'MOVED']);
  assert.equal(await state(no), 'SMS_TRIES_SPENT');
});
