/** 3.3 单笔交易查询: one order by its number, its answer by its type. */
import type { TransactionInformation } from '../../../custody/api.ts';
import type { CommandOf, Outcomes, VerbName } from '../../../custody/commands.ts';
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';
import { commandOf, holdStanding, orderStanding, outcomeOf, withdrawalStanding } from '../../order-standing.ts';
import { wireRefusal } from '../../refusals.ts';
import { numberOf } from '../accounts.ts';
import {
  BANK_CODE,
  BIZ_TYPE,
  CONFIRM_TRADE_TYPE,
  FEE_MODE,
  PRETRANSACTION_TYPE,
  RECHARGE_WAY,
  TRANSACTION_STATUS,
  TRANSACTION_TYPE,
} from '../enumerations.ts';
import { platformUserNo, projectNo, requestNo } from '../fields.ts';

type Type =
  | 'REGISTER'
  | 'BIND_CARD'
  | 'UNBIND_CARD'
  | 'CREATE_PROJECT'
  | 'MODIFY_PROJECT'
  | 'DEPOSIT'
  | 'WITHDRAW'
  | 'HOLD'
  | 'CONFIRM'
  | 'FREEZE';

/** Which orders a transactionType finds; an order of another type is unknown under it. */
const VERBS: Readonly<Record<Type, readonly VerbName[]>> = {
  REGISTER: ['REGISTER_PERSON'],
  BIND_CARD: [],
  UNBIND_CARD: [],
  CREATE_PROJECT: ['CREATE_PROJECT'],
  MODIFY_PROJECT: ['MODIFY_PROJECT'],
  DEPOSIT: ['DEPOSIT'],
  WITHDRAW: ['WITHDRAW'],
  HOLD: ['HOLD', 'AUTO_HOLD'],
  CONFIRM: ['CONFIRM_LOAN', 'CONFIRM_REPAYMENT'],
  FREEZE: [],
};

const amount = (label: string, meaning: string) =>
  ({ kind: 'A', required: false, zero: true, label, meaning }) as const;
const time = (label: string, meaning: string) => ({ kind: 'T', required: false, label, meaning }) as const;

export const queryTransaction = defineQuery({
  name: 'QUERY_TRANSACTION',
  title: '单笔交易查询',
  meaning: 'One order: how it stands and what it did. The fields depend on transactionType.',
  section: '3.3',
  idempotent: false,
  fields: {
    requestNo: { ...requestNo, label: '业务的请求流水号', meaning: 'The requestNo of the order asked for.' },
    transactionType: { kind: 'E', required: true, of: TRANSACTION_TYPE, label: '交易类型', meaning: 'Its type.' },
  },
  answer: {
    requestNo: { ...requestNo, required: false, meaning: 'The hold of a confirmation; else the order itself.' },
    platformUserNo: { ...platformUserNo, required: false },
    projectNo: { ...projectNo, required: false },
    amount: amount('金额', 'The amount of a deposit or withdrawal.'),
    status: { kind: 'E', required: true, of: TRANSACTION_STATUS, label: '交易状态', meaning: 'How it stands.' },
    createTime: time('交易发起时间', 'When it was ordered.'),
    transactionTime: time('交易完成时间', 'When it was done.'),
    fee: amount('手续费', 'Fee borne by the platform.'),
    feeMode: { kind: 'E', required: false, of: FEE_MODE, label: '费率模式', meaning: 'Who bears the fee.' },
    rechargeWay: { kind: 'E', required: false, of: RECHARGE_WAY, label: '支付方式', meaning: 'How it was paid.' },
    bankcode: { kind: 'E', required: false, of: BANK_CODE, label: '银行编码', meaning: 'The bank.' },
    bankcardNo: {
      kind: 'S',
      required: false,
      max: 50,
      personal: 'card',
      masked: true,
      label: '提现银行卡号',
      meaning: 'First 6, last 4.',
    },
    pretransactionType: {
      kind: 'E',
      required: false,
      of: PRETRANSACTION_TYPE,
      label: '预处理类型',
      meaning: 'Whose hold.',
    },
    bizType: { kind: 'E', required: false, of: BIZ_TYPE, label: '预处理业务类型', meaning: 'What the hold is for.' },
    freezeAmount: amount('预处理冻结金额', 'The whole hold.'),
    unfreezeAmount: amount('累计已确认解冻金额', 'Confirmed so far.'),
    confirmTradeType: {
      kind: 'E',
      required: false,
      of: CONFIRM_TRADE_TYPE,
      label: '交易确认类型',
      meaning: 'What was confirmed.',
    },
    commission: amount('平台佣金', 'The commission taken.'),
  },
  find: async (input, { platform, queries }) => {
    const found = await queries.transaction(platform.platformId, input.requestNo);
    if (!found || !VERBS[input.transactionType].includes(found.order.verb)) {
      return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.requestNo }));
    }
    const { order } = found;
    if (order.state === 'OPEN') return fail(wireRefusal('ORDER_PAGE_OPEN', { requestNo: order.requestNo }));
    const because = order.state === 'REFUSED' ? order.refusal : null;
    const times = { createTime: order.createdAt, transactionTime: order.finishedAt };
    return ok({ values: { ...times, ...ANSWERS[input.transactionType](found) }, because });
  },
});

