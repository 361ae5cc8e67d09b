import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusePassword } from './passwords.ts';

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
  ['135790', null],
] as const) {
  test(`G-17 the password ${password} is ${why ?? 'taken'}`, () => {
    const refused = refusePassword(password, '330106199003071013', '13802468013');
    assert.deepEqual(refused?.facts ?? null, why && { why });
  });
}
