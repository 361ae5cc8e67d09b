/** Mutations of what people, dumps and writers of the database can get at: seals, passwords, codes, old addresses. */
import type { Mutation } from './mutation.ts';

const LIMITS = ['src/custody/page-orders/limits.test.ts'];
const SEALS = ['src/custody/resealing.test.ts'];
const BANK_TABLES = ['sandbox-bank/sealed.test.ts'];
const TURNS = ['src/custody/credentials/turns.test.ts'];

export const SECRETS: readonly Mutation[] = [
  {
    name: 'a-card-fits-any-member',
    file: 'src/kernel/seal.ts',
    find: "return [column, ...row].join('\\u0000');",
    put: 'return column;',
    why: 'another member’s sealed card on the victim pays his money out (G-19)',
    tests: SEALS,
  },
  {
    name: 'the-old-form-opens-for-ever',
    file: 'src/custody/resealing.store.ts',
    find: '!this.done && (',
    put: '(',
    why: 'values from an old dump open in every row (G-19)',
    tests: SEALS,
  },
  {
    name: 'sealing-anew-over-what-was-written',
    file: 'src/custody/resealing.store.ts',
    find: 'same.push(`${column} = ${add(value)}`);',
    put: '',
    why: 'what a lane writes while its row is sealed anew is lost',
    tests: SEALS,
  },
  {
    name: 'two-checks-of-a-holder-at-once',
    file: 'src/custody/credentials/turns.ts',
    find: 'if (waiting) await new Promise<void>((resolve) => waiting.push(resolve)); else',
    put: '',
    why: 'one open page posted many times hashes many times (G-17)',
    tests: TURNS,
  },
  {
    name: 'places-first-come-first-served',
    file: 'src/custody/credentials/turns.ts',
    find: 'this.line(platformId).push(resolve)',
    put: 'this.line(0).push(resolve)',
    why: 'the queue of one platform delays the passwords of all (G-17)',
    tests: TURNS,
  },
  {
    name: 'a-code-pays-for-ever',
    file: 'src/custody/page-orders/sms-codes.ts',
    find: '&& row.codeChecks < CODE_CHECKS',
    put: '',
    why: 'one code pays for sixty card checks (G-18)',
    tests: LIMITS,
  },
  {
    name: 'an-eleventh-message-of-a-day',
    file: 'src/custody/page-orders/allowances.store.ts',
    find: 'a.used < ${daily}',
    put: 'a.used <= ${daily}',
    why: 'a mobile is sent more than ten messages a day (G-18)',
    tests: LIMITS,
  },
  {
    name: 'an-old-address-tells-everything',
    file: 'src/custody/page-orders/page-order.ts',
    find: 'Math.max(left, key.asked ?? 0) + TELLING > core.clock.now()',
    put: 'true',
    why: 'who finds an address in a history reads ID number and mobile (G-12)',
    tests: ['src/pages/real-core.test.ts'],
  },
  {
    name: 'every-call-is-as-old-as-its-order',
    file: 'src/custody/page-orders/page-order.ts',
    find: '...(old ? [now] : [])',
    put: '',
    why: 'the same signed call no longer gives its return (G-12)',
    tests: ['src/pages/real-core.test.ts'],
  },
  {
    name: 'the-bank-keeps-codes-in-the-clear',
    file: 'sandbox-bank/messages.store.ts',
    find: 'sealer.seal(JSON.stringify(said), wordsPlace(mark, at))',
    put: 'Buffer.from(JSON.stringify(said))',
    why: 'who reads a dump of a sandbox reads SMS codes and mobiles (G-19)',
    tests: ['sandbox-bank/engine.test.ts', ...BANK_TABLES],
  },
  {
    name: 'what-the-bank-had-in-the-clear-stays',
    file: 'sandbox-bank/clear.store.ts',
    find: "await tx.unsafe('drop table clear_identity, clear_payins, clear_payouts');",
    put: '',
    why: 'after the upgrade cards and the private key still lie there (G-19)',
    tests: BANK_TABLES,
  },
  {
    name: 'two-banks-seal-at-once',
    file: 'sandbox-bank/clear.store.ts',
    find: 'await tx`lock table identity in access exclusive mode`;',
    put: '',
    why: 'of two nodes that start after an upgrade one does not',
    tests: BANK_TABLES,
  },
  {
    name: 'the-bank-remembers-messages-for-ever',
    file: 'sandbox-bank/engine.ts',
    find: 'await forgetMessages(sql, clock.now());',
    put: '',
    why: 'mobiles and texts that nobody needs pile up (G-19)',
    tests: ['sandbox-bank/engine.test.ts'],
  },
  {
    name: 'secrets-in-the-environment',
    file: 'src/main/child.ts',
    find: 'env: { ...env,',
    put: 'env: { ...env, ...secrets,',
    why: 'whoever may look at the process reads the database’s password',
    tests: ['src/main/child.test.ts'],
  },
];
