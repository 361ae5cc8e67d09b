import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { ACCOUNT_KINDS, type AccountKind, accountId } from './chart.ts';
import { fold, judge, type Line } from './post.ts';
import { fits, TEMPLATES, type TemplateName } from './templates.ts';

const { sql } = await createTestDatabase();
const DUE = { debtNo: 1n, holderNo: 1001n, dueNo: 1002n, balance: 9n, version: 1n, lastPart: null };
const at = (kind: AccountKind, part: string, amount: bigint): Line => {
  const line = { accountId: accountId(kind === 'DUE' ? DUE.dueNo : 1001n, kind), part, amount };
  return kind === 'DUE' ? { ...line, due: DUE } : line;
};

test('the database knows the chart of accounts', async () => {
  const rows = await sql<{ kind: number; code: string; class: string }[]>`select kind, code, class from account_kinds`;
  const stored = rows.map(({ kind, code, class: book }) => `${kind} ${code} ${book}`).sort();
  const chart = Object.entries(ACCOUNT_KINDS).map(([code, { kind, class: book }]) => `${kind} ${code} ${book}`);
  assert.deepEqual(stored, chart.sort());
});

test('an entry sums to zero in each book by itself', () => {
  const money = [at('FROZEN', 'repayment', -5n), at('AVAILABLE', 'principal', 5n)];
  const noted = [at('DUE', 'principal', -5n), at('DEBT', 'principal', 5n)];
  assert.equal(judge('confirm-repayment', [...money, ...noted]).length, 4);
  assert.throws(() => judge('confirm-repayment', [...money, ...noted, at('DUE', 'principal', -1n)]), /memorandum/);
  assert.throws(() => judge('confirm-repayment', [...money, ...noted, at('AVAILABLE', 'interest', 1n)]), /of money/);
  const across = [at('FROZEN', 'repayment', -5n), at('DEBT', 'principal', 5n)];
  assert.throws(() => judge('confirm-repayment', across), /sum to/);
});

test('an entry is as its template has it', () => {
  const refused = (template: TemplateName, ...lines: Line[]) => assert.throws(() => judge(template, lines), /has no/);
  refused('hold', at('AVAILABLE', 'hold', 5n), at('FROZEN', 'hold', -5n));
  refused('hold', at('AVAILABLE', 'held', -5n), at('FROZEN', 'held', 5n));
  refused('hold', at('AVAILABLE', 'hold', -5n), at('BANK_POOL', 'hold', 5n));
  assert.throws(() => judge('hold', [at('AVAILABLE', 'hold', 0n), at('FROZEN', 'hold', 0n)]), /two lines/);
});

test('every part of every template stands on some account, with a sign', () => {
  for (const [template, parts] of Object.entries(TEMPLATES)) {
    for (const [part, signs] of Object.entries(parts)) {
      for (const [kind, sign] of Object.entries(signs)) {
        const allowed = [1n, -1n].map((amount) => fits(template as TemplateName, part, kind as AccountKind, amount));
        assert.deepEqual(allowed, [sign !== '-', sign !== '+'], `${template} ${part} ${kind}`);
      }
    }
  }
});

test('what is due never falls below zero, and no debt below none', () => {
  const fall = (kind: AccountKind, amount: bigint, balance: bigint) => () =>
    fold({ ...at(kind, 'principal', amount), kind }, { balance, version: 1n }, 1);
  assert.throws(fall('DUE', -6n, 5n), /would fall/);
  assert.throws(fall('DEBT', 6n, -5n), /would rise/);
  assert.equal(fall('DUE', -5n, 5n)().balanceAfter, 0n);
});
