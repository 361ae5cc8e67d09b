/** Mutations of keys: whose they are, which are fit to sign, which one signs, what protects them where they lie. */
import type { Mutation } from './mutation.ts';

const RING = ['src/main/key-ring.test.ts', 'src/main/key-commands.test.ts'];
const OWNERS = ['src/custody/platforms/keys.test.ts'];
const WEAK = ['src/wire/signature.test.ts'];

export const KEYS: readonly Mutation[] = [
  {
    name: 'everything-is-its-own-signature',
    file: 'src/kernel/rsa.ts',
    find: 'exponent < LEAST_EXPONENT ||',
    put: '',
    why: 'under exponent 1 anybody signs for a platform (DW-4)',
    tests: WEAK,
  },
  {
    name: 'a-prime-is-a-modulus',
    file: 'src/kernel/rsa.ts',
    find: '|| checkPrimeSync(modulus)',
    put: '',
    why: 'anybody finds the private key (DW-4)',
    tests: WEAK,
  },
  {
    name: 'neighbours-are-far-enough',
    file: 'src/kernel/rsa.ts',
    find: '|| isNearSquare(modulus)',
    put: '',
    why: 'anybody finds the private key (DW-4)',
    tests: WEAK,
  },
  {
    name: 'the-exponent-makes-another-key',
    file: 'src/kernel/rsa.ts',
    find: "key.export({ format: 'jwk' }).n ?? ''",
    put: "`${key.export({ format: 'jwk' }).n}${key.export({ format: 'jwk' }).e}`",
    why: 'a revoked key returns under another exponent (DW-4)',
    tests: OWNERS,
  },
  {
    name: 'all-platforms-by-one-key',
    file: 'src/main/key-ring.ts',
    find: '(own && signingAt(own, now)) ?? signingAt(',
    put: 'signingAt(',
    why: "a platform's notice passes for another's (G-2)",
    tests: RING,
  },
  {
    name: 'a-key-signs-before-its-time',
    file: 'src/main/key-ring.ts',
    find: '|| key.signsFrom > now) continue;',
    put: ') continue;',
    why: 'a platform is signed to with a key that it has not got yet (G-2)',
    tests: RING,
  },
  {
    name: 'a-key-opens-in-another-row',
    file: 'src/main/key-ring.ts',
    find: 'return `signing_keys.private_key ${platformId} ${serial}`;',
    put: "return `signing_keys.private_key ${platformId && ''}${serial && ''}`;",
    why: "with the database in hand a platform is signed to with another's key",
    tests: RING,
  },
  {
    name: 'who-did-not-sign-is-a-stranger',
    file: 'src/wire/exchange.ts',
    find: 'deps.signerFor(seen.addressee)',
    put: 'deps.signerFor(seen.platform)',
    why: 'a platform whose signature is wrong gets an answer that it cannot verify (G-2)',
    tests: ['src/wire/exchange.test.ts'],
  },
  {
    name: 'the-signing-key-is-retired',
    file: 'src/main/key-commands.ts',
    find: 'if (key === signing) throw new OperatorError(`The key ${key.serial} signs: rotate',
    put: 'if (key === null) throw new OperatorError(`The key ${key} signs: rotate',
    why: 'a platform falls back to the default key (G-2)',
    tests: RING,
  },
  {
    name: 'production-makes-keys-unasked',
    file: 'src/main/signing-keys.ts',
    find: 'given === NEW || (given === null && makes)',
    put: 'given === NEW || given === null',
    why: 'a key is made without a word (G-2)',
    tests: RING,
  },
  {
    name: 'others-read-the-keys',
    file: 'src/main/file-modes.ts',
    find: '(found.mode & forbidden) === 0',
    put: '(found.mode & forbidden) >= 0',
    why: 'everybody at the machine signs as the custodian',
    tests: ['src/main/master-key.test.ts'],
  },
  {
    name: 'a-wrapped-key-opens-as-another',
    file: 'src/main/master-key.ts',
    find: 'return `key file ${name}`;',
    put: "return `key file ${name && ''}`;",
    why: 'one secret is put in the place of another',
    tests: ['src/main/master-key.test.ts'],
  },
];
