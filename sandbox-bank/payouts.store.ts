/** Rows of payouts: kept when asked for, decided when due, once. Who is paid stands sealed. */
import { arrayLiteral } from '../src/db/arrays.ts';
import { columns, type Queryable } from '../src/db/pool.ts';
import { placed, type Sealer } from '../src/kernel/seal.ts';
import type { Instant } from '../src/kernel/time.ts';
import type { Payout, PayoutRequest } from './orders.ts';

interface Row {
  readonly bank_order_no: string;
  readonly amount: bigint;
  readonly payee: Buffer;
  readonly bank: string;
  readonly state: Payout['state'];
  readonly held: boolean;
  readonly reason: string | null;
  readonly bank_ref: string | null;
  readonly created_at: bigint;
  readonly decided_at: bigint | null;
}

const COLUMNS = columns(
  'bank_order_no',
  'amount',
  'payee',
  'bank',
  'state',
  'held',
  'reason',
  'bank_ref',
  'created_at',
  'decided_at',
);

export interface NewPayout {
  readonly order: PayoutRequest;
  readonly content: string;
  readonly held: boolean;
  readonly dueAt: Instant;
  readonly now: Instant;
}

/** How a payout that is due ends. */
export interface PayoutEnd {
  readonly bankOrderNo: string;
  readonly state: Exclude<Payout['state'], 'OPEN'>;
  readonly reason: string | null;
  readonly bankRef: string | null;
}

/** Who is paid. */
type Payee = Pick<Payout, 'cardNumber' | 'accountName'>;

/** The payee of a payout, sealed for its row. */
export function payeeOf(sealer: Sealer, bankOrderNo: string, { cardNumber, accountName }: Payee): Buffer {
  return sealer.seal(JSON.stringify({ cardNumber, accountName }), payeePlace(bankOrderNo));
}

/** By what a payout is compared. */
export function contentMark(sealer: Sealer, content: string): string {
  return sealer.fingerprint(placed('payouts.content', content));
}

function payeePlace(bankOrderNo: string): string {
  return placed('payouts.payee', bankOrderNo);
}

/** Keeps a payout, or finds it kept already. Null: the number is taken by a payout of other content. */
export async function placePayout(sql: Queryable, sealer: Sealer, given: NewPayout): Promise<Payout | null> {
  const { order } = given;
  const mark = contentMark(sealer, given.content);
  await sql`
    insert into payouts (bank_order_no, content_mark, amount, payee, bank, held, due_at, created_at)
    values (${order.bankOrderNo}, ${mark}, ${order.amount}, ${payeeOf(sealer, order.bankOrderNo, order)},
      ${order.bank}, ${given.held}, ${given.dueAt}::bigint, ${given.now}::bigint)
    on conflict (bank_order_no) do nothing`;
  const [row] = await sql<Row[]>`
    select ${COLUMNS} from payouts where bank_order_no = ${order.bankOrderNo} and content_mark = ${mark}`;
  return row ? read(sealer, row) : null;
}

export async function payoutByNo(sql: Queryable, sealer: Sealer, bankOrderNo: string): Promise<Payout | null> {
  const [row] = await sql<Row[]>`select ${COLUMNS} from payouts where bank_order_no = ${bankOrderNo}`;
  return row ? read(sealer, row) : null;
}

/** Payouts that are due by `now`, oldest first, locked until the transaction ends. */
export async function lockDuePayouts(
  sql: Queryable,
  sealer: Sealer,
  now: Instant,
  limit: number,
): Promise<readonly Payout[]> {
  const rows = await sql<Row[]>`
    select ${COLUMNS} from payouts where state = 'OPEN' and due_at <= ${now}::bigint
    order by due_at, bank_order_no limit ${limit} for update`;
  return rows.map((row) => read(sealer, row));
}

/** Ends payouts that are still open and answers them as they now are. */
export async function endPayouts(
  sql: Queryable,
  sealer: Sealer,
  ends: readonly PayoutEnd[],
  now: Instant,
): Promise<readonly Payout[]> {
  const rows = await sql<Row[]>`
    update payouts set state = e.ended, reason = e.why, bank_ref = e.ref, decided_at = ${now}::bigint
    from unnest(
      ${arrayLiteral(ends.map((end) => end.bankOrderNo))}::text[],
      ${arrayLiteral(ends.map((end) => end.state))}::text[],
      ${arrayLiteral(ends.map((end) => end.reason))}::text[],
      ${arrayLiteral(ends.map((end) => end.bankRef))}::text[]) as e (no, ended, why, ref)
    where bank_order_no = e.no and state = 'OPEN'
    returning ${COLUMNS}`;
  return rows.map((row) => read(sealer, row));
}

export async function newestPayouts(sql: Queryable, sealer: Sealer, limit: number): Promise<readonly Payout[]> {
  const rows = await sql<
    Row[]
  >`select ${COLUMNS} from payouts order by created_at desc, bank_order_no desc limit ${limit}`;
  return rows.map((row) => read(sealer, row));
}

function read(sealer: Sealer, row: Row): Payout {
  return {
    kind: 'PAYOUT',
    bankOrderNo: row.bank_order_no,
    amount: row.amount,
    ...(JSON.parse(sealer.open(row.payee, payeePlace(row.bank_order_no))) as Payee),
    bank: row.bank,
    state: row.state,
    held: row.held,
    reason: row.reason,
    bankRef: row.bank_ref,
    createdAt: Number(row.created_at),
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
  };
}
