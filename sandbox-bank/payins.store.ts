/**
 * Rows of payin orders. Every change of state names the state it leaves, so that an order is decided once. Addresses of
 * pages stand sealed, and are found by their marks.
 */
import { columns, type Queryable } from '../src/db/pool.ts';
import { placed, type Sealer } from '../src/kernel/seal.ts';
import type { Instant } from '../src/kernel/time.ts';
import type { Payin, PayinRequest } from './orders.ts';

interface Row {
  readonly bank_order_no: string;
  readonly amount: bigint;
  readonly payer: Payin['payer'];
  readonly bank: string | null;
  readonly subject: string;
  readonly barcode: string | null;
  readonly way: Buffer;
  readonly expires_at: bigint;
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
  'barcode',
  'way',
  'expires_at',
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

/** Where the payer is led back to, and the tokens of his page. */
type Way = Pick<Payin, 'returnUrl' | 'pageToken' | 'csrfToken'>;

/** The way of an order, sealed for its row. */
export function wayOf(sealer: Sealer, bankOrderNo: string, { returnUrl, pageToken, csrfToken }: Way): Buffer {
  return sealer.seal(JSON.stringify({ returnUrl, pageToken, csrfToken }), wayPlace(bankOrderNo));
}

/** By what an order is compared and its page found. */
export function payinMarks(sealer: Sealer, content: string, pageToken: string): Record<'content' | 'page', string> {
  const mark = (what: string, text: string) => sealer.fingerprint(placed(what, text));
  return { content: mark('payins.content', content), page: mark('payins.page', pageToken) };
}

function wayPlace(bankOrderNo: string): string {
  return placed('payins.way', bankOrderNo);
}

/** Keeps an order, or finds it kept already. Null: the number is taken by an order of other content. */
export async function placePayin(sql: Queryable, sealer: Sealer, given: NewPayin): Promise<Payin | null> {
  const { order } = given;
  const marks = payinMarks(sealer, given.content, given.pageToken);
  const way = wayOf(sealer, order.bankOrderNo, { ...order, ...given });
  await sql`
    insert into payins (bank_order_no, content_mark, amount, payer, bank, subject, barcode, way, page_mark,
      expires_at, created_at)
    values (${order.bankOrderNo}, ${marks.content}, ${order.amount}, ${order.payer}, ${order.bank}, ${order.subject},
      ${order.barcode}, ${way}, ${marks.page}, ${order.expiresAt}::bigint, ${given.now}::bigint)
    on conflict (bank_order_no) do nothing`;
  const [row] = await sql<Row[]>`
    select ${COLUMNS} from payins where bank_order_no = ${order.bankOrderNo} and content_mark = ${marks.content}`;
  return row ? read(sealer, row) : null;
}

export async function payinByNo(sql: Queryable, sealer: Sealer, bankOrderNo: string): Promise<Payin | null> {
  const [row] = await sql<Row[]>`select ${COLUMNS} from payins where bank_order_no = ${bankOrderNo}`;
  return row ? read(sealer, row) : null;
}

export async function payinByToken(sql: Queryable, sealer: Sealer, pageToken: string): Promise<Payin | null> {
  const { page } = payinMarks(sealer, '', pageToken);
  const [row] = await sql<Row[]>`select ${COLUMNS} from payins where page_mark = ${page}`;
  return row ? read(sealer, row) : null;
}

/** The newest order of a barcode. */
export async function payinByBarcode(sql: Queryable, sealer: Sealer, barcode: string): Promise<Payin | null> {
  const [row] = await sql<Row[]>`
    select ${COLUMNS} from payins where barcode = ${barcode} order by created_at desc limit 1`;
  return row ? read(sealer, row) : null;
}

/** OPEN and not expired → PAID with the bank chosen, where one was; null when it is neither. */
export async function markPaid(
  sql: Queryable,
  sealer: Sealer,
  paid: { readonly bankOrderNo: string; readonly bank: string | null; readonly bankRef: string; readonly now: Instant },
): Promise<Payin | null> {
  const [row] = await sql<Row[]>`
    update payins set state = 'PAID', bank = ${paid.bank}, bank_ref = ${paid.bankRef}, decided_at = ${paid.now}::bigint
    where bank_order_no = ${paid.bankOrderNo} and state = 'OPEN' and expires_at > ${paid.now}::bigint
    returning ${COLUMNS}`;
  return row ? read(sealer, row) : null;
}

/** OPEN → CLOSED; null when it was decided before. */
export async function markClosed(
  sql: Queryable,
  sealer: Sealer,
  closed: { readonly bankOrderNo: string; readonly reason: string; readonly now: Instant },
): Promise<Payin | null> {
  const [row] = await sql<Row[]>`
    update payins set state = 'CLOSED', reason = ${closed.reason}, decided_at = ${closed.now}::bigint
    where bank_order_no = ${closed.bankOrderNo} and state = 'OPEN' returning ${COLUMNS}`;
  return row ? read(sealer, row) : null;
}

/** Closes what has expired by `now`, at most `limit` orders. */
export async function closeExpired(
  sql: Queryable,
  sealer: Sealer,
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
  return rows.map((row) => read(sealer, row));
}

export async function newestPayins(sql: Queryable, sealer: Sealer, limit: number): Promise<readonly Payin[]> {
  const rows = await sql<
    Row[]
  >`select ${COLUMNS} from payins order by created_at desc, bank_order_no desc limit ${limit}`;
  return rows.map((row) => read(sealer, row));
}

function read(sealer: Sealer, row: Row): Payin {
  return {
    kind: 'PAYIN',
    bankOrderNo: row.bank_order_no,
    amount: row.amount,
    payer: row.payer,
    bank: row.bank,
    subject: row.subject,
    barcode: row.barcode,
    ...(JSON.parse(sealer.open(row.way, wayPlace(row.bank_order_no))) as Way),
    expiresAt: Number(row.expires_at),
    state: row.state,
    reason: row.reason,
    bankRef: row.bank_ref,
    createdAt: Number(row.created_at),
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
  };
}
