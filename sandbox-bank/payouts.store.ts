/** Rows of payouts: kept when asked for, decided when due, once. */
import { arrayLiteral } from '../src/db/arrays.ts';
import { columns, type Queryable } from '../src/db/pool.ts';
import type { Instant } from '../src/kernel/time.ts';
import type { Payout, PayoutRequest } from './orders.ts';

interface Row {
  readonly bank_order_no: string;
  readonly amount: bigint;
  readonly card_number: string;
  readonly account_name: string;
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
  'card_number',
  'account_name',
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

/** Keeps a payout, or finds it kept already. Null: the number is taken by a payout of other content. */
export async function placePayout(sql: Queryable, given: NewPayout): Promise<Payout | null> {
  const { order, content } = given;
  await sql`
    insert into payouts (bank_order_no, content, amount, card_number, account_name, bank, held, due_at, created_at)
    values (${order.bankOrderNo}, ${content}, ${order.amount}, ${order.cardNumber}, ${order.accountName},
      ${order.bank}, ${given.held}, ${given.dueAt}::bigint, ${given.now}::bigint)
    on conflict (bank_order_no) do nothing`;
  const [row] = await sql<Row[]>`
    select ${COLUMNS} from payouts where bank_order_no = ${order.bankOrderNo} and content = ${content}`;
  return row ? read(row) : null;
}

export async function payoutByNo(sql: Queryable, bankOrderNo: string): Promise<Payout | null> {
  const [row] = await sql<Row[]>`select ${COLUMNS} from payouts where bank_order_no = ${bankOrderNo}`;
  return row ? read(row) : null;
}

/** Payouts that are due by `now`, oldest first, locked until the transaction ends. */
export async function lockDuePayouts(sql: Queryable, now: Instant, limit: number): Promise<readonly Payout[]> {
  const rows = await sql<Row[]>`
    select ${COLUMNS} from payouts where state = 'OPEN' and due_at <= ${now}::bigint
    order by due_at, bank_order_no limit ${limit} for update`;
  return rows.map(read);
}

/** Ends payouts that are still open and answers them as they now are. */
export async function endPayouts(sql: Queryable, ends: readonly PayoutEnd[], now: Instant): Promise<readonly Payout[]> {
  const rows = await sql<Row[]>`
    update payouts set state = e.ended, reason = e.why, bank_ref = e.ref, decided_at = ${now}::bigint
    from unnest(
      ${arrayLiteral(ends.map((end) => end.bankOrderNo))}::text[],
      ${arrayLiteral(ends.map((end) => end.state))}::text[],
      ${arrayLiteral(ends.map((end) => end.reason))}::text[],
      ${arrayLiteral(ends.map((end) => end.bankRef))}::text[]) as e (no, ended, why, ref)
    where bank_order_no = e.no and state = 'OPEN'
    returning ${COLUMNS}`;
  return rows.map(read);
}

export async function newestPayouts(sql: Queryable, limit: number): Promise<readonly Payout[]> {
  const rows = await sql<
    Row[]
  >`select ${COLUMNS} from payouts order by created_at desc, bank_order_no desc limit ${limit}`;
  return rows.map(read);
}

function read(row: Row): Payout {
  return {
    kind: 'PAYOUT',
    bankOrderNo: row.bank_order_no,
    amount: row.amount,
    cardNumber: row.card_number,
    accountName: row.account_name,
    bank: row.bank,
    state: row.state,
    held: row.held,
    reason: row.reason,
    bankRef: row.bank_ref,
    createdAt: Number(row.created_at),
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
  };
}
