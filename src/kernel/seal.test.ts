/** The seal keeps what it promises: only the right key, in the right place, of unchanged bytes, opens it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import fc from 'fast-check';
import { createSealer, SealBroken } from './seal.ts';

const sealer = createSealer(randomBytes(32));

test('G-19 whatever is sealed opens again, in its own context', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, context) => {
      assert.equal(sealer.open(sealer.seal(plain, context), context), plain);
    }),
  );
});

test('G-19 a sealed value does not contain the text and never looks the same twice', () => {
  const idNumber = '11010519491231002X';
  const first = sealer.seal(idNumber, 'members.id_number');
  const second = sealer.seal(idNumber, 'members.id_number');
  assert.equal(first.includes(idNumber), false);
  assert.notDeepEqual(first, second);
});

test('G-19 a value moved to another column does not open', () => {
  const sealed = sealer.seal('6222021234567890123', 'cards.number');
  assert.throws(() => sealer.open(sealed, 'members.mobile'), SealBroken);
});

test('G-19 any changed byte is noticed, and the error does not tell the value', () => {
  const sealed = sealer.seal('13800001234', 'members.mobile');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.throws(
      () => sealer.open(changed, 'members.mobile'),
      (error: unknown) => error instanceof SealBroken && !error.message.includes('13800001234'),
    );
  }
  assert.throws(() => sealer.open(sealed.subarray(0, 20), 'members.mobile'), SealBroken);
});

test('G-19 another key is named as such', () => {
  const other = createSealer(randomBytes(32));
  assert.notEqual(other.keyId, sealer.keyId);
  assert.throws(() => other.open(sealer.seal('x', 'y'), 'y'), /another key/);
});

test('G-19 fingerprints are equal for equal texts and useless without the key', () => {
  const other = createSealer(randomBytes(32));
  assert.equal(sealer.fingerprint('13800001234'), sealer.fingerprint('13800001234'));
  assert.notEqual(sealer.fingerprint('13800001234'), sealer.fingerprint('13800001235'));
  assert.notEqual(sealer.fingerprint('13800001234'), other.fingerprint('13800001234'));
  assert.match(sealer.fingerprint(''), /^[A-Za-z0-9_-]{43}$/);
});

test('G-19 a key of another length is refused', () => {
  assert.throws(() => createSealer(randomBytes(16)), /32 bytes/);
});
