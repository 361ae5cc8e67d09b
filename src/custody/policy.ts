/** How protocols differ in what the core allows. */
import type { Fen } from '../kernel/money.ts';
import type { Bank } from './banks.ts';
import type { MemberRole, MemberType } from './members/words.ts';
import type { PlatformAccount } from './vocabulary.ts';

/** How protocols differ in what the core allows; a dialect brings its own (`policy.ts` in its room). */
export interface Policy {
  /** Four elements, falling back to three (L2.1-3), or four or nothing (D-REG-2). */
  readonly cardCheck: 'FOUR_THEN_THREE' | 'FOUR';
  readonly cardBanks: readonly Bank[];
  /** Where an enterprise may have its account (L2.2-7). */
  readonly accountBanks: readonly Bank[];
  readonly depositBanks: Readonly<Record<MemberType, readonly Bank[]>>;
  readonly withdrawalBanks: Readonly<Record<MemberType, readonly Bank[]>>;
  /** Platform accounts that may be funded through the bank's page. */
  readonly depositAccounts: readonly PlatformAccount[];
  readonly withdrawalAccounts: readonly PlatformAccount[];
  /** At acceptance a withdrawal leaves the balance (DEDUCT) or is frozen until the bank has paid (FREEZE). */
  readonly withdrawal: 'DEDUCT' | 'FREEZE';
  /** Whether a tender hold is confirmed in parts (L2.15-3) or whole and once (D-LOAN-2). */
  readonly loanHold: 'PARTS' | 'WHOLE';
  readonly loanDetailsLimit: number;
  /** Regulatory caps on one project and on a borrower's running total (D-PRJ-1), or null. */
  readonly projectCaps: Readonly<Record<MemberType, Fen>> | null;
  /** What an annual rate is written in: percent, or below 1 as a fraction (L2.10). */
  readonly rateScale: 'PERCENT' | 'FRACTION_BELOW_ONE';
  /** Roles that may invest, borrow; null: any. */
  readonly investorRoles: readonly MemberRole[] | null;
  readonly borrowerRoles: readonly MemberRole[] | null;
  /** Notices owed at acceptance of a withdrawal and at its end: whether success at the end is notified too. */
  readonly withdrawalSuccessNotice: boolean;
}
