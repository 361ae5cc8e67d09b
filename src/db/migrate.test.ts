import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { until } from './embedded/postmaster.ts';
import { migrate, requireMigrated } from './migrate.ts';
import { closePool, openPool } from './pool.ts';

const { sql, url } = await createTestDatabase({ empty: true });
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-migrations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const ONE = { '0001-one.sql': 'create table one (id bigint primary key);' };
const TWO = { ...ONE, '0002-two.sql': 'create table two (id bigint references one); insert into one values (1);' };

test('migrations run once, in order, in a schema of their own', async () => {
  const schema = 'ordinary';
  assert.deepEqual(await migrate({ sql, folder: await folderWith(ONE), schema }), ['one']);
  const folder = await folderWith(TWO);
  await assert.rejects(requireMigrated({ sql, folder, schema }), /at migration 1 of 2: run "cunguan migrate"/);
  assert.deepEqual(await migrate({ sql, folder, schema }), ['two']);
  assert.deepEqual(await migrate({ sql, folder, schema }), []);
  await requireMigrated({ sql, folder, schema });
  assert.equal((await sql`select * from ordinary.one`).length, 1);
  assert.equal((await sql`select * from ordinary.schema_migrations`).length, 2);
});

test('two nodes that start at once run each migration once', async () => {
  const folder = await folderWith(TWO);
  const pools = [1, 2, 3, 4].map(() => openPool({ url, max: 2, applicationName: 'node' }));
  const done = await Promise.all(pools.map((pool) => migrate({ sql: pool, folder, schema: 'shared' })));
  await Promise.all(pools.map((pool) => closePool(pool)));
  assert.deepEqual(done.flat().sort(), ['one', 'two']);
  assert.equal((await sql`select * from shared.one`).length, 1);
});

test('a migration that fails is undone whole and told in one sentence', async () => {
  const folder = await folderWith({ ...ONE, '0002-bad.sql': 'create table bad (id int); select nonsense;' });
  await assert.rejects(
    migrate({ sql, folder, schema: 'failing' }),
    /^OperatorError: The migration 2 \(bad\) .* was undone/,
  );
  const [row] = await sql`select to_regclass('failing.one') as one, to_regclass('failing.bad') as bad`;
  assert.deepEqual({ ...row }, { one: 'failing.one', bad: null });
});

test('a database newer than the code is refused, and so is an edited migration', async () => {
  await migrate({ sql, folder: await folderWith(TWO), schema: 'newer' });
  await assert.rejects(migrate({ sql, folder: await folderWith(ONE), schema: 'newer' }), /newer than this program/);
  const edited = await folderWith({ ...TWO, '0001-one.sql': 'create table one (id text);' });
  await assert.rejects(migrate({ sql, folder: edited, schema: 'newer' }), /migration 1 \(one\) .* was edited/);
});

test('migration files are numbered without a gap', async () => {
  const folder = await folderWith({ ...ONE, '0003-three.sql': 'select 1' });
  await assert.rejects(migrate({ sql, folder, schema: 'gap' }), /0003-three\.sql .* does not follow/);
});

test('an older program serves where every newer migration says that it may', async () => {
  const may = { '0002-two.sql': '-- older programs may serve: it adds a table.\ncreate table two (id bigint);' };
  const schema = 'rolling';
  const older = { sql, folder: await folderWith(ONE), schema };
  assert.deepEqual(await migrate({ sql, folder: await folderWith({ ...ONE, ...may }), schema }), ['one', 'two']);
  await requireMigrated(older);
  assert.deepEqual(await migrate(older), []);
  const mayNot = { '0003-three.sql': '-- It asks more.\n-- older programs may serve\ndrop table two;' };
  await migrate({ sql, folder: await folderWith({ ...ONE, ...may, ...mayNot }), schema });
  for (const start of [requireMigrated, migrate]) {
    await assert.rejects(
      start(older),
      /newer than this program: schema rolling is at migration 3, this version knows 1/,
    );
  }
  await assert.rejects(requireMigrated({ ...older, folder: await folderWith({ '0001-one.sql': '' }) }), /newer|edited/);
});

test('what an earlier version noted of its migrations is read, and completed by the next migration', async () => {
  const schema = 'earlier';
  const one = { sql, folder: await folderWith(ONE), schema };
  await migrate(one);
  await sql`alter table earlier.schema_migrations drop column older_may_serve`;
  await requireMigrated(one);
  await migrate({ sql, folder: await folderWith(TWO), schema });
  await assert.rejects(requireMigrated(one), /newer than this program/);
});

test('a migration gives way to who uses a table, and gets it when he leaves', async () => {
  const schema = 'patient';
  await migrate({ sql, folder: await folderWith(ONE), schema });
  const folder = await folderWith({ ...ONE, '0002-two.sql': 'alter table one add column more text;' });
  const reader = await sql.reserve();
  await reader.unsafe('begin');
  await reader`select count(*) from patient.one`;
  const migrated = migrate({ sql, folder, schema });
  const waits = async () => {
    const rows = await sql`select 1 from pg_locks where relation = 'patient.one'::regclass and not granted`;
    return rows.length > 0;
  };
  assert.ok(await until(waits, 10_000), 'it waits for the reader');
  assert.ok(await until(async () => !(await waits()), 2_000), 'it gives way, though the reader is still there');
  assert.ok(await until(waits, 10_000), 'it tries again');
  const began = performance.now();
  await sql`insert into patient.one values (1)`;
  assert.ok(performance.now() - began < 2_000, 'who came behind it did not wait for the reader');
  await assert.rejects(
    migrate({ sql, folder, schema, patience: 0 }),
    /^OperatorError: The migration 2 \(two\) .* waited 0 s for tables that others hold, and nothing was changed/,
  );
  await reader.unsafe('commit');
  reader.release();
  assert.deepEqual(await migrated, ['two']);
});
