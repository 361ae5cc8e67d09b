/**
 * What ties the core's rows to the ledger and to each other: each noun brings its checks in its `checks.store.ts`.
 */
import type { Sql, Transaction } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';
import { LEDGER_CHECKS } from '../ledger/checks.store.ts';
import {
  type Check,
  type Difference,
  findDifferences,
  type Verification,
  type VerifyOptions,
  verifyChecks,
} from '../ledger/verify.store.ts';
import { AUTHORIZATION_CHECKS } from './authorizations/checks.store.ts';
import { BREAK_CHECKS, MONEY_IN_BREAKS } from './breaks/checks.store.ts';
import { CARD_CHECKS } from './cards/checks.store.ts';
import { CASE_CHECKS, reasonCheck } from './cases/checks.store.ts';
import { CLAIM_CHECKS } from './claims/checks.store.ts';
import { COMPENSATION_CHECKS } from './compensations/checks.store.ts';
import { passwordCheck } from './credentials/checks.store.ts';
import { DEPOSIT_CHECKS } from './deposits/checks.store.ts';
import { ENTERPRISE_CHECKS } from './enterprises/checks.store.ts';
import { FREEZE_CHECKS } from './freezes/checks.store.ts';
import { HOLD_CHECKS } from './holds/checks.store.ts';
import { LANE_CHECKS } from './lanes.store.ts';
import { LOAN_CHECKS } from './loans/checks.store.ts';
import { MARKETING_CHECKS } from './marketing/checks.store.ts';
import { MEMBER_CHECKS } from './members/checks.store.ts';
import { ORDER_CHECKS } from './orders/checks.store.ts';
import { fileCheck, PAPER_CHECKS } from './papers/checks.store.ts';
import { PROJECT_CHECKS } from './projects/checks.store.ts';
import { RECEIPT_CHECKS } from './receipts/checks.store.ts';
import { REPAYMENT_CHECKS } from './repayments/checks.store.ts';
import { sealedChecks } from './sealed.store.ts';
import { VERIFIED_TABLES } from './tables.ts';
import { TRANSFER_CHECKS } from './transfers/checks.store.ts';
import { WITHDRAWAL_CHECKS } from './withdrawals/checks.store.ts';

function checksWith(sealer: Sealer): readonly Check[] {
  return [
    ...LEDGER_CHECKS,
    ...LANE_CHECKS,
    ...ORDER_CHECKS,
    ...HOLD_CHECKS,
    ...FREEZE_CHECKS,
    ...LOAN_CHECKS,
    ...REPAYMENT_CHECKS,
    ...TRANSFER_CHECKS,
    ...COMPENSATION_CHECKS,
    ...MARKETING_CHECKS,
    ...WITHDRAWAL_CHECKS,
    ...PROJECT_CHECKS,
    ...CLAIM_CHECKS,
    ...MEMBER_CHECKS,
    ...CARD_CHECKS,
    ...ENTERPRISE_CHECKS,
    ...DEPOSIT_CHECKS,
    ...AUTHORIZATION_CHECKS,
    ...RECEIPT_CHECKS,
    ...BREAK_CHECKS,
    ...PAPER_CHECKS,
    ...CASE_CHECKS,
    ...sealedChecks(sealer),
    passwordCheck(sealer),
    fileCheck(sealer),
    reasonCheck(sealer),
  ];
}

/**
 * Recomputes and compares everything (`ledger verify`), and says how much money stands in breaks; since each platform
 * was found right last, when only that is asked for.
 */
export function verifyLedger(sql: Sql, sealer: Sealer, since: VerifyOptions['since'] = null): Promise<Verification> {
  return verifyChecks(sql, {
    checks: checksWith(sealer),
    figures: [MONEY_IN_BREAKS],
    tables: VERIFIED_TABLES,
    since,
  });
}

/** What is wrong with one platform, as a transaction of the caller's sees it. */
export function verifyPlatform(snapshot: Transaction, platformId: number, sealer: Sealer): AsyncGenerator<Difference> {
  return findDifferences(snapshot, platformId, { checks: checksWith(sealer), tables: VERIFIED_TABLES });
}
