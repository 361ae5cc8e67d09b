import assert from 'node:assert/strict';
import test from 'node:test';
import { formSources, sameAddress, webAddress } from './web.ts';

test('G-13 callbackUrl is an address that a browser can be sent to', () => {
  for (const text of [
    'https://a.example/x?y=1&z=%3B',
    'HTTP://localhost:8082/r',
    'http://[::1]:80/',
    'http://[2001:db8::7]/back?x=1',
    'http://[::ffff:10.0.0.1]:65535/',
    'https://榆树.example/;',
    'https://a.example:1',
  ]) {
    assert.equal(webAddress(text), text);
  }
  const wrong = ['', ' ', 'javascript:alert(1)', '//a.example', 'ftp://a', 'http://', 'http://a b/', 'a.example/back'];
  const hosts = ["'self'", '*', '*.a', 'a,b', 'a;sandbox', 'a"b', 'a%3Bb', '[::1', '::1', '[fe80::1%25eth0]', ' '];
  const ports = ['0', '65536', '99999', '-1', '8x'];
  for (const text of [
    ...[...wrong, 'x\nhttps://a/'],
    ...hosts.map((host) => `https://${host}/back`),
    ...ports.map((port) => `https://a:${port}/`),
  ]) {
    assert.equal(webAddress(text), null, text);
  }
});

test('G-13 its ends are trimmed and its inner blanks percent-encoded', () => {
  assert.equal(webAddress(' \t\u3000https://a.example/x\r\n'), 'https://a.example/x');
  assert.equal(webAddress('https://a.example/my back?to=user 7'), 'https://a.example/my%20back?to=user%207');
  assert.equal(webAddress('https://a.example/a\tb\u3000c%20d+e'), 'https://a.example/a%09b%E3%80%80c%20d+e');
});

test('DW-5 two spellings of one address are the same', () => {
  assert.ok(sameAddress('https://A.example', 'https://a.example:443/'));
  assert.ok(!sameAddress('https://a.example/x', 'https://a.example/y'));
});

test('G-13 a form may go wherever its address redirects to, from https by https only', () => {
  assert.deepEqual(formSources('https://[::1]/back'), ['https:']);
  assert.deepEqual(formSources('http://a.example/'), ['http:', 'https:']);
});
