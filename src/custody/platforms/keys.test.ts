/** Whose a key is: one platform's, under one serial, for ever (DW-4). */
import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrate } from '../../db/migrate.ts';
import { rsaFingerprint } from '../../kernel/rsa.ts';
import { createSealer } from '../../kernel/seal.ts';
import { manualClock } from '../../testing/clock.ts';
import { createTestDatabase, MIGRATIONS } from '../../testing/database.ts';
import { keyOfNobody, publicKeyOf } from '../../testing/keys.ts';
import { Directory } from './directory.ts';
import { PlatformStore } from './platforms.store.ts';

const { sql } = await createTestDatabase();
const node = () => new Directory(new PlatformStore(sql, createSealer(Buffer.alloc(32, 7)), 'bank'), manualClock());
const [here, there] = [node(), node()];

const create = (no: string, publicKeyPem: string, at = here) =>
  at.create({
    ...{ platformNo: no, name: 'P', dialect: 'd', notifyUrl: null, custodyBank: null, settings: {} },
    ...{ settlementAccount: null, settlementBank: null, publicKeyPem, keySerial: '1', passwordHash: 'h' },
  });

async function platform(no: string, publicKeyPem = keyOfNobody()) {
  assert.equal(outcome(await create(no, publicKeyPem)), 'MADE');
  const file = await here.byNo(no);
  assert.ok(file);
  return file.platform;
}

const added = (serial: string, publicKeyPem: string) => ({ serial, publicKeyPem, expiresAt: null });

/** In a word: what is answered with a change was made. */
function outcome(answer: object | string): string {
  return typeof answer === 'string' ? answer : 'MADE';
}

/** The same modulus under another exponent: who can sign for the one can for the other. */
function disguised(pem: string): string {
  const { n = '' } = createPublicKey(pem).export({ format: 'jwk' });
  return publicKeyOf(Buffer.from(n, 'base64url'), 65_539);
}

test('DW-4 a revoked key never returns, under whatever serial, exponent or platform', async () => {
  const key = keyOfNobody();
  const one = await platform('A1', key);
  const other = await platform('A2');
  await here.revokeKey(one, '1');
  for (const pem of [key, disguised(key)]) {
    assert.equal(await here.addKey(one, added('2', pem)), 'KEY_TAKEN');
    assert.equal(await here.addKey(other, added('2', pem)), 'KEY_TAKEN');
    assert.equal(await create('A3', pem), 'KEY_TAKEN');
    assert.deepEqual(await here.ownerOf(pem), { platformNo: 'A1', serial: '1', revoked: true });
  }
  assert.equal(await here.byNo('A3'), null, 'nothing is left of a platform that was not made');
  assert.equal(await here.addKey(one, added('1', keyOfNobody())), 'SERIAL_TAKEN');
});

test('DW-4 one key belongs to one platform, also when two nodes are given it at once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const key = keyOfNobody();
    const made = await Promise.all([create(`B${round}1`, key), create(`B${round}2`, key, there)]);
    assert.deepEqual(made.map(outcome).sort(), ['KEY_TAKEN', 'MADE']);
  }
  const one = await platform('C1');
  const other = await platform('C2');
  const key = keyOfNobody();
  const both = await Promise.all([here.addKey(one, added('2', key)), there.addKey(other, added('2', key))]);
  assert.deepEqual(both.map(outcome).sort(), ['KEY_TAKEN', 'MADE']);
});

test('DW-4 the database itself refuses a second owner', async () => {
  const { platformId } = await platform('D1');
  await assert.rejects(
    sql`insert into platform_keys (platform_id, serial, public_key, fingerprint, created_at)
      select platform_id, '2', public_key, fingerprint, created_at from platform_keys
      where platform_id = ${platformId}`,
    { constraint: 'platform_keys_one_owner' },
  );
});

test('DW-4 keys of before are known again; what two had goes on, what was revoked and had returned ends', async (t) => {
  const database = await createTestDatabase({ empty: true });
  const earlier = await mkdtemp(join(tmpdir(), 'cunguan-migrations-'));
  t.after(() => rm(earlier, { recursive: true }));
  const { folder } = MIGRATIONS[0];
  for (const file of await readdir(folder)) if (file < '0013') await cp(join(folder, file), join(earlier, file));
  await migrate({ sql: database.sql, folder: earlier, schema: 'public' });
  const odd = Buffer.alloc(128, 0xff);
  odd[0] = 0x3f;
  const keys = {
    shared: keyOfNobody(),
    returned: keyOfNobody(),
    short: publicKeyOf(Buffer.alloc(128, 0xff), 65_537),
    odd: publicKeyOf(odd, 65_537),
    wide: publicKeyOf(Buffer.alloc(512, 0xfd), 2n ** 64n + 1n),
  };
  const at = "'2026-11-21T00:00:0";
  const row = (id: number, serial: string, key: keyof typeof keys, second: number, revoked = 'null') =>
    `(${id}, '${serial}', '${keys[key]}', ${at}${second}Z', ${revoked})`;
  await database.sql.unsafe(`
    insert into platforms (platform_id, platform_no, name, dialect, created_at)
      values (1, 'P1', 'P', 'd', ${at}0Z'), (2, 'P2', 'P', 'd', ${at}0Z');
    insert into platform_keys (platform_id, serial, public_key, created_at, revoked_at) values ${[
      ...[row(1, '1', 'returned', 1, `${at}5Z'`), row(1, '2', 'returned', 6), row(1, '3', 'shared', 3)],
      ...[row(2, '1', 'shared', 2), row(2, '2', 'short', 2), row(2, '3', 'odd', 2), row(2, '4', 'wide', 2)],
    ]}`);
  await migrate({ sql: database.sql, folder, schema: 'public' });
  const rows = await database.sql`
    select concat(platform_id, ' ', serial, ' ', copy, ' ', revoked_at is not null) as key, fingerprint, public_key
    from platform_keys order by platform_id, serial`;
  for (const found of rows)
    assert.equal(found.fingerprint, rsaFingerprint(createPublicKey(String(found.public_key))), String(found.key));
  assert.deepEqual(
    rows.map(({ key }) => key),
    ['1 1 0 t', '1 2 1 t', '1 3 1 f', '2 1 0 f', '2 2 0 f', '2 3 0 f', '2 4 0 f'],
  );
});
