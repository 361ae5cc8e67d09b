/** What TRANSACTION_QUERY (D-EXT) tells of an order: the fields of `detail`, of which each service fills its own. */
import type { TransactionInformation } from '../../custody/api.ts';
import type { VerbName } from '../../custody/commands.ts';
import type { Enumeration } from '../catalogue/enumeration.ts';
import type { AnswerOf } from '../catalogue/kinds.ts';
import type { Told } from '../catalogue/service.ts';
import { MASKED_CARD, amountIfAny } from '../catalogue/telling.ts';
import {
  BANK_CODE,
  BIZ_TYPE,
  CONFIRM_TYPE,
  PAY_COMPANY,
  RECHARGE_WAY,
  TRADE_STATUS,
  type TRADE_TYPE,
} from './enumerations.ts';
import { preRequestNo, projectNo, requestNo, userNo } from './fields.ts';

export const DETAIL = {
  requestNo,
  userNo: { ...userNo, required: false },
  projectNo: { ...projectNo, required: false },
  preRequestNo: { ...preRequestNo, required: false },
  amount: amountIfAny('金额', 'Amount of the order; of a hold the whole hold.'),
  commission: amountIfAny('平台佣金', 'Commission.'),
  payCompany: { kind: 'E', required: false, of: PAY_COMPANY, label: '支付公司', meaning: 'Really used.' },
  rechargeWay: { kind: 'E', required: false, of: RECHARGE_WAY, label: '支付方式', meaning: 'How it was paid.' },
  bankCode: { kind: 'E', required: false, of: BANK_CODE, label: '银行编码', meaning: 'The bank.' },
  bankCardNo: MASKED_CARD,
  bizType: { kind: 'E', required: false, of: BIZ_TYPE, label: '预处理业务类型', meaning: 'What the hold is for.' },
  unfreezeAmount: amountIfAny('累计已确认金额', 'Confirmed so far, of a hold.'),
  cancelAmount: amountIfAny('累计已取消金额', 'Cancelled so far, of a hold.'),
  holdStatus: {
    kind: 'E',
    required: false,
    of: TRADE_STATUS,
    label: '预处理状态',
    meaning:
      'INIT stands, PROCESSING partly confirmed, SUCCESS nothing left and something confirmed, FAIL wholly cancelled.',
  },
  unfreezeTime: { kind: 'T', required: false, label: '解冻时间', meaning: 'When it was released, of a freeze.' },
  confirmType: { kind: 'E', required: false, of: CONFIRM_TYPE, label: '交易确认类型', meaning: 'What was confirmed.' },
  createTime: { kind: 'T', required: true, label: '交易发起时间', meaning: 'When it was ordered.' },
  transactionTime: { kind: 'T', required: false, label: '交易完成时间', meaning: 'When it was done.' },
} as const;

type Type = typeof TRADE_TYPE extends Enumeration<infer W> ? W : never;

/** How an order is told under a tradeType. */
export function told<V extends VerbName>(
  type: Type,
  answer: (found: TransactionInformation<V>) => AnswerOf<typeof DETAIL>,
): Told<V> {
  return { type, answer };
}
