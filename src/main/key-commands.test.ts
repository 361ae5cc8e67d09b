/** A custodian's key from its publication to its end, by a clock that the test moves, at two nodes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, SECOND } from '../kernel/time.ts';
import { runCommand } from '../testing/commands.ts';
import { createKeyStage } from '../testing/key-stage.ts';
import { keyOfNobody } from '../testing/keys.ts';
import { addressPolicy } from '../notices/addresses.ts';
import { keyCommands } from './key-commands.ts';
import { KeyRing } from './key-ring.ts';
import { platformCommands } from './platform-commands.ts';
import { makePair } from './signing-keys.ts';

const { sql, sealer, secrets, clock, directory } = await createKeyStage();
let passed = 0;
const ring = () => new KeyRing(sql, sealer, clock, () => passed);
const [here, there] = [ring(), ring()];
const desk = { sql, sealer, ring: here, clock, makes: true };
const commands = {
  ...platformCommands(directory, desk, addressPolicy('sandbox')),
  ...keyCommands(directory, desk, secrets),
};

async function run<T>(name: string, platformNo: string, more: object = {}): Promise<T> {
  return runCommand<T>(commands, name, { platformNo, ...more });
}

type Line = Readonly<Record<'keySerial' | 'state', string>>;

/** How the keys of a platform stand: `2 signing, 3 published`. */
async function standing(platformNo: string): Promise<string> {
  const lines = await run<Line[]>('keys.list', platformNo);
  return lines.map(({ keySerial, state }) => `${keySerial} ${state}`).join(', ');
}

async function platform(platformNo: string): Promise<{ readonly platformId: number }> {
  const args = { name: 'P', dialect: 'lianyintong', publicKey: keyOfNobody() };
  await run('platform.create', platformNo, args);
  const file = await directory.byNo(platformNo);
  assert.ok(file);
  return file.platform;
}

const serials = async (of: { readonly platformId: number } | null) =>
  (await Promise.all([here.signerFor(of), there.signerFor(of)])).map(({ serial }) => serial);

test('G-2 a key is published, signs from its time on at every node, and is retired', async () => {
  const one = await platform('1');
  assert.deepEqual(await serials(one), ['2', '2']);
  const made = await run<Record<string, string>>('keys.add', '1');
  assert.equal(made.custodianKeySerial, '3');
  assert.match(made.custodianPublicKey ?? '', /^-----BEGIN PUBLIC KEY-----/);
  passed += SECOND;
  assert.deepEqual(await serials(one), ['2', '2'], 'what is published signs nothing');
  assert.equal(await standing('1'), '2 signing, 3 published');
  const at = clock.now() + HOUR;
  await run('keys.rotate', '1', { keySerial: '3', at });
  passed += SECOND;
  assert.equal(await standing('1'), '2 signing, 3 planned');
  clock.set(at - 1);
  assert.deepEqual(await serials(one), ['2', '2']);
  clock.set(at);
  assert.deepEqual(await serials(one), ['3', '3'], 'without a look at the database in between');
  assert.equal(await standing('1'), '2 replaced, 3 signing');
  await assert.rejects(run('keys.retire', '1', { keySerial: '3' }), /signs: rotate to another before you retire it/);
  await run('keys.retire', '1', { keySerial: '2' });
  assert.equal(await standing('1'), '2 retired, 3 signing');
  const rows = await sql`select serial from signing_keys where private_key is null`;
  assert.deepEqual(
    rows.map(({ serial }) => serial),
    ['2'],
    'its private half is gone',
  );
  await assert.rejects(run('keys.rotate', '1', { keySerial: '2' }), /The key 2 of 1 has been retired/);
});

test('G-2 a rotation at once counts here at once, at every node within a second, and can be taken back', async () => {
  const one = await platform('2');
  await run('keys.add', '2', { keySerial: 'B' });
  assert.deepEqual(await serials(one), ['2', '2']);
  await run('keys.rotate', '2', { keySerial: 'B' });
  assert.deepEqual(await serials(one), ['B', '2']);
  passed += SECOND;
  assert.deepEqual(await serials(one), ['B', 'B']);
  clock.advance(1);
  await run('keys.rotate', '2', { keySerial: '2' });
  passed += SECOND;
  assert.deepEqual(await serials(one), ['2', '2']);
});

