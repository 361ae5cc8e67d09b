/**
 * The chart of accounts as data (table account_kinds repeats it; a test holds them equal). A credit is positive: what
 * the custodian owes stands as a positive balance, what it owns as a negative one, and every entry sums to zero.
 */

/** MEMORANDUM accounts are a second book beside the money: what one owes another, out of sight of the balance sheet. */
export type AccountClass = 'ASSET' | 'LIABILITY' | 'INCOME' | 'MEMORANDUM';

export interface Kind {
  readonly kind: number;
  readonly class: AccountClass;
  /** Balances may not go below zero, above zero, or are free. */
  readonly bound: 'NOT_NEGATIVE' | 'NOT_POSITIVE' | 'FREE';
}

export const ACCOUNT_KINDS = {
  AVAILABLE: { kind: 1, class: 'LIABILITY', bound: 'NOT_NEGATIVE' },
  FROZEN: { kind: 2, class: 'LIABILITY', bound: 'NOT_NEGATIVE' },
  /** Free: an urgent payout may leave before its deposit was settled (垫资). */
  BANK_POOL: { kind: 10, class: 'ASSET', bound: 'FREE' },
  CHANNEL_RECEIVABLE: { kind: 11, class: 'ASSET', bound: 'NOT_POSITIVE' },
  WITHDRAWALS_PAYABLE: { kind: 12, class: 'LIABILITY', bound: 'NOT_NEGATIVE' },
  UNALLOCATED_RECEIPTS: { kind: 13, class: 'LIABILITY', bound: 'NOT_NEGATIVE' },
  CUSTODIAN_FEE_INCOME: { kind: 14, class: 'INCOME', bound: 'NOT_NEGATIVE' },
  FEES_OWED: { kind: 15, class: 'ASSET', bound: 'NOT_POSITIVE' },
  /** What is due to one holder out of one debt. Its row stands in `dues`, not in `accounts`. */
  DUE: { kind: 20, class: 'MEMORANDUM', bound: 'NOT_NEGATIVE' },
  /** The debt, contra to all that is due out of it. */
  DEBT: { kind: 21, class: 'MEMORANDUM', bound: 'NOT_POSITIVE' },
} as const satisfies Record<string, Kind>;

export type AccountKind = keyof typeof ACCOUNT_KINDS;

/** The three accounts that a platform itself owns. */
export type PlatformAccount = 'FEE' | 'COMPENSATION' | 'MARKETING';

/** Holder numbers of the platform's own accounts. */
export const ACCOUNT_HOLDERS: Readonly<Record<PlatformAccount, bigint>> = { FEE: 1n, COMPENSATION: 2n, MARKETING: 3n };

/** The custodian's side of a platform. */
export const CUSTODIAN_HOLDER = 0n;

/** The number of a holder's account of a kind: holder * 100 + kind. Debts and what is due have numbers of their own. */
export function accountId(holderNo: bigint, kind: AccountKind): bigint {
  return holderNo * 100n + BigInt(ACCOUNT_KINDS[kind].kind);
}

const BY_NUMBER = new Map<number, AccountKind>(
  Object.entries(ACCOUNT_KINDS).map(([name, { kind }]) => [kind, name as AccountKind]),
);

/** The kind of an account by its number. */
export function kindOf(id: bigint): AccountKind {
  const kind = BY_NUMBER.get(Number(id % 100n));
  if (!kind) throw new Error(`account ${id} is of no kind of the chart`);
  return kind;
}
