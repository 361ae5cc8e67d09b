/** What was ordered is kept with its order, in the open where it holds no personal data, and read from there. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTestCustody, person } from '../../testing/custody.ts';
import { cancelHold, lend, modify, part, project, repay, repayHold, tender, withdrawal } from '../../testing/loans.ts';
import { MIGRATIONS } from '../../testing/database.ts';
import { spoiler } from '../../testing/spoil.ts';
import type { Command, DirectCommand } from '../commands.ts';

const core = await createTestCustody({ spoilt: true });
const { depository: d } = core;
const { sql } = core.database;
const { platformId } = d.platform;
const kept = async (requestNo: string) => (await core.custody.queries.order(platformId, requestNo))?.command;
const plain = async (requestNo: string) => {
  const [row] = await sql<{ text: string | null }[]>`
    select plain_command as text from orders where request_no = ${requestNo}`;
  return row?.text ?? null;
};

await d.register('inv', 'INVESTOR');
await d.register('two', 'INVESTOR');
await d.register('bor', 'BORROWER');
await d.deposit('inv', 10_000n);
await d.deposit('two', 10_000n);
await d.deposit('bor', 10_000n);
const DONE: [string, DirectCommand][] = [
  ['p1', { ...project('P1', 'bor', 1_000n), description: '长'.repeat(100), name: '名'.repeat(70) }],
  ['m0', modify('P1', null, 900n)],
  ['c1', cancelHold('t1', 50n)],
  [
    'l1',
    lend(
      'P1',
      [
        ['t1', 50n],
        ['t2', 60n],
      ],
      1n,
    ),
  ],
  ['m1', modify('P1', 'REPAYING')],
  ['r1', repay('P1', 'h1', [part('inv', 10n, 1n), part('two', 20n, 2n)], 3n)],
];
for (const [requestNo, command] of DONE) {
  if (requestNo === 'c1') await d.confirm('t1', tender('inv', 'P1', 100n));
  if (requestNo === 'l1') await d.confirm('t2', tender('two', 'P1', 60n));
  if (requestNo === 'r1') await d.confirm('h1', repayHold('bor', 'P1', 100n));
  assert.ok((await d.execute(requestNo, command)).ok, requestNo);
}

test('the command of every direct order is kept as it came, details and all', async () => {
  for (const [requestNo, command] of DONE) assert.deepEqual(await kept(requestNo), command, requestNo);
  assert.deepEqual(await kept('t1'), tender('inv', 'P1', 100n));
});

test('G-19 a command with personal data is kept sealed only, any other in the open', async () => {
  const given = { ...person('new', 'INVESTOR'), mobile: '13912345678' } as Command;
  await d.open('secret', given as never);
  assert.equal(await plain('secret'), null);
  assert.deepEqual(await kept('secret'), given);
  await d.open('open', withdrawal('inv', 7n));
  assert.match((await plain('open')) ?? '', /"amount":7,/);
});

test('G-9 the order of details is no content, and each detail is', async () => {
  const details = [part('two', 20n, 2n), part('inv', 10n, 1n)];
  assert.ok((await d.execute('r1', repay('P1', 'h1', details, 3n))).ok);
  const other = await d.execute('r1', repay('P1', 'h1', [part('two', 20n, 1n), part('inv', 10n, 2n)], 3n));
  assert.equal(!other.ok && other.error.name, 'REQUEST_CONTENT_DIFFERS');
});

test('a kept command that says something else than what it is compared by is found', async () => {
  const { found } = spoiler(sql);
  const words = 'an order says in all its texts what was ordered';
  const say = (a: string, b: string) =>
    `update orders set plain_command = replace(plain_command, '${a}', '${b}') where request_no = 'c1'`;
  for (const [right, wrong] of [
    ['"amount":50', '"amount":51'],
    ['"holdNo":"t1"', '"holdNo":"t2"'],
    ['CANCEL_HOLD', 'CONFIRM_HOLD'],
    ['"amount"', '"amounts"'],
  ] as const) {
    assert.ok((await found(say(right, wrong), say(wrong, right))).includes(words), wrong);
  }
});

test('an order from before the command was kept still says what its texts know', async () => {
  const text = await readFile(join(MIGRATIONS[0].folder, '0006-commands-kept.sql'), 'utf8');
  const before = new Map(await Promise.all(DONE.map(async ([no]) => [no, await plain(no)] as const)));
  await sql.unsafe('alter table orders drop column plain_command');
  await sql.unsafe(text);
  for (const no of ['p1', 'm0', 'm1', 'c1']) assert.equal(await plain(no), before.get(no), no);
  const short = (no: string) => before.get(no)?.replace(/"details":\[.*\]/, '"details":[]');
  for (const no of ['l1', 'r1']) assert.equal(await plain(no), short(no), no);
});
