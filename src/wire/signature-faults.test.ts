/** What integrators sign instead of what is due, each found out and named; and nothing of it told in an answer. */
import assert from 'node:assert/strict';
import { createHash, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import type { PlatformKey } from '../custody/api.ts';
import { rsaFingerprint } from '../kernel/rsa.ts';
import { percentEncode, PLATFORM_KEYS, STRANGER_KEYS, wireStage } from '../testing/wire-stage.ts';
import { readForm } from './form.ts';
import { encodeGbk } from './gbk.ts';
import { explainFault, FAULT_CAUSES, type FaultCause, type SignatureFault } from './signature-faults.ts';

const TEXT = '{"requestNo":"R1","userNo":"甲/乙","amount":"1.00","remark":"a + b"}';
const DATA = Buffer.from(TEXT);
const { platform } = wireStage('lianyintong');
const { privateKey: OTHER, publicKey: OTHER_PUBLIC } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const NOW = Date.UTC(2026, 10, 27);
const KEYS: readonly PlatformKey[] = [
  { serial: '1', publicKeyPem: PLATFORM_KEYS.publicKey, expiresAt: null, revokedAt: null },
];

interface Mistake {
  readonly signed?: Buffer | string;
  readonly algorithm?: string;
  readonly key?: string;
  /** How the signature is written into the form, percent-encoded. */
  readonly write?: (signature: Buffer) => string;
  /** reqData in the form, percent-encoded. */
  readonly sent?: string;
  readonly dialect?: 'lianyintong' | 'depository';
  readonly keys?: readonly PlatformKey[];
}

/** The form as the mistaken client sends it, opened as the exchange does. */
function faultOf(mistake: Mistake): SignatureFault {
  const { dialect } = wireStage(mistake.dialect ?? 'lianyintong');
  const lianyintong = dialect.name === 'lianyintong';
  const signature = createSign(mistake.algorithm ?? 'RSA-SHA1')
    .update(mistake.signed ?? DATA)
    .sign(mistake.key ?? PLATFORM_KEYS.privateKey);
  const due = (each: Buffer) => (lianyintong ? encodeURIComponent(each.toString('base64')) : each.toString('hex'));
  const written = (mistake.write ?? due)(signature);
  const text = [
    'serviceName=WITHDRAW',
    'platformNo=6000000001',
    `reqData=${mistake.sent ?? percentEncode(DATA)}`,
    ...(lianyintong ? ['keySerial=1', `sign=${written}`] : [`signature=${written}`]),
  ].join('&');
  const body = Buffer.from(text, 'latin1');
  const form = readForm(body);
  assert.ok(form.ok);
  const envelope = dialect.openEnvelope(form.value);
  assert.ok(envelope.ok);
  const keys = mistake.keys ?? KEYS;
  return explainFault({ dialect, body, envelope: envelope.value, platform, keys, now: NOW });
}

const value = JSON.parse(TEXT) as Record<string, unknown>;
const bySorted = JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));
const withBlanks = TEXT.replaceAll('":"', '": "').replaceAll('","', '", "');
const escaped = TEXT.replace('甲', '\\u7532').replace('乙', '\\u4e59').replace('/', '\\/');
const base64 = (signature: Buffer) => signature.toString('base64');

