/** Mutations of the audit trail: what it keeps, in which order, and what a look over it notices. */
import type { Mutation } from './mutation.ts';

const TRAIL = ['src/audit/trail.test.ts'];
const COMMANDS = ['src/main/audited.test.ts'];
const PENDING = ['src/main/audit-pending.test.ts'];

export const AUDIT: readonly Mutation[] = [
  {
    name: 'a-digest-stands-alone',
    file: 'src/audit/entry.ts',
    find: 'const said = [before, String(id)',
    put: "const said = ['', String(id)",
    why: 'the chain is none: an end that grew anew fits what was noted elsewhere',
    tests: TRAIL,
  },
  {
    name: 'a-digest-forgets-who',
    file: 'src/audit/entry.ts',
    find: 'String(id), at, via, who, command,',
    put: 'String(id), at, via, command,',
    why: 'somebody else has done it',
    tests: TRAIL,
  },
  {
    name: 'entries-without-turns',
    file: 'src/audit/entries.store.ts',
    find: 'await tx`lock table audit_entries in share row exclusive mode`;',
    put: '',
    why: 'two nodes take one number, and one of both commands fails',
    tests: TRAIL,
  },
  {
    name: 'a-lost-end-is-not-looked-for',
    file: 'src/audit/trail.ts',
    find: 'const whole = noted === null || (await hasHead(tx, noted));',
    put: 'const whole = noted !== undefined;',
    why: 'an end that was cut off grows anew, and nothing tells',
    tests: TRAIL,
  },
  {
    name: 'a-short-trail-is-whole',
    file: 'src/audit/verify.ts',
    find: 'witnesses.find(({ id }) => id > last.id)',
    put: 'witnesses.find(({ id }) => id > last.id + 100n)',
    why: 'the last entries are removed unseen',
    tests: TRAIL,
  },
  {
    name: 'a-change-begins-unseen',
    file: 'src/main/audited.ts',
    find: 'const intentId = await trail.append(event);',
    put: 'const intentId = null; void event;',
    why: 'a crash leaves a change without a trace',
    tests: COMMANDS,
  },
  {
    name: 'private-keys-are-kept',
    file: 'src/main/audited.ts',
    find: "return '(a private key)';",
    put: 'return text;',
    why: 'a signing key lies in a table that is kept for ever (G-19)',
    tests: COMMANDS,
  },
  {
    name: 'a-blank-hides-a-change',
    file: 'src/main/audited.ts',
    find: "typeof value === 'string' ? value.trim() : null",
    put: "typeof value === 'string' ? value : null",
    why: 'a changed settlement account is not listed under its platform',
    tests: COMMANDS,
  },
  {
    name: 'a-text-steers-the-terminal',
    file: 'src/main/cli/print.ts',
    find: 'return text.replace(STEERING,',
    put: 'return text.replace(/(?!)/g,',
    why: 'a reason writes lines of its own into what the trail is read from',
    tests: ['src/main/cli/cli.test.ts'],
  },
  {
    name: 'a-gap-is-known-by-its-number',
    file: 'src/main/audit-commands.ts',
    find: "...(gap ? [{ ...gap, by: 'whoever gave --gap' }] : []),",
    put: '',
    why: 'an end is cut off and takes the gap that was known along, and nothing tells',
    tests: ['src/main/audit-commands.test.ts'],
  },
  {
    name: 'an-account-is-shown',
    file: 'src/audit/reads.ts',
    find: 'ACCOUNTS.includes(name) ? maskCard(value) :',
    put: 'ACCOUNTS.includes(name) ? value :',
    why: 'the number of an account stands on a screen (G-19)',
    tests: COMMANDS,
  },
  {
    name: 'what-waits-is-dropped',
    file: 'src/main/audit-pending.ts',
    find: "if (pending.outcome === 'INTENT') begun.set(pending.mark, id);",
    put: '',
    why: 'the result of a command without a node names no intent',
    tests: PENDING,
  },
  {
    name: 'after-is-before',
    file: 'src/custody/platforms/platforms.store.ts',
    find: 'return { before: file, after: await this.find(sql, platformNo) };',
    put: 'return { before: file, after: file };',
    why: 'which account it was changed to cannot be told',
    tests: COMMANDS,
  },
];
