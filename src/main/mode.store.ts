/**
 * The mode of a database: a sandbox may go into production, what has been in production never becomes a sandbox
 * again. One forgotten variable must not let the sandbox's bank, clock and demo loose on real money.
 */
import type { Sql } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';

/** Notes the mode of this start. Throws a `OperatorError` for a sandbox on a database that has been in production. */
export async function noteMode(sql: Sql, mode: 'sandbox' | 'production'): Promise<void> {
  const [row] = await sql`
    insert into installation (mode) values (${mode})
    on conflict (only_row) do update
      set mode = case when installation.mode = 'production' then installation.mode else excluded.mode end
    returning mode`;
  if (row?.mode === mode) return;
  throw new OperatorError(
    'This database has been in production: start with CUNGUAN_MODE=production, or use another database.',
  );
}