const MISTAKES: readonly (readonly [FaultCause, string, Mistake])[] = [
  ['HEX_FOR_BASE64', 'hex', { write: (signature) => signature.toString('hex') }],
  ['BASE64_FOR_HEX', 'base64', { dialect: 'depository', write: (each) => encodeURIComponent(base64(each)) }],
  ['BASE64_URL', 'base64url', { write: (signature) => signature.toString('base64url') }],
  ['PLUS_TO_BLANK', 'a bare + in the form', { write: (each) => base64(each).replaceAll('=', '%3D') }],
  ['SIGNATURE_ENCODED_TWICE', 'twice', { write: (each) => encodeURIComponent(encodeURIComponent(base64(each))) }],
  ['SIGNATURE_UNREADABLE', 'no signature', { write: () => 'nothing!' }],
  ['ENCODED_SIGNED', 'the encoded text', { signed: percentEncode(DATA) }],
  ['ENCODED_TWICE', 'encoded twice', { sent: encodeURIComponent(percentEncode(DATA)) }],
  ['PLUS_IN_DATA', 'a bare + in the data', { sent: percentEncode(DATA).replaceAll('%2b', '+') }],
  ['LINE_END', 'a line break more', { signed: `${TEXT}\n` }],
  ['LINE_END', 'a line break sent', { sent: `${percentEncode(DATA)}%0D%0A` }],
  ['RESERIALISED', 'sorted names', { signed: bySorted }],
  ['RESERIALISED', 'blanks', { signed: withBlanks }],
  ['RESERIALISED', 'escapes', { signed: escaped }],
  ['RESERIALISED', 'indented', { signed: JSON.stringify(value, null, 2) }],
  ['RESERIALISED', 'close', { sent: percentEncode(Buffer.from(withBlanks)) }],
  ['GBK_SIGNED', 'GBK signed', { signed: encodeGbk(TEXT) ?? '' }],
  ['GBK_SENT', 'GBK sent', { sent: percentEncode(encodeGbk(TEXT) ?? Buffer.alloc(0)) }],
  ['FORM_SIGNED', 'the form', { signed: `keySerial=1&platformNo=6000000001&reqData=${TEXT}&serviceName=WITHDRAW` }],
  ['OTHER_BYTES', 'another amount', { signed: TEXT.replace('1.00', '2.00') }],
  ['OTHER_BYTES', 'data too long to be written anew', { sent: 'a'.repeat(70_000) }],
  ['FOREIGN_KEY', 'a key that is registered nowhere', { key: STRANGER_KEYS.privateKey }],
  ['SHA256', 'SHA-256', { algorithm: 'RSA-SHA256' }],
  ['MD5', 'MD5', { algorithm: 'RSA-MD5' }],
  [
    'OTHER_KEY',
    'another key',
    { key: OTHER, keys: [...KEYS, { serial: '2', publicKeyPem: OTHER_PUBLIC, expiresAt: null, revokedAt: null }] },
  ],
  [
    'ENDED_KEY',
    'an expired key',
    { key: OTHER, keys: [...KEYS, { serial: '2', publicKeyPem: OTHER_PUBLIC, expiresAt: NOW - 1, revokedAt: null }] },
  ],
];

for (const [cause, what, mistake] of MISTAKES) {
  test(`G-1 ${cause} is found out: ${what}`, () => {
    assert.deepEqual(faultOf(mistake).causes, [cause]);
  });
}

test('every cause has its mistake here', () => {
  assert.deepEqual(new Set(MISTAKES.map(([cause]) => cause)), new Set(Object.keys(FAULT_CAUSES)));
});

test('G-1 several mistakes at once are named together', () => {
  const mistake = { signed: bySorted, algorithm: 'RSA-SHA256', write: (each: Buffer) => each.toString('hex') };
  assert.deepEqual(faultOf(mistake).causes, ['HEX_FOR_BASE64', 'RESERIALISED', 'SHA256']);
});

test('G-1 what was verified is told by length, digest and key; of a stranger nothing verifies', () => {
  const fault = faultOf({ key: STRANGER_KEYS.privateKey });
  assert.deepEqual(fault, {
    size: DATA.length,
    digest: createHash('sha256').update(DATA).digest('hex'),
    tried: [{ serial: '1', fingerprint: rsaFingerprint(createPublicKey(PLATFORM_KEYS.publicKey)) }],
    causes: ['FOREIGN_KEY'],
    verifiedBy: null,
  });
  assert.equal(faultOf({ algorithm: 'RSA-SHA256' }).verifiedBy, '1');
});

test('GBK is written as it is read', () => {
  assert.deepEqual(encodeGbk('中a〇'), Buffer.from([0xd6, 0xd0, 0x61, 0xa9, 0x96]));
  assert.equal(encodeGbk('😀'), null);
});
