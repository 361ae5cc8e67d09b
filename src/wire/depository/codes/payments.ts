/** Codes about money in and out. */
import type { DepositRefusals, WithdrawalRefusals } from '../../../custody/refusals.ts';
import type { Codes } from '../../dialect.ts';

export const PAYMENTS: Codes<DepositRefusals & WithdrawalRefusals> = {
  DEPOSIT_WAY_MISMATCH: '10003',
  BANK_REPORTED_FAILURE: '30001',
  POS_ORDER_UNKNOWN: '00007',
  POS_ORDER_ENDED: '00008',
  BARCODE_NOT_TAKEN: '30001',
  SETTLEMENT_ACCOUNT_MISSING: '10016',
  BANK_RETURNED: '30002',
};
