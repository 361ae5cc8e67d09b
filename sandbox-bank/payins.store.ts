/** Rows of payin orders. Every change of state names the state it leaves, so that an order is decided once. */
import { columns, type Queryable } from '../src/db/pool.ts';
import type { Instant } from '../src/kernel/time.ts';
import type { Payin, PayinRequest } from './orders.ts';

interface Row {
  readonly bank_order_no: string;
  readonly amount: bigint;
  readonly payer: Payin['payer'];
  readonly bank: string | null;
  readonly subject: string;
  readonly return_url: string;
  readonly expires_at: bigint;
  readonly page_token: string;
  readonly csrf_token: string;
  readonly state: Payin['state'];
  readonly reason: string | null;
  readonly bank_ref: string | null;
  readonly created_at: bigint;
  readonly decided_at: bigint | null;
}

const COLUMNS = columns(
  'bank_order_no',
  'amount',
  'payer',
  'bank',
  'subject',
  'return_url',
  'expires_at',
  'page_token',
  'csrf_token',
  'state',
  'reason',
  'bank_ref',
  'created_at',
  'decided_at',
);

export interface NewPayin {
  readonly order: PayinRequest;
  readonly content: string;
  readonly pageToken: string;
  readonly csrfToken: string;
  readonly now: Instant;
}

/** Keeps an order, or finds it kept already. Null: the number is taken by an order of other content. */
export async function placePayin(sql: Queryable, given: NewPayin): Promise<Payin | null> {
  const { order, content } = given;
  await sql`
    insert into payins (bank_order_no, content, amount, payer, bank, subject, return_url, expires_at, page_token,
      csrf_token, created_at)
    values (${order.bankOrderNo}, ${content}, ${order.amount}, ${order.payer}, ${order.bank}, ${order.subject},
      ${order.returnUrl}, ${order.expiresAt}::bigint, ${given.pageToken}, ${given.csrfToken}, ${given.now}::bigint)
    on conflict (bank_order_no) do nothing`;
  const [row] = await sql<Row[]>`
    select ${COLUMNS} from payins where bank_order_no = ${order.bankOrderNo} and content = ${content}`;
  return row ? read(row) : null;
}

export async function payinByNo(sql: Queryable, bankOrderNo: string): Promise<Payin | null> {
  const [row] = await sql<Row[]>`select ${COLUMNS} from payins where bank_order_no = ${bankOrderNo}`;
  return row ? read(row) : null;
}

export async function payinByToken(sql: Queryable, pageToken: string): Promise<Payin | null> {
  const [row] = await sql<Row[]>`select ${COLUMNS} from payins where page_token = ${pageToken}`;
  return row ? read(row) : null;
}

/** OPEN and not expired → PAID with the bank chosen; null when it is neither. */
export async function markPaid(
  sql: Queryable,
  paid: { readonly bankOrderNo: string; readonly bank: string; readonly bankRef: string; readonly now: Instant },
): Promise<Payin | null> {
  const [row] = await sql<Row[]>`
    update payins set state = 'PAID', bank = ${paid.bank}, bank_ref = ${paid.bankRef}, decided_at = ${paid.now}::bigint
    where bank_order_no = ${paid.bankOrderNo} and state = 'OPEN' and expires_at > ${paid.now}::bigint
    returning ${COLUMNS}`;
  return row ? read(row) : null;
}

/** OPEN → CLOSED; null when it was decided before. */
export async function markClosed(
  sql: Queryable,
  closed: { readonly bankOrderNo: string; readonly reason: string; readonly now: Instant },
): Promise<Payin | null> {
  const [row] = await sql<Row[]>`
    update payins set state = 'CLOSED', reason = ${closed.reason}, decided_at = ${closed.now}::bigint
    where bank_order_no = ${closed.bankOrderNo} and state = 'OPEN' returning ${COLUMNS}`;
  return row ? read(row) : null;
}

/** Closes what has expired by `now`, at most `limit` orders. */
export async function closeExpired(
  sql: Queryable,
  now: Instant,
  reason: string,
  limit: number,
): Promise<readonly Payin[]> {
  const rows = await sql<Row[]>`
    update payins set state = 'CLOSED', reason = ${reason}, decided_at = ${now}::bigint
    where state = 'OPEN' and bank_order_no in (
      select bank_order_no from payins where state = 'OPEN' and expires_at <= ${now}::bigint
      order by expires_at limit ${limit} for update)
    returning ${COLUMNS}`;
  return rows.map(read);
}

export async function newestPayins(sql: Queryable, limit: number): Promise<readonly Payin[]> {
  const rows = await sql<
    Row[]
  >`select ${COLUMNS} from payins order by created_at desc, bank_order_no desc limit ${limit}`;
  return rows.map(read);
}

function read(row: Row): Payin {
  return {
    kind: 'PAYIN',
    bankOrderNo: row.bank_order_no,
    amount: row.amount,
    payer: row.payer,
    bank: row.bank,
    subject: row.subject,
    returnUrl: row.return_url,
    expiresAt: Number(row.expires_at),
    pageToken: row.page_token,
    csrfToken: row.csrf_token,
    state: row.state,
    reason: row.reason,
    bankRef: row.bank_ref,
    createdAt: Number(row.created_at),
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
  };
}
