import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody, person, TYPED } from '../../testing/custody.ts';
import { refusePassword } from './weak-passwords.ts';

for (const [password, why] of [
  ['12345', 'FORM'],
  ['1234567', 'FORM'],
  ['12345a', 'FORM'],
  ['111111', 'REPEATED'],
  ['121212', 'REPEATED'],
  ['123123', 'REPEATED'],
  ['123456', 'SEQUENCE'],
  ['987654', 'SEQUENCE'],
  ['890123', 'SEQUENCE'],
  ['900307', 'ID_NUMBER'],
  ['199003', 'ID_NUMBER'],
  ['345678', 'SEQUENCE'],
  ['138024', 'MOBILE'],
  ['135790', 'COMMON'],
  ['135791', 'SEQUENCE'],
  ['864208', 'SEQUENCE'],
  ['123789', 'SEQUENCE'],
  ['100000', 'REPEATED'],
  ['666888', 'REPEATED'],
  ['112233', 'PATTERN'],
  ['808808', 'REPEATED'],
  ['951159', 'PATTERN'],
  ['147258', 'KEYPAD'],
  ['147896', 'KEYPAD'],
  ['159357', 'KEYPAD'],
  ['258079', null],
  ['520131', 'COMMON'],
  ['521314', 'COMMON'],
  ['881231', 'DATE'],
  ['123188', 'DATE'],
  ['311288', 'DATE'],
  ['040229', 'DATE'],
  ['200105', 'DATE'],
  ['072019', 'DATE'],
  ['880231', null],
  ['138813', null],
  ['274916', null],
] as const) {
  test(`G-17 the password ${password} is ${why ?? 'taken'}`, () => {
    const refused = refusePassword(password, '330106199003071013', '13802468013');
    assert.deepEqual(refused?.facts ?? null, why && { why });
  });
}

test('G-17 what is guessed first is refused at registration, before anything is counted', async () => {
  const core = await createTestCustody();
  const { custody, lianyintong } = core;
  const token = (await lianyintong.open('weak', person('weak', 'ORDINARY'), false)) as string;
  for (const password of ['112233', '123321', '147258', '100000', '520131', '135790', '666888', '881231']) {
    const answer = await custody.pages.register(token, { ...TYPED, smsCode: '', password, passwordAgain: password });
    assert.equal(answer?.ok === false && answer.error.name, 'PASSWORD_WEAK', password);
  }
});

test('G-17 one in ten of all numbers is refused, no more', () => {
  let refused = 0;
  for (let number = 0; number < 1_000_000; number += 1) {
    if (refusePassword(number.toString().padStart(6, '0'), '', '')) refused += 1;
  }
  assert.ok(refused > 90_000 && refused < 110_000, `${refused}`);
});
