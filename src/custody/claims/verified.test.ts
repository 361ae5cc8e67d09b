/** What `ledger verify` says of claims, debts and entries that are not as they should be. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTestCustody, SEALER } from '../../testing/custody.ts';
import { MIGRATIONS } from '../../testing/database.ts';
import { lend, looks, MARKETING, modify, part, project, repay, repayHold, tender } from '../../testing/loans.ts';
import { spoiler } from '../../testing/spoil.ts';
import { verifyLedger } from '../verify.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d, lianyintong: l } = core;
const { sql } = core.database;
const { found, change } = spoiler(sql);
const { platformId } = l.platform;
const look = looks(sql, platformId);

for (const userNo of ['inv', 'two', 'bor']) {
  await l.register(userNo);
  await l.deposit(userNo, 10_000n);
}
await d.deposit(MARKETING, 100n);
for (const no of ['P1', 'P2']) {
  await l.outcome(`${no}-p`, project(no, 'bor', 1_000n), false);
  await l.confirm(`${no}-1`, tender('inv', no, 100n));
  await l.confirm(`${no}-2`, tender('two', no, 100n));
  await l.confirm(`${no}-3`, tender('inv', no, 100n));
  await l.outcome(
    `${no}-l1`,
    lend(no, [
      [`${no}-1`, 100n],
      [`${no}-2`, 100n],
    ]),
  );
  await l.outcome(`${no}-l2`, lend(no, [[`${no}-3`, 60n]]));
  await l.outcome(`${no}-l3`, lend(no, [[`${no}-3`, 40n]]));
  await l.outcome(`${no}-m`, modify(no, 'REPAYING'), false);
  await l.confirm(`${no}-h`, repayHold('bor', no, 500n));
}
assert.equal(await l.outcome('r1', repay('P1', 'P1-h', [part('inv', 110n, 1n), part('two', 50n, 1n)])), 'DONE');
assert.equal(await l.outcome('r2', repay('P2', 'P2-h', [part('inv', 200n, 1n), part('two', 100n)])), 'DONE');

const [{ no: repayment } = { no: 0n }] = await sql<{ no: bigint }[]>`
  select max(entry_no) as no from entries where template = 'confirm-repayment'`;

const HAS = 'whoever holds a claim has an account of what is due, and nobody else';
const MADE = 'a claim has the holder and the project of its hold, and was made when it was confirmed';
const NAMED = 'a claim is of the amount that its confirmation names, with or without the red packet';
const PUT = 'claims are what their confirmation put into the second book';
const FELL = 'principal that was paid fell from the claim, or the recourse, of the holder who got it';
const TEMPLATE = "every posting is one that its entry's template has, on such an account, with such a sign";
const BOOKS = 'every entry has at least two postings that sum to zero in each book';

const claim = (origin: string, confirm = 'l1') => `origin_no = '${origin}' and confirm_no like '%-${confirm}'`;
const numbers = async (userNo: string) => {
  const [row] = await sql<{ no: bigint }[]>`
    select member_no as no from members where platform_id = ${platformId} and user_no = ${userNo}`;
  return row?.no;
};

test('G-23 a claim handed to another member is found, as a wrong fen would be', async () => {
  const [inv, two] = [await numbers('inv'), await numbers('two')];
  const where = claim('P1-1');
  const checks = await change('claims', where, `holder_no = ${two}`, `holder_no = ${inv}`);
  assert.ok(checks.includes(MADE) && checks.includes(PUT), checks.join('\n'));
});

test('a claim of another project, hold, confirmation or moment is found', async () => {
  const of = async (spoilt: string, right: string) => change('claims', claim('P1-1'), spoilt, right);
  assert.ok((await of("project_no = 'P2'", "project_no = 'P1'")).includes(MADE));
  const where = "confirm_no = 'P1-l1' and origin_no in ('P1-1', 'P9')";
  assert.ok((await change('claims', where, "origin_no = 'P9'", "origin_no = 'P1-1'")).includes(MADE));
  const other = await change(
    'claims',
    'claim_no in (select min(claim_no) from claims)',
    "confirm_no = 'P1-l2'",
    "confirm_no = 'P1-l1'",
  );
  assert.ok(other.includes(PUT) && other.includes(NAMED), other.join('\n'));
  const later = "created_at = created_at + interval '1 second'";
  assert.ok((await of(later, later.replace('+', '-'))).includes(MADE));
});

test('principal that moved between claims is found, also between two of one holder', async () => {
  const move = (a: string, b: string) =>
    `update claims set principal = principal + case when ${a} then 1 when ${b} then -1 else 0 end`;
  const apart = await found(move(claim('P1-1'), claim('P1-2')), move(claim('P1-2'), claim('P1-1')));
  assert.ok(apart.includes(NAMED) && apart.includes(PUT));
  const own = [claim('P1-3', 'l2'), claim('P1-3', 'l3')] as const;
  const within = await found(move(...own), move(own[1], own[0]));
  assert.ok(within.includes(NAMED) && within.includes(PUT));
});

test('what is due put on the account of another holder is found', async () => {
  const [first, second] = (
    await sql<{ no: bigint }[]>`select due_no as no from dues where platform_id = ${platformId} order by due_no limit 2`
  ).map(({ no }) => `${no}20`);
  // Versions are unique, so they step aside and back.
  const swap = `update postings set version = -version,
      account_id = case account_id when ${first} then ${second} else ${first} end
    where account_id in (${first}, ${second});
    update postings set version = -version where version < 0`;
  const checks = await found(swap, swap);
  assert.ok(checks.includes(PUT) && checks.includes(FELL), checks.join('\n'));
});

test('an account of what is due that is of another holder or debt, or none, is found', async () => {
  const where = `due_no = (select max(due_no) from dues where platform_id = ${platformId})`;
  for (const column of ['holder_no', 'debt_no']) {
    const checks = await change('dues', where, `${column} = -${column}`, `${column} = -${column}`);
    assert.ok(checks.includes(HAS), `${column}: ${checks.join('\n')}`);
  }
  const none = await found('update dues set due_no = -due_no', 'update dues set due_no = -due_no');
  assert.ok(none.includes('every posting belongs to an entry and an account, numbered from 1'));
});

test('a fen that went from one book to the other is found', async () => {
  const move = (sign: string) => `update postings set amount = amount ${sign} case account_id % 100 when 1 then 1
      else -1 end
    where entry_no = ${repayment} and part = 'principal' and account_id % 100 in (1, 20)`;
  assert.ok((await found(move('+'), move('-'))).includes(BOOKS));
});

test('an entry of another template, a posting of another part or sign is found', async () => {
  const last = `entry_no = ${repayment}`;
  const other = await change('entries', last, "template = 'confirm-loan'", "template = 'confirm-repayment'");
  assert.ok(other.includes(TEMPLATE));
  const parts = await change('postings', `${last} and account_id % 100 = 20`, "part = 'due'", "part = 'principal'");
  assert.ok(parts.includes(TEMPLATE));
  const interest = `${last} and part = 'interest'`;
  const to = await change('postings', interest, 'amount = -amount', 'amount = -amount');
  assert.ok(to.includes(TEMPLATE));
});

test('a project whose number is not that of its debt is found', async () => {
  const moved = await change('projects', "project_no = 'P1'", 'project_id = -project_id', 'project_id = -project_id');
  assert.ok(moved.includes(HAS) && moved.includes('every debt is that of a project'), moved.join('\n'));
});

test('the second book opens with what stood before there was one', async () => {
  const before = await Promise.all(['inv', 'two'].flatMap((of) => ['P1', 'P2'].map((no) => look.claims(no, of))));
  assert.deepEqual(before, [[0n, 50n, 40n], [0n, 0n, 0n], [50n], [0n]]);
  await sql.unsafe(BEFORE);
  await sql.unsafe(await readFile(join(MIGRATIONS[0].folder, '0010-second-book.sql'), 'utf8'));
  assert.deepEqual((await verifyLedger(sql, SEALER)).differences, []);
  const after = await Promise.all(['inv', 'two'].flatMap((of) => ['P1', 'P2'].map((no) => look.claims(no, of))));
  assert.deepEqual(after, before);
  // Who was repaid before may still get interest, and no one more principal than is left.
  assert.equal(await l.outcome('r3', repay('P2', 'P2-h', [part('inv', 0n, 1n)])), 'DONE');
  assert.equal(await l.outcome('r4', repay('P1', 'P1-h', [part('inv', 91n)])), 'CLAIM_EXCEEDED');
  assert.equal(await l.outcome('r4', repay('P1', 'P1-h', [part('inv', 90n), part('two', 50n)])), 'DONE');
  assert.equal(await l.outcome('f1', modify('P1', 'FINISH'), false), 'PROJECT_HAS_HOLDS');
  assert.deepEqual((await verifyLedger(sql, SEALER)).differences, []);
});

/** The tables as they were, the claims with what is left of each. */
const BEFORE = `
  alter table claims add column remaining bigint;
  update claims c set remaining = r.remaining from (
    select claim_no, greatest(0, least(principal, left_over - newer)) as remaining from (
      select c.claim_no, c.principal,
        coalesce(sum(c.principal) over (partition by platform_id, project_no, holder_no order by claim_no desc
          rows between unbounded preceding and 1 preceding), 0) as newer,
        coalesce((select balance_after from postings p
          join projects q on q.platform_id = c.platform_id and q.project_no = c.project_no
          join dues d on d.platform_id = c.platform_id and d.debt_no = q.project_id and d.holder_no = c.holder_no
          where p.platform_id = c.platform_id and p.account_id = d.due_no * 100 + 20
          order by version desc limit 1), 0) as left_over
      from claims c) n) r where r.claim_no = c.claim_no;
  alter table projects add column outstanding bigint;
  update projects p set outstanding = coalesce((select -balance from accounts a where a.platform_id = p.platform_id
    and a.account_id = p.project_id * 100 + 21), 0);
  alter table postings drop constraint due_not_overdrawn;
  alter table accounts drop constraint account_has_a_row;
  delete from postings where account_id % 100 in (20, 21);
  delete from accounts where kind in (20, 21);
  delete from account_kinds where kind in (20, 21);
  drop table dues;
  alter table projects drop column project_id;
  alter table claims rename column holder_no to member_no;`;
