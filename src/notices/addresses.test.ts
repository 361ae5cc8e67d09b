import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressPolicy, findTarget, isPublicAddress, resolveHost, whyNoReceiver } from './addresses.ts';

const PRODUCTION = addressPolicy('production');
const SANDBOX = addressPolicy('sandbox');
const PUBLIC = [{ address: '93.184.216.34', family: 4 }];

test('LW-9 addresses of the public internet are told from all others, IPv4, IPv6 and one inside the other', () => {
  for (const address of ['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:2800:220:1::1', '::ffff:8.8.8.8']) {
    assert.equal(isPublicAddress(address), true, address);
  }
  const inner = [
    ...['127.0.0.1', '127.9.9.9', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['100.64.0.1', '168.63.129.16', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::', '64:ff9b::a00:1'],
    ...[
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:10.0.0.1',
      '::ffff:169.254.169.254',
      '::127.0.0.1',
      'localhost',
      '',
    ],
  ];
  for (const address of inner) assert.equal(isPublicAddress(address), false, address);
});

test('LW-9 in production a notify address is https and leads to the public internet, however it is spelt', async () => {
  const reason = async (url: string, addresses = PUBLIC) => {
    const target = await findTarget(url, PRODUCTION, async () => addresses);
    return target.ok ? 'ok' : target.reason;
  };
  assert.equal(await reason('https://platform.example/notify'), 'ok');
  assert.equal(await reason('https://93.184.216.34:8443/notify'), 'ok');
  assert.equal(await reason('http://platform.example/notify'), 'the notify address must be https');
  const inner = 'the notify address leads to a private network';
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[fe80::1]',
  ]) {
    assert.equal(await reason(`https://${host}/`), inner, host);
  }
  assert.equal(await reason('https://inside.example/', [{ address: '10.1.2.3', family: 4 }]), inner);
  const mixed = [...PUBLIC, { address: '::ffff:192.168.0.1', family: 6 }];
  assert.equal(await reason('https://mixed.example/', mixed), inner);
  assert.equal(await reason('https://nowhere.example/', []), 'the name of the notify address leads nowhere');
});

test('LW-9 which addresses and names lead inside is told without a name server, as far as it can be', () => {
  const inner = 'the notify address leads to a private network';
  const hosts = [
    ...['10.0.0.1', '192.168.1.1', '169.254.169.254', '0x7f.1', '[::1]', '[fe80::1]', '[fd00:ec2::254]', '127.0.0.1'],
    ...[
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      'printer.local',
      'metadata.google.internal',
      'x.home.arpa',
      ...['a.lan', 'a.intranet', 'a.corp', 'localhost.localdomain', 'a.test', 'a.invalid'],
      'receiver',
    ],
  ];
  for (const host of hosts) {
    assert.equal(whyNoReceiver(`https://${host}/notify`, PRODUCTION), inner, host);
    assert.equal(whyNoReceiver(`https://${host}/notify`, SANDBOX), null, host);
  }
  for (const host of [
    'platform.example',
    'localhost.example',
    'my-internal.example.',
    '8.8.8.8',
    '[2606:2800:220:1::1]',
  ]) {
    assert.equal(whyNoReceiver(`https://${host}/notify`, PRODUCTION), null, host);
  }
  assert.equal(whyNoReceiver('http://platform.example/', PRODUCTION), 'the notify address must be https');
  for (const secret of ['me:word', 'me'].map((user) => `https://${user}@platform.example/`))
    assert.equal(whyNoReceiver(secret, SANDBOX), 'the notify address carries a user name or password');
  assert.equal(whyNoReceiver('nonsense', SANDBOX), 'the notify address is no URL');
});

test('LW-9 only http and https are ways to send a notice, also in a sandbox', async () => {
  for (const url of ['ftp://platform.example/', 'file:///etc/hosts', 'gopher://a/', 'javascript:1', 'nonsense', '']) {
    assert.equal((await findTarget(url, SANDBOX, async () => PUBLIC)).ok, false, url);
  }
  assert.equal((await findTarget('http://127.0.0.1:8082/notify', SANDBOX, async () => [])).ok, true);
});

test('localhost needs no name server', async () => {
  assert.deepEqual(await resolveHost('localhost'), [{ address: '127.0.0.1', family: 4 }]);
  assert.deepEqual(await resolveHost('demo.localhost'), [{ address: '127.0.0.1', family: 4 }]);
});
