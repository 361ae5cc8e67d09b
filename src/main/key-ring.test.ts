/** A key of the custodian for each platform, and what an attacker makes of having one of his own. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { closePool, openPool } from '../db/pool.ts';
import { depository, lianyintong } from '../../sdk/index.ts';
import { runCommand } from '../testing/commands.ts';
import { createKeyStage } from '../testing/key-stage.ts';
import { keyOfNobody } from '../testing/keys.ts';
import { orderOf, PLATFORM_KEYS } from '../testing/wire-stage.ts';
import { dialectOf } from '../wire/dialects.ts';
import { renderNotice } from '../wire/outgoing.ts';
import { addressPolicy } from '../notices/addresses.ts';
import { keyCommands } from './key-commands.ts';
import { KeyRing } from './key-ring.ts';
import { platformCommands } from './platform-commands.ts';

const { sql, url, sealer, secrets, clock, directory } = await createKeyStage();
let passed = 0;
const ring = new KeyRing(sql, sealer, clock, () => passed);
const desk = (makes: boolean) => ({ sql, sealer, ring, clock, makes });
const sandbox = {
  ...platformCommands(directory, desk(true), addressPolicy('sandbox')),
  ...keyCommands(directory, desk(true), secrets),
};

interface Created {
  readonly custodianKeySerial: string;
  readonly custodianPublicKey: string;
}

type Protocol = 'lianyintong' | 'depository';

function create(platformNo: string, dialect: Protocol, more: object = {}, by = sandbox): Promise<Created> {
  return runCommand(by, 'platform.create', { platformNo, dialect, name: 'P', publicKey: keyOfNobody(), ...more });
}

const CLIENTS = { lianyintong, depository };

/** The sdk as a platform holds it, with the key that it was given when it was registered. */
function clientOf(platformNo: string, dialect: Protocol, { custodianKeySerial, custodianPublicKey }: Created) {
  const custodianKeys = { [custodianKeySerial]: custodianPublicKey };
  const config = { baseUrl: 'http://x', platformNo, privateKey: PLATFORM_KEYS.privateKey, custodianKeys };
  return CLIENTS[dialect](config);
}

async function platformOf(platformNo: string) {
  const file = await directory.byNo(platformNo);
  assert.ok(file);
  return file.platform;
}

/** The body of the notice about a member's deposit, as we post it to a platform. */
async function noticeTo(platformNo: string, dialect: Protocol): Promise<URLSearchParams> {
  const platform = await platformOf(platformNo);
  const holder = { kind: 'member', userNo: 'u1' } as const;
  const command = {
    verb: 'DEPOSIT',
    holder,
    amount: 100n,
    way: 'NETBANK_B2C',
    bank: 'ICBC',
    payCompany: null,
  } as const;
  const order = orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', command, platformId: platform.platformId });
  const fields = await renderNotice(dialectOf(dialect), await ring.signerFor(platform), platform, order);
  assert.ok(fields);
  return new URLSearchParams(fields);
}

for (const dialect of ['lianyintong', 'depository'] as const) {
  test(`G-2 a notice that one platform was sent passes for no other’s (${dialect})`, async () => {
    const [attacker, victim] = [`61${dialect.length}1`, `61${dialect.length}2`];
    const made = await create(attacker, dialect);
    const given = await create(victim, dialect);
    const body = await noticeTo(attacker, dialect);
    assert.equal(clientOf(attacker, dialect, made).readNotice(body.toString()).kind, 'verified');
    // Neither field is signed: the attacker says that the notice is the other's.
    body.set('platformNo', victim);
    if (body.has('keySerial')) body.set('keySerial', given.custodianKeySerial);
    const read = clientOf(victim, dialect, given).readNotice(body.toString());
    assert.equal(read.kind === 'rejected' && read.why, 'BAD_SIGNATURE');
    const own = await noticeTo(victim, dialect);
    assert.equal(clientOf(victim, dialect, given).readNotice(own.toString()).kind, 'verified');
    const returned = clientOf(victim, dialect, given).readReturn(own.toString());
    assert.equal(returned.kind === 'rejected' && returned.why, 'OTHER_RESPONSE_TYPE', 'nor does a notice for a return');
  });
}