test('G-2 a planned rotation is replaced by the next, and taken back by rotating to the key that signs', async () => {
  await platform('3');
  for (const keySerial of ['B', 'C']) await run('keys.add', '3', { keySerial });
  const at = clock.now() + HOUR;
  await run('keys.rotate', '3', { keySerial: 'B', at });
  await assert.rejects(run('keys.retire', '3', { keySerial: 'B' }), /is to sign: take that back/);
  await run('keys.rotate', '3', { keySerial: 'C', at: at + HOUR });
  assert.equal(await standing('3'), '2 signing, B published, C planned');
  await run('keys.rotate', '3', { keySerial: '2' });
  assert.equal(await standing('3'), '2 signing, B published, C published');
  await assert.rejects(run('keys.rotate', '3', { keySerial: '2' }), /The key 2 signs already/);
  await assert.rejects(run('keys.rotate', '3', { keySerial: 'B', at: clock.now() - 1 }), /has passed already/);
  await assert.rejects(run('keys.rotate', '3', { keySerial: 'X' }), /The custodian has no key X for 3/);
  await run('keys.retire', '3', { keySerial: 'C' });
  assert.equal(await standing('3'), '2 signing, B published, C retired');
});

test('G-2 the default key is rotated alike, and platforms of before leave it for a key of their own', async () => {
  await directory.create({
    ...{ platformNo: '4', name: 'P', dialect: 'depository', notifyUrl: null, custodyBank: null, settings: {} },
    ...{
      settlementAccount: null,
      settlementBank: null,
      keySerial: '1',
      passwordHash: 'h',
      publicKeyPem: keyOfNobody(),
    },
  });
  const earlier = (await directory.byNo('4'))?.platform ?? null;
  assert.deepEqual(
    [await serials(null), await serials(earlier)],
    [
      ['1', '1'],
      ['1', '1'],
    ],
  );
  const { custodianKeySerial: next } = await run<Record<string, string>>('keys.add', 'default');
  assert.ok(!['1', '2', '3'].includes(next ?? ''), 'no platform knows this serial');
  const own = await run<Record<string, string>>('keys.add', '4');
  assert.notEqual(own.custodianKeySerial, next);
  await run('keys.rotate', 'default', { keySerial: next });
  passed += SECOND;
  assert.deepEqual(
    [await serials(null), await serials(earlier)],
    [
      [next, next],
      [next, next],
    ],
  );
  await run('keys.rotate', '4', { keySerial: own.custodianKeySerial });
  passed += SECOND;
  assert.deepEqual(
    [await serials(null), await serials(earlier)],
    [
      [next, next],
      [own.custodianKeySerial, own.custodianKeySerial],
    ],
  );
});

test('G-2 serials and keys are taken once, and only keys that are fit to sign', async () => {
  await platform('5');
  await platform('6');
  const { privateKeyPem } = await makePair();
  await run('keys.add', '5', { custodianKey: privateKeyPem });
  await assert.rejects(run('keys.add', '6', { custodianKey: privateKeyPem }), /each platform has one of its own/);
  const [own] = await run<Line[]>('keys.list', '5');
  await assert.rejects(run('keys.add', '5', { keySerial: own?.keySerial }), /The custodian has signed as \d+ already/);
  await assert.rejects(run('keys.add', '5', { keySerial: '1' }), /has signed as 1 already/, 'the default key is 1');
  await assert.rejects(run('keys.add', '5', { keySerial: 'a b' }), /letters and digits only/);
  await assert.rejects(
    run('keys.add', '5', { custodianKey: keyOfNobody() }),
    /an RSA private key of 2048 bits or more/,
  );
  await assert.rejects(run('keys.add', '9'), /There is no platform 9/);
});
