/**
 * What ties the core's rows to the ledger and to each other: each noun brings its checks in its `checks.store.ts`.
 */
import type { Sql } from '../db/pool.ts';
import { type Verification, verifyChecks } from '../ledger/verify.store.ts';
import { AUTHORIZATION_CHECKS } from './authorizations/checks.store.ts';
import { BREAK_CHECKS, MONEY_IN_BREAKS } from './breaks/checks.store.ts';
import { CLAIM_CHECKS } from './claims/checks.store.ts';
import { DEPOSIT_CHECKS } from './deposits/checks.store.ts';
import { HOLD_CHECKS } from './holds/checks.store.ts';
import { LANE_CHECKS } from './lanes.store.ts';
import { MEMBER_CHECKS } from './members/checks.store.ts';
import { ORDER_CHECKS } from './orders/checks.store.ts';
import { PROJECT_CHECKS } from './projects/checks.store.ts';
import { RECEIPT_CHECKS } from './receipts/checks.store.ts';
import { WITHDRAWAL_CHECKS } from './withdrawals/checks.store.ts';

const CHECKS = [
  ...LANE_CHECKS,
  ...ORDER_CHECKS,
  ...HOLD_CHECKS,
  ...WITHDRAWAL_CHECKS,
  ...PROJECT_CHECKS,
  ...CLAIM_CHECKS,
  ...MEMBER_CHECKS,
  ...DEPOSIT_CHECKS,
  ...AUTHORIZATION_CHECKS,
  ...RECEIPT_CHECKS,
  ...BREAK_CHECKS,
];

/** Recomputes and compares everything (`ledger verify`), and says how much money stands in breaks. */
export function verifyLedger(sql: Sql): Promise<Verification> {
  return verifyChecks(sql, CHECKS, [MONEY_IN_BREAKS]);
}
