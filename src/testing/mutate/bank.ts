/** Mutations of how the bank's words come in: what is kept, what is tried again, and by when an answer is judged. */
import type { Mutation } from './mutation.ts';

const SWEEPS = ['src/custody/sweeps.test.ts'];
const STRAYS = ['src/custody/bank/stray-reports.test.ts'];
const TRIES = ['src/custody/credentials/tries.test.ts'];

export const BANK: readonly Mutation[] = [
  {
    name: 'what-cannot-be-read-is-dropped',
    file: 'src/custody/bank/intake.ts',
    find: 'else await strays.keep(core.channel.name, message, order?.platformId ?? null, at);',
    put: '',
    why: 'the bank is told that its message was taken, and nobody ever sees it (G-27)',
    tests: STRAYS,
  },
  {
    name: 'a-stray-is-kept-in-the-clear',
    file: 'src/custody/bank/stray-reports.store.ts',
    find: 'sealer.seal(kept, wordsPlace(channel, digest))',
    put: 'Buffer.from(kept)',
    why: 'a card number that stands in it lies open in the database (G-19)',
    tests: STRAYS,
  },
  {
    name: 'a-report-that-fails-keeps-its-turn',
    file: 'src/custody/bank/intake.ts',
    find: 'if (error instanceof LaneFull || isTransient(error)) throw error;',
    put: 'throw error;',
    why: 'a hundred such reports of a platform hide all later ones (G-27)',
    tests: SWEEPS,
  },
  {
    name: 'an-answer-tells-of-now',
    file: 'src/custody/deposits/payin.ts',
    find: 'askedAt !== null && (expiresAt ?? askedAt) <= askedAt',
    put: '(expiresAt ?? world.at) <= world.at',
    why: 'an order that reached the bank after the question is closed by the answer (G-13)',
    tests: ['src/custody/deposits/deposits.test.ts'],
  },
  {
    name: 'closed-is-returned',
    file: 'src/custody/withdrawals/payout.ts',
    find: "return state === 'RETURNED' && bankRef === null;",
    put: 'return false;',
    why: 'what came back once is told as come back twice (G-27)',
    tests: ['src/custody/bank/verdicts.test.ts'],
  },
  {
    name: 'only-the-latest-try-knows-itself',
    file: 'src/custody/credentials/latest-tries.ts',
    find: 'const KNOWN = 32;',
    put: 'const KNOWN = 1;',
    why: 'two tries of one batch count as four when its commit was answered by silence (G-17)',
    tests: TRIES,
  },
  {
    name: 'a-try-is-told-what-stands-now',
    file: 'src/custody/credentials/tries.ts',
    find: 'counted(credential, Number(told))',
    put: 'counted(credential, credential.failures)',
    why: 'a try that was run again is told the tries that others have left it (G-17)',
    tests: TRIES,
  },
];
