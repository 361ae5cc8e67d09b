import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeychain } from './keychain.ts';
import { createSealer } from './seal.ts';

const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

test('G-19 a keychain opens what any of its keys sealed, and seals with the one it was told', () => {
  const chain = createKeychain(first);
  const old = chain.seal('张三', 'members.name');
  const next = chain.learn(second);
  assert.equal(chain.learn(second), next, 'also when it is told twice');
  assert.equal(chain.keyId, createSealer(first).keyId, 'what was learnt does not seal');
  chain.sealWith(next);
  assert.equal(chain.keyId, next);
  const anew = chain.seal('张三', 'members.name');
  assert.equal(createSealer(second).open(anew, 'members.name'), '张三');
  for (const sealed of [old, anew]) assert.equal(chain.open(sealed, 'members.name'), '张三');
  assert.throws(() => chain.open(old, 'members.other'), { name: 'SealBroken' });
});

test('G-19 a keychain refuses what no key of it sealed, and to seal with a key it does not have', () => {
  const chain = createKeychain(first);
  const strange = createSealer(second).seal('x', 'c');
  assert.throws(() => chain.open(strange, 'c'), { name: 'SealBroken' });
  assert.throws(() => chain.open(Buffer.alloc(3), 'c'), { name: 'SealBroken' });
  assert.throws(() => chain.sealWith('00000000'), { name: 'SealBroken' });
});

test('G-19 fingerprints stay what they were, whatever key seals', () => {
  const chain = createKeychain(first);
  const before = chain.fingerprint('110105');
  chain.sealWith(chain.learn(second));
  assert.equal(chain.fingerprint('110105'), before);
});
