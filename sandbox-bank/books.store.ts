/** The book of the custodian's account, the reports owed about it, and when the next thing is due. */
import { arrayLiteral } from '../src/db/arrays.ts';
import type { Queryable } from '../src/db/pool.ts';
import type { Fen } from '../src/kernel/money.ts';
import type { Instant } from '../src/kernel/time.ts';

export interface Movement {
  readonly kind: 'PAYIN' | 'PAYOUT' | 'PAYOUT_RETURN';
  readonly bankOrderNo: string;
  readonly amount: Fen;
  readonly at: Instant;
  readonly bankRef: string;
}

export interface NewReport {
  readonly messageId: string;
  readonly bankOrderNo: string;
  readonly body: string;
  /** How often it has to be acknowledged. */
  readonly owed: number;
}

export interface DueReport {
  readonly messageId: string;
  readonly body: string;
  readonly owed: number;
  readonly attempts: number;
}

/** Writes lines into the book; a line that stands already (same order, same kind) stays as it is. */
export async function addMovements(sql: Queryable, movements: readonly Movement[]): Promise<void> {
  if (movements.length === 0) return;
  await sql`
    insert into movements (kind, bank_order_no, amount, at, bank_ref)
    select kind, bank_order_no, amount, at, bank_ref from unnest(
      ${arrayLiteral(movements.map((line) => line.kind))}::text[],
      ${arrayLiteral(movements.map((line) => line.bankOrderNo))}::text[],
      ${arrayLiteral(movements.map((line) => line.amount))}::bigint[],
      ${arrayLiteral(movements.map((line) => line.at))}::bigint[],
      ${arrayLiteral(movements.map((line) => line.bankRef))}::text[]) as m (kind, bank_order_no, amount, at, bank_ref)
    on conflict (bank_order_no, kind) do nothing`;
}

/** Lines of `[from, until)` with a number above `after`, in the order of the book. */
export async function movementsOf(
  sql: Queryable,
  page: { readonly from: Instant; readonly until: Instant; readonly after: bigint; readonly limit: number },
): Promise<readonly (Movement & { readonly lineNo: bigint })[]> {
  const rows = await sql<
    { line_no: bigint; kind: Movement['kind']; bank_order_no: string; amount: bigint; at: bigint; bank_ref: string }[]
  >`
    select line_no, kind, bank_order_no, amount, at, bank_ref from movements
    where at >= ${page.from}::bigint and at < ${page.until}::bigint and line_no > ${page.after}
    order by line_no limit ${page.limit}`;
  return rows.map((row) => ({
    lineNo: row.line_no,
    kind: row.kind,
    bankOrderNo: row.bank_order_no,
    amount: row.amount,
    at: Number(row.at),
    bankRef: row.bank_ref,
  }));
}

/** Makes reports due at once. */
export async function addReports(sql: Queryable, reports: readonly NewReport[], now: Instant): Promise<void> {
  if (reports.length === 0) return;
  await sql`
    insert into reports (message_id, bank_order_no, body, owed, next_at, created_at)
    select message_id, bank_order_no, body, owed, ${now}::bigint, ${now}::bigint from unnest(
      ${arrayLiteral(reports.map((report) => report.messageId))}::text[],
      ${arrayLiteral(reports.map((report) => report.bankOrderNo))}::text[],
      ${arrayLiteral(reports.map((report) => report.body))}::text[],
      ${arrayLiteral(reports.map((report) => report.owed))}::int[]) as r (message_id, bank_order_no, body, owed)
    on conflict (message_id) do nothing`;
}

export async function dueReports(sql: Queryable, now: Instant, limit: number): Promise<readonly DueReport[]> {
  const rows = await sql<{ message_id: string; body: string; owed: number; attempts: number }[]>`
    select message_id, body, owed, attempts from reports where next_at <= ${now}::bigint
    order by next_at, message_id limit ${limit}`;
  return rows.map((row) => ({
    messageId: row.message_id,
    body: row.body,
    owed: row.owed,
    attempts: row.attempts,
  }));
}

/** What a sending came to: fewer tellings owed, and when it is sent again (null: never). */
export async function saveSending(
  sql: Queryable,
  sent: {
    readonly messageId: string;
    readonly owed: number;
    readonly attempts: number;
    readonly nextAt: number | null;
  },
): Promise<void> {
  await sql`
    update reports set owed = ${sent.owed}, attempts = ${sent.attempts}, next_at = ${sent.nextAt}::bigint
    where message_id = ${sent.messageId}`;
}

/** The earliest instant at which something has to be done, or null when nothing waits. */
export async function nextDue(sql: Queryable): Promise<Instant | null> {
  const [row] = await sql<{ due: bigint | null }[]>`
    select least(
      (select min(expires_at) from payins where state = 'OPEN'),
      (select min(due_at) from payouts where state = 'OPEN'),
      (select min(next_at) from reports where next_at is not null)) as due`;
  return row?.due == null ? null : Number(row.due);
}
