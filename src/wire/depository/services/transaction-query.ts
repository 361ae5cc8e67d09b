/** TRANSACTION_QUERY (D-EXT): one order by its number; `status` is the order's, `detail` depends on tradeType. */
import type { TransactionInformation } from '../../../custody/api.ts';
import type { VerbName } from '../../../custody/commands.ts';
import { fail, ok } from '../../../kernel/result.ts';
import type { AnswerOf } from '../../catalogue/kinds.ts';
import { defineQuery, type Standing } from '../../catalogue/service.ts';
import { commandOf, holdStanding, orderStanding, outcomeOf } from '../../order-standing.ts';
import { wireRefusal } from '../../refusals.ts';
import { numberOf } from '../accounts.ts';
import {
  BANK_CODE,
  BIZ_TYPE,
  CONFIRM_TYPE,
  PAY_COMPANY,
  RECHARGE_WAY,
  TRADE_STATUS,
  TRADE_TYPE,
} from '../enumerations.ts';
import { preRequestNo, projectNo, requestNo, userNo } from '../fields.ts';

/** Which orders a tradeType finds; an order of another type is unknown under it. */
const VERBS = {
  REGISTER: ['REGISTER_PERSON'],
  DEPOSIT: ['DEPOSIT'],
  WITHDRAW: ['WITHDRAW'],
  CREATE_PROJECT: ['CREATE_PROJECT'],
  MODIFY_PROJECT: ['MODIFY_PROJECT'],
  HOLD: ['HOLD', 'AUTO_HOLD'],
  CANCEL_HOLD: ['CANCEL_HOLD'],
  CONFIRM: ['CONFIRM_LOAN', 'CONFIRM_REPAYMENT'],
  AUTHORIZE: ['AUTHORIZE'],
  SALE: [],
  FREEZE: [],
} as const satisfies Readonly<Record<string, readonly VerbName[]>>;

const amount = (label: string, meaning: string) =>
  ({ kind: 'A', required: false, zero: true, label, meaning }) as const;

const DETAIL = {
  requestNo,
  userNo: { ...userNo, required: false },
  projectNo: { ...projectNo, required: false },
  preRequestNo: { ...preRequestNo, required: false },
  amount: amount('金额', 'Amount of the order; of a hold the whole hold.'),
  commission: amount('平台佣金', 'Commission.'),
  payCompany: { kind: 'E', required: false, of: PAY_COMPANY, label: '支付公司', meaning: 'Really used.' },
  rechargeWay: { kind: 'E', required: false, of: RECHARGE_WAY, label: '支付方式', meaning: 'How it was paid.' },
  bankCode: { kind: 'E', required: false, of: BANK_CODE, label: '银行编码', meaning: 'The bank.' },
  bankCardNo: {
    kind: 'S',
    required: false,
    max: 50,
    personal: 'card',
    masked: true,
    label: '银行卡号',
    meaning: 'First 6, last 4.',
  },
  bizType: { kind: 'E', required: false, of: BIZ_TYPE, label: '预处理业务类型', meaning: 'What the hold is for.' },
  unfreezeAmount: amount('累计已确认金额', 'Confirmed so far, of a hold.'),
  cancelAmount: amount('累计已取消金额', 'Cancelled so far, of a hold.'),
  holdStatus: {
    kind: 'E',
    required: false,
    of: TRADE_STATUS,
    label: '预处理状态',
    meaning:
      'INIT stands, PROCESSING partly confirmed, SUCCESS nothing left and something confirmed, FAIL wholly cancelled.',
  },
  confirmType: { kind: 'E', required: false, of: CONFIRM_TYPE, label: '交易确认类型', meaning: 'What was confirmed.' },
  createTime: { kind: 'T', required: true, label: '交易发起时间', meaning: 'When it was ordered.' },
  transactionTime: { kind: 'T', required: false, label: '交易完成时间', meaning: 'When it was done.' },
} as const;

type Detail = AnswerOf<typeof DETAIL>;

export const transactionQuery = defineQuery({
  name: 'TRANSACTION_QUERY',
  title: '单笔交易查询',
  meaning: 'One order: how it stands and what it did.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: false,
  fields: {
    requestNo: { ...requestNo, meaning: 'The requestNo of the order asked for.' },
    tradeType: { kind: 'E', required: true, of: TRADE_TYPE, label: '交易类型', meaning: 'Its type.' },
  },
  answer: {
    requestNo,
    detail: { kind: 'G', required: true, label: '交易明细', meaning: 'What the order did.', items: DETAIL },
  },
  find: async (input, { platform, queries }) => {
    const found = await queries.transaction(platform.platformId, input.requestNo);
    const verbs: readonly VerbName[] = VERBS[input.tradeType];
    if (!found || !verbs.includes(found.order.verb)) {
      return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.requestNo }));
    }
    const { order } = found;
    if (order.state === 'OPEN') return fail(wireRefusal('ORDER_PAGE_OPEN', { requestNo: order.requestNo }));
    return ok({
      values: { requestNo: order.requestNo, detail: detailOf(found) },
      standing: standingOf(found),
      because: order.state === 'REFUSED' ? order.refusal : null,
    });
  },
});

/** A withdrawal stays accepted until the bank has spoken (D-WDR-2), and what it said first stays (G-11). */
function standingOf(found: TransactionInformation): Standing {
  if (found.payout === 'PAID' || found.order.state === 'DONE') return 'SUCCESS';
  if (found.payout === 'RETURNED') return 'FAIL';
  return found.payout === null ? orderStanding(found.order) : 'ACCEPT';
}

function detailOf(found: TransactionInformation): Detail {
  const { order, hold } = found;
  return {
    requestNo: order.requestNo,
    userNo: found.subjectNo,
    projectNo: found.projectNo,
    createTime: order.createdAt,
    transactionTime: order.finishedAt,
    amount: found.amount,
    ...deposit(found),
    ...withdrawal(found),
    ...(hold
      ? {
          userNo: numberOf(hold.holder),
          bizType: hold.kind,
          amount: hold.amount,
          unfreezeAmount: hold.confirmed,
          cancelAmount: hold.cancelled,
          holdStatus: holdStanding(hold),
        }
      : {}),
    ...cancellation(found),
    ...confirmation(found),
  };
}

function deposit({ order }: TransactionInformation): Detail {
  const command = commandOf(order, 'DEPOSIT');
  if (!command) return {};
  const outcome = outcomeOf(order, 'DEPOSIT');
  return {
    userNo: numberOf(command.holder),
    amount: command.amount,
    payCompany: outcome?.payCompany ?? command.payCompany,
    rechargeWay: 'WEB',
    bankCode: outcome?.bank ?? command.bank,
  };
}

function withdrawal({ order }: TransactionInformation): Detail {
  const command = commandOf(order, 'WITHDRAW');
  if (!command) return {};
  const outcome = outcomeOf(order, 'WITHDRAW');
  const { amount, commission } = command;
  const card = { bankCardNo: outcome?.cardNumber, bankCode: outcome?.bank };
  return { userNo: numberOf(command.holder), amount, commission, ...card };
}

function cancellation({ order, amount: released, confirmation: named }: TransactionInformation): Detail {
  return order.verb === 'CANCEL_HOLD' ? { preRequestNo: named?.holdNo, amount: released } : {};
}

function confirmation({ order, confirmation: confirmed }: TransactionInformation): Detail {
  if (order.verb !== 'CONFIRM_LOAN' && order.verb !== 'CONFIRM_REPAYMENT') return {};
  return { confirmType: order.verb, preRequestNo: confirmed?.holdNo, commission: confirmed?.commission };
}
