/** Sentences about money in and out. */
import type { DepositRefusals, WithdrawalRefusals } from '../../custody/refusals.ts';
import type { Sentences } from './sentence.ts';

export const PAYMENTS: Sentences<DepositRefusals & WithdrawalRefusals> = {
  DEPOSIT_WAY_MISMATCH: '支付方式与用户类型不匹配',
  BANK_REPORTED_FAILURE: (f) => withReason('银行处理失败', f.reason),
  POS_ORDER_UNKNOWN: (f) => `没有请求流水号为 ${f.requestNo} 的 POS 充值订单`,
  POS_ORDER_ENDED: (f) => `POS 充值订单 ${f.requestNo} 已失效，不能再生成条形码`,
  BARCODE_NOT_TAKEN: '银行暂时没有受理条形码，请稍后重试',
  SETTLEMENT_ACCOUNT_MISSING: '平台未登记结算账户',
  BANK_RETURNED: (f) => withReason('银行退回，资金已退还账户', f.reason),
};

/** Banks do not always say why. */
function withReason(sentence: string, reason: string): string {
  return reason === '' ? sentence : `${sentence}：${reason}`;
}
