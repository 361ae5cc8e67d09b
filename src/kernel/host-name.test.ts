/** By which names a door of the sandbox may be called. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { isOwnHost } from './host-name.ts';

test('addresses, localhost and our own names, in any case and with any port; nothing else', () => {
  for (const host of ['127.0.0.1:8081', '[::1]:8081', '10.0.0.5', 'localhost', 'bank.localhost:1', 'Bank.Example:81']) {
    assert.ok(isOwnHost(host, ['bank.example']), host);
  }
  const foreign = [
    'evil.example',
    'localhost.evil.example',
    'x@127.0.0.1',
    '127.0.0.1/x',
    '127.0.0.1.evil.example',
    '',
    ' ',
  ];
  for (const host of [...foreign, 'evil.example#127.0.0.1', undefined]) {
    assert.ok(!isOwnHost(host, ['bank.example']), String(host));
  }
});
