import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { callersPath, describeConfig, readConfig } from './config.ts';

test('without an environment the documented defaults hold', () => {
  const { mode, host, port, bankPort, demoPort, data, databaseUrl, publicUrl } = readConfig({});
  assert.deepEqual([mode, host, port, bankPort, demoPort], ['sandbox', '127.0.0.1', 8080, 8081, 8082]);
  assert.deepEqual([data, databaseUrl, publicUrl], [resolve('data'), null, null]);
  const { opsHost, opsPort } = readConfig({ CUNGUAN_HOST: '0.0.0.0' });
  assert.deepEqual([opsHost, opsPort], ['127.0.0.1', null]);
});

test('a sandbox ends at once, in production callers are given time to look elsewhere', () => {
  const drains = [{}, { CUNGUAN_MODE: 'production' }, { CUNGUAN_MODE: 'production', CUNGUAN_DRAIN: '0' }];
  assert.deepEqual(
    drains.map((environment) => readConfig(environment).drain),
    [0, 5, 0],
  );
});

test('values are read and trimmed, an empty one is none', () => {
  const config = readConfig({
    ...{ CUNGUAN_PORT: ' 9000 ', CUNGUAN_MODE: 'production', CUNGUAN_DATA: '/srv/x', CUNGUAN_HOST: '' },
    ...{ CUNGUAN_PUBLIC_URL: 'https://custody.example/base/', DATABASE_URL: 'postgresql://u:p@db/x' },
  });
  assert.deepEqual([config.port, config.mode, config.data, config.host], [9000, 'production', '/srv/x', '127.0.0.1']);
  assert.equal(config.publicUrl, 'https://custody.example/base');
});

test('a master key is read from the environment, and never shown', () => {
  const key = 'ab'.repeat(32);
  const command = 'kms decrypt --token secret';
  const config = readConfig({ CUNGUAN_MASTER_KEY: key, CUNGUAN_MASTER_KEY_COMMAND: command });
  assert.deepEqual([config.masterKey, config.masterKeyCommand, config.masterKeyFile], [key, command, null]);
  const shown = describeConfig(config).join('\n');
  assert.match(shown, /^CUNGUAN_MASTER_KEY=\*\*\*$/m);
  assert.doesNotMatch(shown, /abab|secret/);
  const message = 'CUNGUAN_MASTER_KEY cannot be used: it must be 32 bytes in hexadecimal.';
  assert.throws(() => readConfig({ CUNGUAN_MASTER_KEY: 'ab' }), { name: 'OperatorError', message, exitCode: 2 });
});

test('proxies are addresses and networks; without a word those of private networks', () => {
  const proxies = (text?: string) => readConfig(text === undefined ? {} : { CUNGUAN_PROXIES: text }).proxies;
  assert.ok(proxies().includes('10.0.0.0/8') && !proxies().includes('0.0.0.0/0'));
  assert.deepEqual(proxies('10.0.0.5, 2001:db8::/32'), ['10.0.0.5', '2001:db8::/32']);
  assert.deepEqual(proxies('none'), []);
  for (const bad of ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.5,', '::1/129']) {
    assert.throws(() => proxies(bad), /^OperatorError: CUNGUAN_PROXIES .* must be IP addresses or networks/, bad);
  }
});

test('a bad value is one sentence that names the variable and what it must be', () => {
  const bad = [
    ['CUNGUAN_PORT', '80 80', 'a whole number from 0 to 65535'],
    ['CUNGUAN_PORT', '65536', 'a whole number from 0 to 65535'],
    ['CUNGUAN_OPS_PORT', 'none', 'a whole number from 0 to 65535'],
    ['CUNGUAN_MODE', 'test', 'one of sandbox, production'],
    ['CUNGUAN_HOST', 'a b', 'a host name or an IP address'],
    ['CUNGUAN_PUBLIC_URL', 'ftp://x', 'an http or https address'],
    ['CUNGUAN_PUBLIC_URL', 'http://x/?a=1', 'an http or https address'],
    ['CUNGUAN_ADDRESS_RATE', '0', 'a whole number from 1 to 1000000'],
    ['CUNGUAN_LOG', 'loud', 'one of debug, info, warn, error, silent'],
  ] as const;
  for (const [name, value, expected] of bad) {
    const message = `${name} "${value}" cannot be used: it must be ${expected}.`;
    assert.throws(() => readConfig({ [name]: value }), { name: 'OperatorError', message, exitCode: 2 });
  }
});

test('an address of the database that cannot work is told before anything is tried', () => {
  const why = (address: string): string => {
    try {
      return readConfig({ DATABASE_URL: address }).databaseUrl === address ? 'fits' : 'changed';
    } catch (error) {
      return (error as Error).message;
    }
  };
  for (const several of ['u:p@a,b/x', 'u:p@a:5432,b:5433/x', 'a,b', '/x?host=a,b']) {
    assert.match(
      why(`postgres://${several}`),
      /^DATABASE_URL cannot be used: it must be the address of one host: [^\n]+\.$/,
    );
  }
  assert.match(why('postgres://u:p@h/x?sslmode=on'), /: it must be an address whose sslmode is one of disable, .*\.$/);
  for (const one of ['u:p,q@h/x', 'u:p@h/x?sslmode=verify-full&sslrootcert=/ca,1.pem', 'h']) {
    assert.equal(why(`postgres://${one}`), 'fits');
  }
});

test('secrets are masked, also in the sentence about a bad one', () => {
  const url = 'postgres://user:s3cret@db:5432/x?password=s3cret&sslmode=require';
  const shown = describeConfig(readConfig({ DATABASE_URL: url })).join('\n');
  assert.match(shown, /DATABASE_URL=postgres:\/\/user:\*\*\*@db:5432\/x\?password=\*\*\*&sslmode=require/);
  assert.doesNotMatch(shown, /s3cret/);
  const told = (error: Error): boolean =>
    /^DATABASE_URL cannot be used/.test(error.message) && !/s3cret/.test(error.message);
  assert.throws(() => readConfig({ DATABASE_URL: 'mysql://user:s3cret@db/x' }), told);
});

test('a file named on the command line is looked for where the person stands, not where npm runs', () => {
  assert.equal(callersPath('key.pem', { INIT_CWD: '/somewhere' }), '/somewhere/key.pem');
  assert.equal(callersPath('/etc/key.pem', { INIT_CWD: '/somewhere' }), '/etc/key.pem');
  assert.equal(callersPath('key.pem', {}), resolve('key.pem'));
});

test('both READMEs name every variable there is', async () => {
  for (const name of ['README.md', 'README.zh-CN.md']) {
    const text = await readFile(join(import.meta.dirname, '..', name), 'utf8');
    for (const line of describeConfig(readConfig({}))) {
      const [variable = ''] = line.split('=');
      assert.ok(text.includes(`\`${variable}\``), `${name}: ${variable}`);
    }
  }
});
