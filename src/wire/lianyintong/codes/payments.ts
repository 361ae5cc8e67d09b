/** Codes about money in and out. */
import type { DepositRefusals, WithdrawalRefusals } from '../../../custody/refusals.ts';
import type { Codes } from '../../dialect.ts';
import { DECLINED, NOT_ALLOWED, UNKNOWN } from './numbers.ts';

export const PAYMENTS: Codes<DepositRefusals & WithdrawalRefusals> = {
  DEPOSIT_WAY_MISMATCH: NOT_ALLOWED,
  BANK_REPORTED_FAILURE: DECLINED,
  POS_ORDER_UNKNOWN: UNKNOWN,
  POS_ORDER_ENDED: DECLINED,
  BARCODE_NOT_TAKEN: DECLINED,
  SETTLEMENT_ACCOUNT_MISSING: DECLINED,
  BANK_RETURNED: DECLINED,
};
