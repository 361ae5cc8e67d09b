/** Keys in every form that platforms hand over, signatures in both encodings. */
import assert from 'node:assert/strict';
import { checkPrimeSync, createPublicKey, generateKeyPairSync, generatePrimeSync, verify } from 'node:crypto';
import test from 'node:test';
import { openedSignature, publicKeyOf } from '../testing/keys.ts';
import { CUSTODIAN_KEYS, PLATFORM_KEYS, STRANGER_KEYS } from '../testing/wire-stage.ts';
import { checkPlatformKey } from './platforms.ts';
import { createSigner, fromBase64, fromHex, readPublicKey, verifyLongSignature, verifySignature } from './signature.ts';

test('G-1 a signature holds for its bytes and its key only', async () => {
  const bytes = Buffer.from('{"a":1}');
  const signature = await createSigner('1', CUSTODIAN_KEYS.privateKey).sign(bytes);
  for (const holds of [verifySignature, verifyLongSignature]) {
    assert.ok(await holds(CUSTODIAN_KEYS.publicKey, bytes, signature));
    assert.ok(!(await holds(CUSTODIAN_KEYS.publicKey, Buffer.from('{"a": 1}'), signature)));
    assert.ok(!(await holds(STRANGER_KEYS.publicKey, bytes, signature)));
    assert.ok(!(await holds(CUSTODIAN_KEYS.publicKey, bytes, Buffer.alloc(0))));
    assert.ok(!(await holds(CUSTODIAN_KEYS.publicKey, bytes, Buffer.from('short'))));
    assert.ok(!(await holds('no key', bytes, signature)));
  }
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

/** The modulus of a key as a number. */
function modulusOf(pem: string): bigint {
  const { n = '' } = createPublicKey(pem).export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
}

test('DW-4 under exponent 1 anybody signs: such a key is neither registered nor believed', () => {
  const pem = publicKeyOf(modulusOf(PLATFORM_KEYS.publicKey), 1);
  const bytes = Buffer.from('{"amount":"900.00"}');
  const forged = openedSignature(bytes);
  assert.ok(verify('RSA-SHA1', bytes, createPublicKey(pem), forged), 'a signature that nobody made holds');
  assert.ok(!verifySignature(pem, bytes, forged), 'also where the key was registered before');
  for (const dialect of ['lianyintong', 'depository'] as const) {
    const refused = checkPlatformKey(dialect, pem);
    assert.ok(!refused.ok && /exponent must be 65537, or a larger odd number/.test(refused.error));
  }
});

test('DW-4 the exponent is 65537 or a larger odd number', () => {
  const modulus = modulusOf(PLATFORM_KEYS.publicKey);
  const read = (exponent: bigint) => readPublicKey(publicKeyOf(modulus, exponent));
  for (const exponent of [1n, 3n, 17n, 65_535n, 65_536n, 65_538n, 2n ** 256n + 1n, modulus - 2n]) {
    assert.deepEqual(read(exponent), { ok: false, error: 'EXPONENT' }, `${exponent}`);
  }
  for (const exponent of [65_537n, 65_539n, 2n ** 32n + 1n, 2n ** 256n - 1n])
    assert.ok(read(exponent).ok, `${exponent}`);
});

test('DW-4 a modulus that anybody takes apart is refused', () => {
  const prime = (bits: number) => generatePrimeSync(bits, { bigint: true });
  const half = prime(1024);
  let next = half + 2n ** 500n;
  while (!checkPrimeSync(next)) next += 2n;
  const weak = {
    'is even': modulusOf(PLATFORM_KEYS.publicKey) - 1n,
    'has a small factor': 751n * modulusOf(PLATFORM_KEYS.publicKey),
    'is a prime': prime(2048),
    'is a square': half ** 2n,
    'is a cube': prime(700) ** 3n,
    'is of two primes side by side': half * next,
  };
  for (const [what, modulus] of Object.entries(weak)) {
    assert.deepEqual(readPublicKey(publicKeyOf(modulus, 65_537)), { ok: false, error: 'MODULUS' }, what);
  }
  const refused = checkPlatformKey('lianyintong', publicKeyOf(weak['is a prime'], 65_537));
  assert.ok(!refused.ok && /its modulus is not the product of two large primes/.test(refused.error));
  assert.ok(readPublicKey(publicKeyOf(half * prime(1024), 65_537)).ok);
});
