/** Claims that have ended are not read for one that lives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closePool, KEYED_PLANS, openPool } from '../../db/pool.ts';
import { selectStatement } from '../../executor/statements.ts';
import type { Row, Table } from '../../executor/table.ts';
import { dues } from '../../ledger/journal.ts';
import { createTestDatabase } from '../../testing/database.ts';

const { sql, url } = await createTestDatabase();

/** The rows that a look-up read of each relation, by its own account of it. */
async function read(key: readonly unknown[]): Promise<Record<string, number>> {
  const { text, parameters } = selectStatement(dues as unknown as Table<Row>, 1, { finder: null, keys: [key] });
  const lanes = openPool({ url, max: 1, applicationName: 'test', settings: KEYED_PLANS });
  const rows = await lanes.unsafe(`explain (analyze, format json) ${text}`, parameters).values();
  await closePool(lanes);
  const found: Record<string, number> = {};
  const visit = (node: Record<string, unknown>) => {
    const name = node['Relation Name'];
    if (name) found[String(name)] = Number(node['Actual Rows']) + Number(node['Rows Removed by Filter'] ?? 0);
    for (const inner of (node.Plans ?? []) as Record<string, unknown>[]) visit(inner);
  };
  visit(((rows[0] as unknown[])[0] as { Plan: Record<string, unknown> }[])[0]?.Plan ?? {});
  return found;
}

test('G-24 one row and one posting say what is left of 20,000 claims', async () => {
  await sql`
    insert into dues (platform_id, debt_no, holder_no, due_no) select 1, 9, n, n from generate_series(1, 3000) n`;
  await sql`
    insert into postings (platform_id, entry_no, seq, account_id, part, amount, balance_after, version)
    select 1, n, 1, 720, 'principal', 1, n, n from generate_series(1, 20000) n`;
  await sql`analyze`;
  assert.deepEqual(await read([9n, 7n]), { dues: 1, postings: 1 });
});
