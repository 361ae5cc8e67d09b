/** Mutations of the sdk: what its package may use, what it believes, what it says of an order that nobody knows of. */
import type { Mutation } from './mutation.ts';

const ERRORS = ['sdk/errors.test.ts'];
const NOTICES = ['sdk/notices.test.ts'];
const PACKAGE = ['sdk/package.test.ts'];

export const SDK: readonly Mutation[] = [
  {
    name: 'sdk-acknowledges-before-the-handler',
    file: 'sdk/notices.ts',
    find: 'await onNotice(notice);',
    put: 'void onNotice(notice);',
    why: 'a notice is acknowledged that the platform has not kept, and never comes again (LW-9)',
    tests: NOTICES,
  },
  {
    name: 'sdk-hands-over-what-is-rejected',
    file: 'sdk/notices.ts',
    find: 'return { status: 400, text: notice.why };',
    put: 'return { status: 200, text: reader.acknowledgement };',
    why: 'a forged notice is answered as one that was taken (G-2)',
    tests: NOTICES,
  },
  {
    name: 'sdk-calls-a-cut-answer-never-sent',
    file: 'sdk/transport.ts',
    find: 'progress.status === 0 ? neverSent(code, cause) : null',
    put: "'nothing came'",
    why: 'an order that was executed is taken for one that never left (G-11)',
    tests: ERRORS,
  },
  {
    name: 'sdk-says-that-nothing-can-have-happened',
    file: 'sdk/client.ts',
    find: 'mayHaveBeenExecuted: sent && !query',
    put: 'mayHaveBeenExecuted: query',
    why: 'an order that may have been executed is taken for one that was not (G-11)',
    tests: ERRORS,
  },
  {
    name: 'sdk-quotes-an-unsigned-answer',
    file: 'sdk/judge.ts',
    find: 'title ? ` titled "${title}"` : \'\'',
    put: 'start',
    why: 'what an answer says about a person lies in the logs of a platform',
    tests: ERRORS,
  },
  {
    name: 'sdk-takes-a-private-key-for-the-custodians',
    file: 'sdk/keys.ts',
    find: 'if (material.encrypted || firstThatReads(PRIVATE, material.der)) {',
    put: 'if (material.encrypted) {',
    why: 'a platform verifies against its own key and learns of it at the first payment',
    tests: ERRORS,
  },
  {
    name: 'sdk-uses-what-node-20-has-not',
    file: 'sdk/answer.ts',
    find: "if (!mayHaveBeenExecuted) return 'nothing was done",
    put: "if (Promise.withResolvers && !mayHaveBeenExecuted) return 'nothing was done",
    why: 'the package breaks on Node 20, which it says it runs on',
    tests: PACKAGE,
  },
  {
    name: 'sdk-leaves-typescript-in-its-declarations',
    file: 'bin/sdk-build.js',
    find: '"$1.js\'"',
    put: '"$1.ts\'"',
    why: 'whoever compiles against the package is told of files that it does not hold',
    tests: PACKAGE,
  },
];