interface Values {
  readonly [name: string]: string | bigint | number | null | undefined;
}

function flat(found: TransactionInformation, subject: 'platformUserNo' | 'projectNo'): Values {
  const number = subject === 'projectNo' ? found.projectNo : found.subjectNo;
  return { requestNo: found.order.requestNo, [subject]: number, status: orderStanding(found.order) };
}

function deposit(found: TransactionInformation): Values {
  const command: CommandOf<'DEPOSIT'> | null = commandOf(found.order, 'DEPOSIT');
  const outcome: Outcomes['DEPOSIT'] | null = outcomeOf(found.order, 'DEPOSIT');
  return {
    amount: command?.amount,
    platformUserNo: command ? numberOf(command.holder) : found.subjectNo,
    status: orderStanding(found.order),
    rechargeWay: command?.way,
    fee: outcome?.fee ?? 0n,
    bankcode: outcome?.bank ?? command?.bank,
  };
}

function withdrawal(found: TransactionInformation): Values {
  const command = commandOf(found.order, 'WITHDRAW');
  const outcome = outcomeOf(found.order, 'WITHDRAW');
  return {
    amount: command?.amount,
    platformUserNo: command ? numberOf(command.holder) : found.subjectNo,
    status: withdrawalStanding(found),
    fee: outcome?.fee ?? 0n,
    feeMode: 'PLATFORM',
    bankcardNo: outcome?.cardNumber,
  };
}

function hold(found: TransactionInformation): Values {
  const command = commandOf(found.order, 'HOLD') ?? commandOf(found.order, 'AUTO_HOLD');
  return {
    pretransactionType: 'USER',
    bizType: found.hold?.kind ?? command?.kind,
    platformUserNo: found.hold ? numberOf(found.hold.holder) : (command?.userNo ?? found.subjectNo),
    freezeAmount: found.hold?.amount ?? command?.amount,
    unfreezeAmount: found.hold?.confirmed ?? 0n,
    status: found.hold ? holdStanding(found.hold) : orderStanding(found.order),
    // 3.3: the time when all of the hold was confirmed; a hold that stands has none yet.
    transactionTime: found.hold ? found.hold.finishedAt : found.order.finishedAt,
  };
}

function confirmation(found: TransactionInformation): Values {
  return {
    projectNo: found.projectNo,
    confirmTradeType: found.order.verb,
    // A loan confirmation names many holds, so it answers its own number.
    requestNo: found.confirmation?.holdNo ?? found.order.requestNo,
    commission: found.confirmation?.commission ?? 0n,
    status: orderStanding(found.order),
  };
}

const nothing = (found: TransactionInformation): Values => flat(found, 'platformUserNo');

const ANSWERS: Readonly<Record<Type, (found: TransactionInformation) => Values>> = {
  REGISTER: nothing,
  BIND_CARD: nothing,
  UNBIND_CARD: nothing,
  CREATE_PROJECT: (found) => flat(found, 'projectNo'),
  MODIFY_PROJECT: (found) => flat(found, 'projectNo'),
  DEPOSIT: deposit,
  WITHDRAW: withdrawal,
  HOLD: hold,
  CONFIRM: confirmation,
  FREEZE: nothing,
};
