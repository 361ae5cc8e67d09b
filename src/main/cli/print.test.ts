import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from './print.ts';

test('a key stands as its file does, to be copied; what only begins like one stays a line', () => {
  const publicKey = '-----BEGIN PUBLIC KEY-----\nMIIB+/8=\nAQAB\n-----END PUBLIC KEY-----\n';
  assert.equal(describe({ state: 'signing', publicKey }), `state: signing\npublicKey:\n${publicKey}`);
  const told = publicKey.replace('AQAB', 'outcome: done');
  assert.equal(describe({ told }).split('\n').length, 2);
});
