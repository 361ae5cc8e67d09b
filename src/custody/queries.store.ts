/**
 * Reads outside the lane: queries of platforms, hosted pages and notices. Every statement names its platform_id
 * (G-16). What is read here decides nothing about money.
 */
import { columns, type Sql } from '../db/pool.ts';
import { unpack } from '../kernel/pack.ts';
import type { Instant } from '../kernel/time.ts';
import type { Sealer } from '../kernel/seal.ts';
import { ACCOUNT_HOLDERS, accountId } from '../ledger/chart.ts';
import { holderAs } from './members/holders.ts';
import type { HoldInformation, MemberInformation, OrderView, Presentation, ProjectInformation } from './api.ts';
import type { Refusal } from './refusals.ts';
import type { PlatformAccount } from './vocabulary.ts';

type Values = Record<string, unknown>;

/** An order with what only the core uses of it. */
export type StoredOrder = OrderView & {
  readonly content: string;
  readonly orderNo: bigint;
  readonly subjectNo: string | null;
};

/** What a page shows of a member's money and card. */
export interface HolderFacts {
  readonly available: bigint;
  readonly card: { readonly number: string; readonly bank: string } | null;
}

const ORDER = columns(
  ...['platform_id', 'request_no', 'order_no', 'service', 'verb', 'state', 'content', 'command', 'outcome'],
  ...['refusal', 'presentation', 'subject_no', 'created_at', 'finished_at', 'expires_at'],
);

export class QueryStore {
  private readonly sql: Sql;
  private readonly sealer: Sealer;

  constructor(sql: Sql, sealer: Sealer) {
    this.sql = sql;
    this.sealer = sealer;
  }

  async order(platformId: number, requestNo: string): Promise<StoredOrder | null> {
    const [row] = await this.sql`
      select ${ORDER} from orders where platform_id = ${platformId} and request_no = ${requestNo}`;
    return row ? this.readOrder(row) : null;
  }

  async orderByNo(platformId: number, orderNo: bigint): Promise<StoredOrder | null> {
    const [row] = await this.sql`
      select ${ORDER} from orders where platform_id = ${platformId} and order_no = ${orderNo}`;
    return row ? this.readOrder(row) : null;
  }

  async member(platformId: number, userNo: string, at: Instant): Promise<MemberInformation | null> {
    const [row] = await this.sql`
      select m.user_no, m.type, m.role, m.state, p.real_name, p.mobile, c.number, c.bank, c.access_type,
        coalesce(a.balance, 0)::bigint as available, coalesce(f.balance, 0)::bigint as frozen,
        (select string_agg(kinds, ',') from authorizations g where g.platform_id = m.platform_id
           and g.member_no = m.member_no and (g.until is null or g.until > ${new Date(at)})) as kinds
      from members m
      join profiles p on p.platform_id = m.platform_id and p.member_no = m.member_no
      left join cards c on c.platform_id = m.platform_id and c.member_no = m.member_no and c.bound
      left join accounts a on a.platform_id = m.platform_id and a.account_id = m.member_no * 100 + 1
      left join accounts f on f.platform_id = m.platform_id and f.account_id = m.member_no * 100 + 2
      where m.platform_id = ${platformId} and m.user_no = ${userNo}`;
    if (!row) return null;
    return {
      userNo: row.user_no,
      name: this.open(row.real_name, 'profiles.real_name') ?? '',
      type: row.type,
      role: row.role,
      active: row.state === 'ACTIVE',
      auditStatus: row.state === 'ACTIVE' ? 'PASSED' : row.state,
      accessType: row.access_type,
      available: row.available,
      frozen: row.frozen,
      cardNumber: this.open(row.number, 'cards.number'),
      bank: row.bank,
      mobile: this.open(row.mobile, 'profiles.mobile') ?? '',
      authorizations: (row.kinds ?? '').split(',').filter((kind: string) => kind !== ''),
    };
  }

  async accounts(platformId: number): Promise<Record<PlatformAccount, { available: bigint; frozen: bigint }>> {
    const rows = await this.sql`
      select account_id, balance from accounts where platform_id = ${platformId} and account_id < 1000`;
    const balances = new Map(rows.map((row) => [row.account_id as bigint, row.balance as bigint]));
    const of = (holder: bigint) => ({
      available: balances.get(accountId(holder, 'AVAILABLE')) ?? 0n,
      frozen: balances.get(accountId(holder, 'FROZEN')) ?? 0n,
    });
    return {
      FEE: of(ACCOUNT_HOLDERS.FEE),
      COMPENSATION: of(ACCOUNT_HOLDERS.COMPENSATION),
      MARKETING: of(ACCOUNT_HOLDERS.MARKETING),
    };
  }

