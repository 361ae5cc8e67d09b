/**
 * What a reader of the database sees, every table of every schema as text, and faults that are made there on purpose,
 * so that what is logged of them can be looked at.
 */
import assert from 'node:assert/strict';
import { closePool, openPool, type Sql } from '../src/db/pool.ts';
import { createSealer, deriveKey, placed } from '../src/kernel/seal.ts';
import { sealContext } from '../src/main/key-ring.ts';
import { readAllSigningKeys } from '../src/main/signing-keys.store.ts';

async function within<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPool({ url, max: 2, applicationName: 'cunguan-e2e' });
  try {
    return await work(sql);
  } finally {
    await closePool(sql);
  }
}

/** Every table, those of the system too, and what the server says of statements under way. */
export async function dumpTables(url: string): Promise<readonly (readonly [table: string, text: string])[]> {
  return within(url, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
      where relkind in ('r', 'm', 'p') and nspname not in ('information_schema', 'pg_toast')
      union all select 'pg_catalog.pg_stat_activity' order by name`;
    const dumped: [string, string][] = [];
    for (const { name } of tables) {
      const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
      dumped.push([name, rows.map(({ row }) => row).join('\n')]);
    }
    return dumped;
  });
}

/**
 * From now on the server logs every statement with all its parameters, and every row that it refuses. Settings of a
 * role count for new sessions: the present ones are ended.
 */
export async function talkAll(url: string): Promise<void> {
  const settings = ["log_statement = 'all'", "log_error_verbosity = 'default'", "log_min_error_statement = 'error'"];
  const talk = [...settings, 'log_parameter_max_length = -1', 'log_parameter_max_length_on_error = -1'];
  await within(url, async (sql) => {
    await sql.unsafe(talk.map((one) => `alter role current_user set ${one}`).join(';'));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = current_user and pid <> pg_backend_pid()`;
  });
}

/** All of it on disk, and the statistics, which copy what stands in the columns. */
export async function settle(url: string): Promise<void> {
  await within(url, async (sql) => {
    await sql.unsafe('analyze');
    await sql.unsafe('checkpoint');
  });
}

/** What is made to fail, and how that is mended again. */
const FAULTS = {
  'the bank takes no message': [
    'alter table sandbox_bank.messages rename to messages_away',
    'alter table sandbox_bank.messages_away rename to messages',
  ],
  'the bank takes no order': [
    'alter table sandbox_bank.payins rename to payins_away',
    'alter table sandbox_bank.payins_away rename to payins',
  ],
  'nobody can become a member': [
    'alter table profiles add constraint spoilt check (false) not valid',
    'alter table profiles drop constraint spoilt',
  ],
} as const;

/** Does something while the database is at fault. */
export async function during<T>(url: string, fault: keyof typeof FAULTS, work: () => Promise<T>): Promise<T> {
  const [spoil, mend] = FAULTS[fault];
  await within(url, (sql) => sql.unsafe(spoil).then());
  try {
    return await work();
  } finally {
    await within(url, (sql) => sql.unsafe(mend).then());
  }
}

/** The private keys that stand sealed in the database, PEM: the custodian's own and the sandbox bank's. */
export async function sealedKeys(url: string, dataKey: Buffer): Promise<readonly string[]> {
  return within(url, async (sql) => {
    const sealer = createSealer(dataKey);
    const platforms = await readAllSigningKeys(sql);
    const own = platforms.flatMap(({ keys }) =>
      keys.map((key) => {
        assert.ok(key.sealed, 'none is retired');
        return sealer.open(key.sealed, sealContext(key));
      }),
    );
    const [bank] = await sql<{ key: Buffer }[]>`select private_key as key from sandbox_bank.identity`;
    assert.ok(bank);
    const bankSealer = createSealer(deriveKey(dataKey, 'sandbox bank'));
    return [...own, bankSealer.open(bank.key, placed('identity.private_key'))];
  });
}
