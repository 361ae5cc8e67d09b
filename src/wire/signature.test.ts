/** Keys in every form that platforms hand over, signatures in both encodings. */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import test from 'node:test';
import { CUSTODIAN_KEYS, PLATFORM_KEYS, STRANGER_KEYS } from '../testing/wire-stage.ts';
import { checkPlatformKey } from './platforms.ts';
import { createSigner, fromBase64, fromHex, readPublicKey, verifySignature } from './signature.ts';

test('G-1 a signature holds for its bytes and its key only', async () => {
  const bytes = Buffer.from('{"a":1}');
  const signature = await createSigner('1', CUSTODIAN_KEYS.privateKey).sign(bytes);
  assert.ok(verifySignature(CUSTODIAN_KEYS.publicKey, bytes, signature));
  assert.ok(!verifySignature(CUSTODIAN_KEYS.publicKey, Buffer.from('{"a": 1}'), signature));
  assert.ok(!verifySignature(STRANGER_KEYS.publicKey, bytes, signature));
  assert.ok(!verifySignature(CUSTODIAN_KEYS.publicKey, bytes, Buffer.alloc(0)));
  assert.ok(!verifySignature(CUSTODIAN_KEYS.publicKey, bytes, Buffer.from('short')));
  assert.ok(!verifySignature('no key', bytes, signature));
});

test('LW-3 white space inside base64 is ignored', () => {
  assert.deepEqual(fromBase64(' QU\nJD\r\n'), Buffer.from('ABC'));
});

test('DW-1 hex in either case; anything else is no signature', () => {
  assert.deepEqual(fromHex('0aFf'), Buffer.from([0x0a, 0xff]));
  for (const text of ['', '0', '0x0a', 'zz', 'QUJD=']) assert.equal(fromHex(text).length, 0);
});

test('a public key is read as SPKI or PKCS#1, PEM or bare base64', () => {
  const key = createPublicKey(PLATFORM_KEYS.publicKey);
  const pkcs1 = key.export({ type: 'pkcs1', format: 'pem' }).toString();
  const bare = key.export({ type: 'spki', format: 'der' }).toString('base64');
  for (const text of [PLATFORM_KEYS.publicKey, pkcs1, bare, bare.replace(/(.{64})/g, '$1\r\n')]) {
    assert.deepEqual(readPublicKey(text), { ok: true, value: { pem: PLATFORM_KEYS.publicKey, bits: 2048 } });
  }
});

test('what is no public RSA key is refused', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const ed25519 = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  assert.deepEqual(readPublicKey(ed25519), { ok: false, error: 'NOT_RSA' });
  for (const text of ['', 'hello', PLATFORM_KEYS.privateKey, 'QUJD']) {
    assert.deepEqual(readPublicKey(text), { ok: false, error: 'NOT_A_KEY' });
  }
});

test('DW-4 depository takes no key shorter than 2048 bits', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const short = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const refused = checkPlatformKey('depository', short);
  assert.ok(!refused.ok && /1024 bits.*2048/.test(refused.error));
  assert.ok(checkPlatformKey('lianyintong', short).ok);
  assert.ok(checkPlatformKey('depository', PLATFORM_KEYS.publicKey).ok);
});