  async project(platformId: number, projectNo: string): Promise<ProjectInformation | null> {
    const [row] = await this.sql`
      select project_no, borrower_no, amount, name, description, period_days, rate, repayment_way, status, tendered,
        loaned, repaid_principal, repaid_interest
      from projects where platform_id = ${platformId} and project_no = ${projectNo}`;
    if (!row) return null;
    return {
      projectNo: row.project_no,
      borrowerNo: row.borrower_no,
      amount: row.amount,
      name: row.name,
      description: row.description,
      periodDays: row.period_days,
      rate: row.rate,
      repaymentWay: row.repayment_way,
      status: row.status,
      tendered: row.tendered,
      loaned: row.loaned,
      repaidPrincipal: row.repaid_principal,
      repaidInterest: row.repaid_interest,
    };
  }

  async hold(platformId: number, holdNo: string): Promise<HoldInformation | null> {
    const [row] = await this.sql`
      select h.kind, h.holder_no, h.project_no, h.amount, h.confirmed, h.cancelled, h.created_at, h.finished_at,
        m.user_no
      from holds h left join members m on m.platform_id = h.platform_id and m.member_no = h.holder_no
      where h.platform_id = ${platformId} and h.hold_no = ${holdNo}`;
    if (!row) return null;
    return {
      kind: row.kind,
      holder: holderAs(row.holder_no, row.user_no),
      projectNo: row.project_no,
      amount: row.amount,
      confirmed: row.confirmed,
      cancelled: row.cancelled,
      createdAt: row.created_at.getTime(),
      finishedAt: row.finished_at?.getTime() ?? null,
    };
  }

  async payoutState(platformId: number, orderNo: bigint): Promise<'WAITING' | 'SENT' | 'PAID' | 'RETURNED' | null> {
    const [row] = await this.sql`
      select state from withdrawals where platform_id = ${platformId} and order_no = ${orderNo}`;
    return row?.state ?? null;
  }

  /** Money and card of a member, for a page. */
  async holderFacts(platformId: number, userNo: string, at: Instant): Promise<HolderFacts | null> {
    const member = await this.member(platformId, userNo, at);
    if (!member) return null;
    const { available, cardNumber, bank } = member;
    return { available, card: cardNumber !== null && bank !== null ? { number: cardNumber, bank } : null };
  }

  /** Number of the member behind a user number, or null. */
  async memberNo(platformId: number, userNo: string): Promise<bigint | null> {
    const [row] = await this
      .sql`select member_no from members where platform_id = ${platformId} and user_no = ${userNo}`;
    return row?.member_no ?? null;
  }

  async credential(
    platformId: number,
    holderNo: bigint,
  ): Promise<{ failures: number; lockedUntil: number | null } | null> {
    const [row] = await this.sql`
      select failures, locked_until from credentials where platform_id = ${platformId} and holder_no = ${holderNo}`;
    return row ? { failures: row.failures, lockedUntil: row.locked_until?.getTime() ?? null } : null;
  }

  async smsSentAt(platformId: number, orderNo: bigint): Promise<number | null> {
    const [row] = await this.sql`
      select sent_at from sms_codes where platform_id = ${platformId} and order_no = ${orderNo}`;
    return row?.sent_at.getTime() ?? null;
  }

  private readOrder(row: Values): StoredOrder {
    const opened = (column: string) => {
      const text = this.open(row[column], `orders.${column}`);
      return text === null ? null : unpack(text);
    };
    return {
      platformId: row.platform_id as number,
      requestNo: row.request_no as string,
      service: row.service as string,
      verb: row.verb as OrderView['verb'],
      state: row.state as OrderView['state'],
      command: opened('command') as OrderView['command'],
      outcome: (opened('outcome') ?? (row.state === 'DONE' ? {} : null)) as OrderView['outcome'],
      refusal: row.refusal === null ? null : (unpack(row.refusal as string) as Refusal),
      presentation: opened('presentation') as Presentation | null,
      createdAt: (row.created_at as Date).getTime(),
      finishedAt: (row.finished_at as Date | null)?.getTime() ?? null,
      expiresAt: (row.expires_at as Date | null)?.getTime() ?? null,
      subjectNo: row.subject_no as string | null,
      content: row.content as string,
      orderNo: row.order_no as bigint,
    };
  }

  private open(sealed: unknown, context: string): string | null {
    return sealed === null || sealed === undefined ? null : this.sealer.open(sealed as Buffer, context);
  }
}
