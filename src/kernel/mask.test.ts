/** Masks show enough for the owner and nothing more. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { maskCard, maskIdNumber, maskMobile, maskName } from './mask.ts';

test('G-19 a card shows its first 6 and last 4 digits', () => {
  assert.equal(maskCard('6222021234567890123'), '622202*********0123');
  assert.equal(maskCard('6222021234560123'), '622202******0123');
});

test('G-19 mobile, ID number and name keep only what their owner recognises', () => {
  assert.equal(maskMobile('13800001234'), '138****1234');
  assert.equal(maskIdNumber('11010519491231002X'), '110***********002X');
  assert.equal(maskName('张三'), '张*');
  assert.equal(maskName('欧阳娜娜'), '欧***');
  assert.equal(maskName('𠮷野'), '𠮷*');
});

test('G-19 a text too short for its pattern shows nothing', () => {
  assert.equal(maskCard('6222021234'), '**********');
  assert.equal(maskMobile('1234567'), '*******');
  assert.equal(maskName('王'), '*');
  assert.equal(maskName(''), '');
});

test('G-19 a mask keeps the length, and is the same when masked again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const mask of [maskCard, maskMobile, maskIdNumber, maskName]) {
        assert.equal([...mask(text)].length, [...text].length);
        assert.equal(mask(mask(text)), mask(text));
      }
    }),
  );
});
