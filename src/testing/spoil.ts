/** Spoils rows of a test database one at a time, to see which check of `ledger verify` tells. */
import assert from 'node:assert/strict';
import { verifyLedger } from '../custody/verify.ts';
import type { Sql } from '../db/pool.ts';
import { SEALER } from './custody.ts';

export interface Spoiler {
  /** The checks that fail after `spoil`; `mend` makes it good again, and is asserted to. */
  found(spoil: string, mend: string): Promise<readonly string[]>;
  /** The same of one `update`: the table, the condition, what is set, what is set back. */
  change(table: string, where: string, spoilt: string, right: string): Promise<readonly string[]>;
}

/** For a database whose test said that its books are spoilt on purpose. */
export function spoiler(sql: Sql): Spoiler {
  const found: Spoiler['found'] = async (spoil, mend) => {
    await sql.unsafe(spoil);
    const { differences } = await verifyLedger(sql, SEALER);
    await sql.unsafe(mend);
    assert.deepEqual((await verifyLedger(sql, SEALER)).differences, []);
    return differences.map(({ check }) => check);
  };
  return {
    found,
    change: (table, where, spoilt, right) =>
      found(`update ${table} set ${spoilt} where ${where}`, `update ${table} set ${right} where ${where}`),
  };
}
