/** Accounts by address. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createStrangers, networkOf, oneOf } from './strangers.ts';

test('an address of IPv4 stands for itself, one of IPv6 for the network that its owner has', () => {
  for (const [address, network] of [
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ]) {
    assert.equal(networkOf(address ?? ''), network, address);
  }
});

test('addresses and networks of both families are known in every spelling', () => {
  const isOwn = oneOf(['127.0.0.0/8', '10.1.2.3', 'fc00::/7', '::1']);
  for (const address of ['127.0.0.1', '::ffff:127.9.9.9', '10.1.2.3', 'fd12::1', '::1']) assert.ok(isOwn(address));
  for (const address of ['10.1.2.4', '8.8.8.8', '2001:db8::1', '::ffff:8.8.8.8', 'x', '']) assert.ok(!isOwn(address));
});

test('bytes count beside calls, and whoever is vouched for gets all of it back', () => {
  const strangers = createStrangers({ perSecond: 0, burst: 10 }, () => 0);
  const account = strangers.enter('10.0.0.1');
  assert.ok(account);
  assert.ok(account.affords(100_000));
  assert.ok(account.affords(10_000_000), 'what is left covers any body once');
  assert.equal(strangers.enter('10.0.0.1'), null);
  assert.ok(strangers.enter('10.0.0.2'), 'others have their own');
  account.vouch();
  account.vouch();
  for (let count = 0; count < 10; count += 1) assert.ok(strangers.enter('10.0.0.1'));
  assert.equal(strangers.enter('10.0.0.1'), null, 'and no more than that');
});
