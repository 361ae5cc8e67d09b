/** What 3.3 tells of an order: the fields, of which each service fills its own. */
import type { TransactionInformation } from '../../custody/api.ts';
import type { VerbName } from '../../custody/commands.ts';
import type { Enumeration } from '../catalogue/enumeration.ts';
import type { AnswerOf } from '../catalogue/kinds.ts';
import type { Told } from '../catalogue/service.ts';
import { MASKED_CARD, amountIfAny } from '../catalogue/telling.ts';
import {
  BANK_CODE,
  BIZ_TYPE,
  CONFIRM_TRADE_TYPE,
  FEE_MODE,
  PRETRANSACTION_TYPE,
  RECHARGE_WAY,
  TRANSACTION_STATUS,
  type TRANSACTION_TYPE,
} from './enumerations.ts';
import { platformUserNo, projectNo, requestNo } from './fields.ts';

const time = (label: string, meaning: string) => ({ kind: 'T', required: false, label, meaning }) as const;

export const TOLD = {
  requestNo: { ...requestNo, required: false, meaning: 'The hold of a confirmation; else the order itself.' },
  platformUserNo: { ...platformUserNo, required: false },
  projectNo: { ...projectNo, required: false },
  amount: amountIfAny('金额', 'The amount of a deposit, a withdrawal or a freeze.'),
  status: { kind: 'E', required: true, of: TRANSACTION_STATUS, label: '交易状态', meaning: 'How it stands.' },
  createTime: { ...time('交易发起时间', 'When it was ordered.'), required: true },
  transactionTime: time('交易完成时间', 'When it was done.'),
  fee: amountIfAny('手续费', 'Fee borne by the platform.'),
  feeMode: { kind: 'E', required: false, of: FEE_MODE, label: '费率模式', meaning: 'Who bears the fee.' },
  rechargeWay: { kind: 'E', required: false, of: RECHARGE_WAY, label: '支付方式', meaning: 'How it was paid.' },
  bankcode: { kind: 'E', required: false, of: BANK_CODE, label: '银行编码', meaning: 'The bank.' },
  bankcardNo: { ...MASKED_CARD, label: '提现银行卡号' },
  pretransactionType: {
    kind: 'E',
    required: false,
    of: PRETRANSACTION_TYPE,
    label: '预处理类型',
    meaning: 'Whose hold.',
  },
  bizType: { kind: 'E', required: false, of: BIZ_TYPE, label: '预处理业务类型', meaning: 'What the hold is for.' },
  freezeAmount: amountIfAny('预处理冻结金额', 'The whole hold.'),
  unfreezeAmount: amountIfAny('累计已确认解冻金额', 'Confirmed so far.'),
  confirmTradeType: {
    kind: 'E',
    required: false,
    of: CONFIRM_TRADE_TYPE,
    label: '交易确认类型',
    meaning: 'What was confirmed.',
  },
  commission: amountIfAny('平台佣金', 'The commission taken.'),
} as const;

type Type = typeof TRANSACTION_TYPE extends Enumeration<infer W> ? W : never;

/** How an order is told under a transactionType. */
export function told<V extends VerbName>(
  type: Type,
  answer: (found: TransactionInformation<V>) => AnswerOf<typeof TOLD>,
): Told<V> {
  return { type, answer };
}
