/** Mutations of the request log: what is kept, for whom, how much, and who looks into signatures. */
import type { Mutation } from './mutation.ts';

const LOG = ['src/requests/request-log.test.ts'];
const FAULTS = ['src/wire/signature-faults.test.ts'];

export const REQUESTS: readonly Mutation[] = [
  {
    name: 'requests-are-kept-in-the-clear',
    file: 'src/requests/requests.store.ts',
    find: 'content: this.sealer.seal(text, placeOf(row))',
    put: 'content: Buffer.from(text)',
    why: 'a dump of the database holds names and ID numbers of every registration (G-19)',
    tests: LOG,
  },
  {
    name: 'requests-wait-without-bound',
    file: 'src/requests/request-log.ts',
    find: 'this.waiting.length >= rows ||',
    put: '',
    why: 'a database that is away fills the memory with rows',
    tests: LOG,
  },
  {
    name: 'strangers-fill-the-request-log',
    file: 'src/requests/request-log.ts',
    find: "exchanged.seen.platform !== null || this.strangers.take('')",
    put: 'true',
    why: 'anybody fills the disk by calling with a wrong signature',
    tests: LOG,
  },
  {
    name: 'a-refused-row-is-tried-for-ever',
    file: 'src/requests/request-log.ts',
    find: "if (!/^2[23]/.test(facts.code ?? '')) return false;",
    put: 'if (facts) return false;',
    why: 'one value that the database does not take ends the request log',
    tests: LOG,
  },
  {
    name: 'requests-are-never-forgotten',
    file: 'src/requests/request-log.ts',
    find: 'now() - days * DAY',
    put: '0 - days * DAY',
    why: 'the log grows for ever',
    tests: LOG,
  },
  {
    name: 'every-wrong-signature-is-looked-into',
    file: 'src/requests/request-log.ts',
    find: "return this.explained.take('');",
    put: 'return true;',
    why: 'a caller with a wrong signature costs ten milliseconds each time',
    tests: LOG,
  },
  {
    name: 'other-keys-are-not-tried',
    file: 'src/wire/signature-faults.ts',
    find: "ended ? 'ENDED_KEY' : named ? null : 'OTHER_KEY'",
    put: "ended ? 'ENDED_KEY' : null",
    why: 'a wrong serial is told as the right one',
    tests: FAULTS,
  },
];
