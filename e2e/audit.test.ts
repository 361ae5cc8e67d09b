/** The audit trail of the whole program: the command line, a hard kill half-way, and an end that is cut off. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { closePool, openPool, type Sql } from '../src/db/pool.ts';
import { callAdmin } from '../src/main/cli/client.ts';
import { Program } from './program.ts';

let program: Program;
before(async () => {
  program = await Program.prepare();
  await program.start();
});
after(() => program[Symbol.asyncDispose]());

const NO = '6000000001';
const ACCOUNT = '6217680000000012345';

interface Shown {
  readonly id: string;
  readonly who: string;
  readonly outcome: string;
  readonly reason: string;
  readonly changes: readonly { readonly what: string; readonly after: unknown }[];
}
interface Listed {
  readonly entries: readonly Shown[];
}
type Verified = Readonly<Record<'entries' | 'unfinished' | 'gaps' | 'differences' | 'head', number | string>>;

async function withDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPool({ url: await program.databaseUrl(), max: 2, applicationName: 'cunguan-e2e' });
  try {
    return await work(sql);
  } finally {
    await closePool(sql);
  }
}

/** The latest line about a command, whole. */
async function latest(command: string): Promise<Shown> {
  const { entries } = await program.ask<Listed>('audit', 'list', '--command', command, '--limit', '1');
  return program.ask<Shown>('audit', 'show', entries[0]?.id ?? '');
}

test('G-19 a changed settlement account: who, why, masked; nowhere in the clear', async () => {
  await program.ask('platform', 'set', NO, `settlement-account=${ACCOUNT}`, '--reason', '函件七号');
  const { who, outcome, reason, changes } = await latest('platform.set');
  assert.deepEqual([who, outcome, reason], [`${userInfo().username} on ${hostname()}`, 'done', '函件七号']);
  assert.deepEqual(
    changes.map(({ what, after: is }) => [what, is]),
    [['settlementAccount', '621768*********2345']],
  );
  const { head } = await program.ask<Verified>('audit', 'verify');
  const log = await readFile(join(program.data, 'cunguan.log'), 'utf8');
  assert.ok(log.includes(`"head":"${head}"`), 'what to note elsewhere stands in the log');
  const { secret } = JSON.parse(await readFile(join(program.data, 'admin.json'), 'utf8')) as { secret: string };
  const rows = await withDatabase((sql) => sql`select to_jsonb(e)::text as row from audit_entries e`);
  const clear = [log, ...rows.map(({ row }) => String(row))].join('\n');
  for (const word of [ACCOUNT, '函件七号', secret]) {
    assert.ok(!clear.includes(word) && !clear.includes(Buffer.from(word).toString('hex')), word);
  }
  assert.equal((await stat(join(program.data, 'audit-head'))).mode & 0o777, 0o600);
});

test('a command that a hard kill interrupts is there as begun, and the trail goes on whole', async () => {
  await withDatabase(async (sql) => {
    const hanging = await sql.begin(async (tx) => {
      // The command waits for this row, so that it is killed between its intent and its result.
      await tx`select 1 from platforms where platform_no = ${NO} for update`;
      const args = { platformNo: NO, changes: { name: '未完' } };
      const asked = callAdmin(program.data, { command: 'platform.set', args }, 'interrupted').catch(() => 'cut off');
      for (;;) {
        const [row] = await sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        if (row) break;
      }
      await program.kill();
      return { asked };
    });
    assert.equal(await hanging.asked, 'cut off');
  });
  await program.start();
  const { entries } = await program.ask<Listed>('audit', 'list', '--platform', NO, '--limit', '20');
  const begun = entries.filter(({ outcome }) => outcome === 'no result');
  assert.equal(begun.length, 1);
  assert.equal((await program.ask<Shown>('audit', 'show', begun[0]?.id ?? '')).reason, 'interrupted');
  const { unfinished, gaps, differences } = await program.ask<Verified>('audit', 'verify');
  assert.deepEqual([unfinished, gaps, differences], [1, 0, 0]);
});

test('an end that is cut off in the database is told with exit 1, and stays told', async () => {
  const { head } = await program.ask<Verified>('audit', 'verify');
  await withDatabase((sql) =>
    sql.unsafe(`alter table audit_entries disable trigger user;
      delete from audit_entries where id > (select max(id) from audit_entries) - 2;
      alter table audit_entries enable trigger user`),
  );
  const found = await program.cli('audit', 'verify');
  assert.deepEqual([found.code, found.out], [1, '']);
  assert.match(found.err, /^Broken: The trail ends with entry \d+, but this node noted entry \d+\.\n$/);
  const later = await program.cli('audit', 'verify');
  assert.deepEqual([later.code, later.out], [1, '']);
  assert.match(later.err, /^The end of the trail was lost once, see entry \d+: [^\n]+ say --gap \d+:[\w-]{43}\.\n$/);
  const known = /--gap (\S+)\.\n$/.exec(later.err)?.[1] ?? '';
  assert.equal((await program.ask<Verified>('audit', 'verify', '--gap', known)).gaps, 1);
  assert.match(
    (await program.cli('audit', 'verify', '--head', String(head))).err,
    /not the one that whoever gave --head/,
  );
});

test('starts and ends of a node are in it', async () => {
  await program.stop();
  await program.start();
  const { entries } = await program.ask<{ entries: { command: string; via: string }[] }>('audit', 'list');
  const own = entries.filter(({ command }) => command.startsWith('node.'));
  assert.deepEqual(
    own.map(({ command, via }) => `${command} ${via}`),
    ['node.started node', 'node.stopping node', 'node.started node', 'node.started node'],
  );
});
