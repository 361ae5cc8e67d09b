/**
 * The nouns of the core as closed sets, in the core's own words. Each protocol maps its spellings to these.
 * They are also the values that stand in the database, where CHECK constraints repeat them.
 */
import type { PlatformAccount } from '../ledger/chart.ts';

export type { PlatformAccount } from '../ledger/chart.ts';

/** Whose money: a member of the platform, or one of the platform's own accounts. */
export type Holder =
  | { readonly kind: 'member'; readonly userNo: string }
  | { readonly kind: 'account'; readonly account: PlatformAccount };

export type MemberRole = 'ORDINARY' | 'INVESTOR' | 'BORROWER' | 'GUARANTOR';
export type MemberType = 'PERSON' | 'ENTERPRISE';

/** How a card was verified: with the mobile (four elements) or without (three). */
export type AccessType = 'FULL' | 'PART';

/** How money is paid in. */
export type DepositWay = 'NETBANK_B2C' | 'NETBANK_B2B';

/** NORMAL reaches the card the next calendar day (T+1, from 00:30 Beijing); URGENT at once (T+0). */
export type WithdrawalUrgency = 'NORMAL' | 'URGENT';

export type ProjectStatus = 'COLLECTING' | 'REPAYING' | 'FINISH' | 'MISCARRY';
export type RepaymentWay = 'ONE_TIME' | 'INTEREST_FIRST' | 'FIXED_PAYMENT' | 'FIXED_PRINCIPAL';

/** What a hold (预处理) is for. Only TENDER and REPAYMENT are opened so far; the rest is declared and refused. */
export type HoldKind = 'TENDER' | 'REPAYMENT';

/** What a member can authorise the platform to do without a page. */
export type AuthorizationKind =
  | 'TENDER'
  | 'REPAYMENT'
  | 'CREDIT_ASSIGNMENT'
  | 'COMPENSATORY'
  | 'COMPENSATORY_REPAYMENT'
  | 'WITHDRAW'
  | 'RECHARGE';

/**
 * The life of an order (state diagram in `custody/orders/states.ts`). OPEN: a page waits for the person. HANDED: the
 * browser is at the bank. ACCEPTED: done on our side, the bank still has to pay (withdrawals). DONE and REFUSED:
 * final, save that REFUSED gives way to another try (G-11).
 */
export type OrderState = 'OPEN' | 'HANDED' | 'ACCEPTED' | 'DONE' | 'REFUSED';
