/** Words about members: whose money an order is about, and what kinds of members there are. */
import type { PlatformAccount } from '../../ledger/chart.ts';

/** Whose money: a member of the platform, or one of the platform's own accounts. */
export type Holder =
  | { readonly kind: 'member'; readonly userNo: string }
  | { readonly kind: 'account'; readonly account: PlatformAccount };

export type MemberRole = 'ORDINARY' | 'INVESTOR' | 'BORROWER' | 'GUARANTOR';
export type MemberType = 'PERSON' | 'ENTERPRISE';
/** Others than ACTIVE only for enterprises, which are looked at first. */
export type MemberState = 'ACTIVE' | 'AUDIT' | 'BACK' | 'REFUSED';
