import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { openDatabase } from './database.ts';

const { url, sql } = await createTestDatabase({ empty: true });
const at = (change: Readonly<Record<string, string>>): string => {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(change)) changed.searchParams.set(name, value);
  return changed.href;
};

/** A server that gives every caller the same answer. */
async function answering(bytes: Buffer): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(bytes));
  }).listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  return `postgres://u:p@127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

/** The server's message of an error, by its fields. */
function errorMessage(fields: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(fields).map(([field, value]) => `${field}${value}\0`);
  const body = Buffer.from(`${text.join('')}\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

async function told(address: string, sentence: RegExp): Promise<void> {
  await assert.rejects(openDatabase(address, '', assert.fail), (error: Error) => {
    assert.equal(error.name, 'OperatorError');
    assert.match(error.message, sentence);
    assert.match(error.message, /^[^\n]+\.$/);
    assert.doesNotMatch(error.message, /:p@|undefined/);
    return true;
  });
}

test('a database that can be used is used', async () => {
  assert.equal((await openDatabase(url, '', assert.fail)).url, url);
});

test('what is wrong with TLS is told in one sentence', async () => {
  const none = await answering(Buffer.from('N'));
  await told(`${none}?sslmode=require`, /has no TLS: set up its ssl, or take sslmode out of DATABASE_URL/);
  await told(
    at({ sslmode: 'verify-full', sslrootcert: '/nowhere/ca.pem' }),
    /^The file \/nowhere\/ca\.pem .*\(ENOENT\)/,
  );
  const refusal = { S: 'FATAL', C: '28000', M: 'no pg_hba.conf entry', R: 'ClientAuthentication' };
  await told(await answering(errorMessage(refusal)), /\(pg_hba\.conf\): if it demands TLS, add \?sslmode=verify-full/);
});

test('a user, a password or a name that the server does not know is told as such', async () => {
  const stranger = { S: 'FATAL', C: '28000', M: 'role "u" does not exist', R: 'InitializeSessionUserId' };
  await told(await answering(errorMessage(stranger)), /does not accept user and password/);
  await told(Object.assign(new URL(url), { password: 'wrong' }).href, /does not accept user and password/);
  await told(Object.assign(new URL(url), { pathname: '/nothing' }).href, /has no database "nothing": create it/);
  await told('postgres://u:p@127.0.0.1:1/x', /cannot be reached \(ECONNREFUSED\)/);
});

test('a database that can only be read is refused', async () => {
  const { pathname } = new URL(url);
  await sql.unsafe(`alter database ${pathname.slice(1)} set default_transaction_read_only = on`);
  await told(url, /can only be read, as a standby can: DATABASE_URL must lead to the primary/);
});