test('G-2 LW-7 platforms without a key of their own go on with the default one, as strangers do', async () => {
  await directory.create({
    ...{ platformNo: '7001', name: 'P', dialect: 'depository', notifyUrl: null, custodyBank: null, settings: {} },
    ...{ settlementAccount: null, settlementBank: null, keySerial: '1', passwordHash: 'h' },
    publicKeyPem: keyOfNobody(),
  });
  const [stranger, earlier] = [await ring.signerFor(null), await ring.signerFor(await platformOf('7001'))];
  assert.equal(stranger, earlier);
  assert.equal(stranger.serial, '1');
  const { custodianKeySerial } = await create('7002', 'depository');
  assert.notEqual(custodianKeySerial, '1', 'a platform never knows two keys by one serial');
  assert.equal((await ring.signerFor(await platformOf('7002'))).serial, custodianKeySerial);
});

test('G-2 in production a platform’s key is provided, or made on demand; never unasked', async () => {
  const production = platformCommands(directory, desk(false), addressPolicy('production')) as typeof sandbox;
  const give = (no: string, custodianKey?: string) => create(no, 'depository', { custodianKey }, production);
  await assert.rejects(give('7101'), /never made unasked: give its private half by --custodian-key FILE, or say/);
  assert.equal(await directory.byNo('7101'), null);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const made = await give('7101', pem);
  assert.equal(made.custodianPublicKey, publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await assert.rejects(give('7102', pem), /signs with this key already, and each platform has one of its own/);
  assert.equal(await directory.byNo('7102'), null, 'nothing is left of a platform whose key is another’s');
  await assert.rejects(give('7102', made.custodianPublicKey), /an RSA private key of 2048 bits or more/);
  assert.match((await give('7102', 'new')).custodianPublicKey, /^-----BEGIN PUBLIC KEY-----/);
});

test('G-2 private halves stand in the database sealed, each for its row', async () => {
  await create('7201', 'depository');
  await create('7202', 'depository');
  const rows = await sql<{ key: Buffer }[]>`select private_key as key from signing_keys`;
  for (const { key } of rows) assert.doesNotMatch(key.toString('latin1'), /PRIVATE KEY/);
  const [one, two] = [await platformOf('7201'), await platformOf('7202')];
  await sql`update signing_keys set private_key = (
    select private_key from signing_keys where platform_id = ${one.platformId}) where platform_id = ${two.platformId}`;
  passed += 1_000;
  await assert.rejects(ring.signerFor(two), { name: 'SealBroken' });
});

test('G-2 a database that fails keeps nobody from being answered', async () => {
  const pool = openPool({ url, max: 1, applicationName: 'cunguan-ring' });
  const other = new KeyRing(pool, sealer, clock, () => passed);
  const before = await other.signerFor(null);
  await closePool(pool);
  for (let looks = 0; looks < 3; looks += 1) {
    passed += 1_000;
    assert.equal(await other.signerFor(null), before);
  }
  await assert.rejects(other.signerFor({ platformId: 1 }), 'what was never read is not known');
});

test('G-2 a platform that cannot be looked up is answered under its own key, from the start of a node on', async () => {
  const { custodianKeySerial } = await create('7251', 'depository');
  const pool = openPool({ url, max: 1, applicationName: 'cunguan-ring' });
  const other = new KeyRing(pool, sealer, clock, () => passed);
  await other.warm();
  await closePool(pool);
  for (let looks = 0; looks < 3; looks += 1) {
    assert.equal((await other.signerFor('7251')).serial, custodianKeySerial);
    assert.equal(
      (await other.signerFor(await platformOf('7001'))).serial,
      '1',
      'who has none is under the default key',
    );
    assert.equal((await other.signerFor('6999999999')).serial, '1', 'and so is a stranger');
    passed += 1_000;
  }
});

test('G-2 keys list and show tell which key signs for whom', async () => {
  const { custodianKeySerial, custodianPublicKey } = await create('7301', 'lianyintong');
  const [line] = await runCommand<Record<string, unknown>[]>(sandbox, 'keys.list', { platformNo: '7301' });
  assert.deepEqual([line?.platformNo, line?.keySerial, line?.state], ['7301', custodianKeySerial, 'signing']);
  const [all] = await runCommand<Record<string, unknown>[]>(sandbox, 'keys.list', {});
  assert.deepEqual([all?.platformNo, all?.keySerial, all?.state], ['default', '1', 'signing']);
  const one = { platformNo: '7301', keySerial: custodianKeySerial };
  assert.equal((await runCommand<{ publicKey: string }>(sandbox, 'keys.show', one)).publicKey, custodianPublicKey);
  await assert.rejects(runCommand(sandbox, 'keys.show', { ...one, keySerial: '99' }), /no key 99 for 7301/);
  const shown = await runCommand<{ custodianKeys: object[] }>(sandbox, 'platform.show', { platformNo: '7301' });
  assert.equal(shown.custodianKeys.length, 1);
});
