/** Sentences about money in and out. */
import type { DepositRefusals, WithdrawalRefusals } from '../../custody/refusals.ts';
import type { Sentences } from './sentence.ts';

export const PAYMENTS: Sentences<DepositRefusals & WithdrawalRefusals> = {
  DEPOSIT_WAY_MISMATCH: '支付方式与用户类型不匹配',
  BANK_REPORTED_FAILURE: (f) => withReason('银行处理失败', f.reason),
  SETTLEMENT_ACCOUNT_MISSING: '平台未登记结算账户',
  BANK_RETURNED: (f) => withReason('银行退回，资金已退还账户', f.reason),
};

/** Banks do not always say why. */
function withReason(sentence: string, reason: string): string {
  return reason === '' ? sentence : `${sentence}：${reason}`;
}
