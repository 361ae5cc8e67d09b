import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, parseTime } from '../../kernel/time.ts';
import { idNumber } from '../../testing/people.ts';
import { checkIdNumber, isOfAge } from './identity.ts';

const at = (text: string) => parseTime(text) ?? Number.NaN;

test('of age from the first instant of the eighteenth birthday in Beijing, and not a moment before', () => {
  const person = idNumber('20081122');
  assert.equal(isOfAge(person, at('20261122000000') - 1), false);
  assert.equal(isOfAge(person, at('20261122000000')), true);
  assert.equal(isOfAge(person, at('20261122000000') + MINUTE), true);
});

test('who was born on a leap day is of age on the first of March', () => {
  const person = idNumber('20080229');
  assert.equal(isOfAge(person, at('20260228235959')), false);
  assert.equal(isOfAge(person, at('20260301000000')), true);
});

test('L2.1 an ID number has a possible birth date and the check character of GB 11643, X in either case', () => {
  assert.equal(checkIdNumber('11010519491231002X'), true);
  assert.equal(checkIdNumber('11010519491231002x'), true);
  assert.equal(checkIdNumber('110105194912310021'), false);
  assert.equal(checkIdNumber('11010519490231002X'), false);
  assert.equal(checkIdNumber('1101051949123100'), false);
});
