/**
 * The mode of a database: what has been a sandbox never goes into production, with its fictitious money, its moved
 * clock and the keys that everybody knows, and what has been in production never becomes a sandbox, whose bank, clock
 * and demo one forgotten variable would let loose on real money.
 */
import type { Sql } from '../db/pool.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { DAY, HOUR } from '../kernel/time.ts';

/**
 * Notes the mode of the first start, or only looks. Throws a `OperatorError` when the database has been of the other
 * one.
 */
export async function noteMode(
  sql: Sql,
  mode: 'sandbox' | 'production',
  { onlyLook = false }: { readonly onlyLook?: boolean } = {},
): Promise<void> {
  if (!onlyLook) await sql`insert into installation (mode) values (${mode}) on conflict (only_row) do nothing`;
  const [row] = await sql`select mode from installation`;
  if (row === undefined || row.mode === mode) return;
  if (row.mode === 'production') {
    throw new OperatorError(
      'This database has been in production: start with CUNGUAN_MODE=production, or use another database.',
    );
  }
  const rests = await sandboxRests(sql);
  if (rests.length === 0) {
    if (!onlyLook) await sql`update installation set mode = ${mode}`;
    return;
  }
  throw new OperatorError(
    `This database has been a sandbox and holds ${rests.join(', ')}: production needs a database and keys of its own.`,
  );
}

/** What a sandbox has left behind, in words. */
async function sandboxRests(sql: Sql): Promise<readonly string[]> {
  const [row] = await sql`
    select (select count(*) from platforms) as platforms, (select count(*) from entries) as entries,
      (select count(*) from signing_keys) as keys, coalesce((select offset_ms from sandbox_clock), 0) as moved`;
  const [platforms, entries, keys, moved] = [row?.platforms, row?.entries, row?.keys, row?.moved].map(Number);
  return [
    ...counted(platforms, 'platform'),
    ...counted(entries, 'entry of fictitious money', 'entries of fictitious money'),
    ...(moved ? [`a clock that was moved by ${howLong(moved)}`] : []),
    ...counted(keys, 'signing key that the sandbox made', 'signing keys that the sandbox made'),
  ];
}

function counted(count = 0, one: string, many = `${one}s`): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

function howLong(milliseconds: number): string {
  const [unit, name] = milliseconds >= DAY ? [DAY, 'day'] : [HOUR, 'hour'];
  return counted(Math.max(1, Math.round(milliseconds / unit)), name)[0] as string;
}
