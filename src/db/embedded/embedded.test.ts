import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { closePool, openPool, type Sql } from '../pool.ts';
import { isAlive, readPostmaster, until } from './postmaster.ts';
import { type EmbeddedPostgres, startEmbedded } from './server.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunguan-embedded-'));
const running = new Set<EmbeddedPostgres>();
after(async () => {
  for (const server of running) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(reports: string[] = []): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ folder, report: (message) => reports.push(message) });
  running.add(server);
  return server;
}

async function stop(server: EmbeddedPostgres): Promise<void> {
  await server.stop();
  running.delete(server);
}

async function withPool<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPool({ url, max: 2, applicationName: 'cunguan-test' });
  try {
    return await work(sql);
  } finally {
    await closePool(sql);
  }
}

test('a cluster is made as the house wants it, and a second start goes on with the same data and port', async () => {
  const first = await start();
  await withPool(first.url, async (sql) => {
    const names = [
      'server_encoding',
      'lc_numeric',
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'listen_addresses',
    ];
    const rows = await sql<{ name: string; value: string }[]>`
      select name, current_setting(name) as value from unnest(${names}::text[]) as wanted(name)`;
    const settings = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
    const expected = ['UTF8', 'C', 'on', 'on', 'on', '127.0.0.1'];
    assert.deepEqual(settings, Object.fromEntries(names.map((name, index) => [name, expected[index]])));
    await sql`create table kept as select 42::bigint as answer`;
  });
  const withoutSecret = first.url.replace(/:[0-9a-f]+@/, ':wrong@');
  await assert.rejects(
    withPool(withoutSecret, (sql) => sql`select 1`.then()),
    { code: '28P01' },
  );
  const pid = first.pid();
  await stop(first);
  assert.equal(isAlive(pid), false);
  const second = await start();
  assert.equal(second.url, first.url);
  assert.deepEqual(await withPool(second.url, async (sql) => (await sql`select answer from kept`)[0]?.answer), 42n);
  await stop(second);
});

test('PostgreSQL that is killed hard comes back by itself, and the pool with it', async () => {
  const reports: string[] = [];
  const server = await start(reports);
  await withPool(server.url, async (sql) => {
    const durable = sql`insert into kept values (43)`;
    await durable;
    const pid = server.pid();
    const inTransaction = sql.begin(async (tx) => {
      await tx`insert into kept values (44)`;
      process.kill(pid, 'SIGKILL');
      // The loss may be noticed at any of these; none may reach another connection.
      for (;;) await tx`insert into kept values (45)`;
    });
    await assert.rejects(inTransaction);
    const answers = async (): Promise<boolean> =>
      sql`select 1`.then(
        () => true,
        () => false,
      );
    assert.ok(await until(async () => server.pid() !== pid && (await answers()), 20_000));
    const rows = await sql<{ answer: bigint }[]>`select answer from kept order by answer`;
    assert.deepEqual(
      rows.map(({ answer }) => answer),
      [42n, 43n],
    );
  });
  assert.equal(reports[0], 'PostgreSQL went down and is started again');
  assert.equal(reports.at(-1), 'PostgreSQL is back');
  await stop(server);
});

test('a server that outlived a hard kill of ours is stopped properly, and its data are there', async () => {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, 'server.ts'))});
    const server = await startEmbedded({ folder: ${JSON.stringify(folder)} });
    process.stdout.write('started ' + server.pid() + '\\n');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const orphan = Number(line.toString().split(' ')[1]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(isAlive(orphan), true);
  const server = await start();
  assert.equal(isAlive(orphan), false);
  assert.equal(await withPool(server.url, async (sql) => (await sql`select 1 from kept`).length), 2);
  await stop(server);
});

test('a postmaster.pid that names a stranger is not believed', async () => {
  const mark = join(folder, 'postgres', 'postmaster.pid');
  await writeFile(mark, `${process.pid}\n${join(folder, 'postgres')}\n`);
  const server = await start();
  assert.equal((await readPostmaster(join(folder, 'postgres')))?.pid, server.pid());
  await stop(server);
});

test('a port that was taken meanwhile is given up for another', async () => {
  const { port } = JSON.parse(await readFile(join(folder, 'postgres.json'), 'utf8')) as { port: number };
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const server = await start();
  assert.notEqual(Number(new URL(server.url).port), port);
  await stop(server);
  taken.close();
});

test('data of another PostgreSQL version are refused in one sentence, and nothing is left running', async () => {
  const version = join(folder, 'postgres', 'PG_VERSION');
  const real = await readFile(version, 'utf8');
  await writeFile(version, '99\n');
  await assert.rejects(
    start(),
    /^OperatorError: The data in .* is of PostgreSQL 99, .*: start the newer version of cunguan\.$/,
  );
  await writeFile(version, '9\n');
  await assert.rejects(start(), /is of PostgreSQL 9, .* pg_upgrade/);
  await writeFile(version, real);
});
