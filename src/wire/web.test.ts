import assert from 'node:assert/strict';
import test from 'node:test';
import { isWebAddress, sameAddress } from './web.ts';

test('G-13 callbackUrl is an address that a browser can be sent to', () => {
  for (const text of [
    'https://a.example/x?y=1&z=%3B',
    'HTTP://localhost:8082/r',
    'http://[::1]:80/',
    'https://榆树.example/;',
  ]) {
    assert.ok(isWebAddress(text), text);
  }
  const wrong = ['', 'javascript:alert(1)', '//a.example', 'ftp://a', 'http://', 'http://a b/', 'https://a;sandbox/'];
  for (const text of [...wrong, "https://'self'/", 'https://*/', 'https://a,b/', 'https://a%3Bb/', 'x\nhttps://a/']) {
    assert.ok(!isWebAddress(text), text);
  }
});

test('DW-5 two spellings of one address are the same', () => {
  assert.ok(sameAddress('https://A.example', 'https://a.example:443/'));
  assert.ok(!sameAddress('https://a.example/x', 'https://a.example/y'));
});
