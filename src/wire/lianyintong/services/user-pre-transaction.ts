/** 2.12 用户预处理: a hold on the member's money, confirmed with the trade password. */
import { holdStanding, orderStanding } from '../../order-standing.ts';
import { numberOf } from '../accounts.ts';
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { BIZ_TYPE } from '../enumerations.ts';
import { callbackUrl, expired, platformUserNo, projectNo, requestNo } from '../fields.ts';

const bizType = {
  kind: 'E',
  required: true,
  of: BIZ_TYPE,
  label: '预处理业务类型',
  meaning: 'What the held money is for.',
} as const;

export const userPreTransaction = defineGateway({
  name: 'USER_PRE_TRANSACTION',
  title: '用户预处理',
  meaning: "Holds a member's money for a tender or a repayment, after the person has confirmed it.",
  section: '2.12',
  idempotent: true,
  verb: 'HOLD',
  orderNo: 'requestNo',
  told: told<'HOLD'>('HOLD', ({ order, hold }) => ({
    pretransactionType: 'USER',
    bizType: hold?.kind ?? order.command?.kind,
    platformUserNo: hold ? numberOf(hold.holder) : order.command?.userNo,
    freezeAmount: hold?.amount ?? order.command?.amount,
    unfreezeAmount: hold?.confirmed ?? 0n,
    status: hold ? holdStanding(hold) : orderStanding(order),
    // 3.3: the time when all of the hold was confirmed; a hold that stands has none yet.
    transactionTime: hold ? hold.finishedAt : order.finishedAt,
  })),
  fields: {
    requestNo,
    platformUserNo: { ...platformUserNo, label: '出款人平台用户编号', meaning: 'Whose money is held.' },
    bizType,
    amount: { kind: 'A', required: true, label: '冻结金额', meaning: 'The amount held.' },
    expired,
    remark: { kind: 'S', required: false, max: 50, label: '备注', meaning: 'Shown on the page.' },
    callbackUrl,
    projectNo,
  },
  answer: { requestNo, bizType },
  coreNames: { userNo: 'platformUserNo', kind: 'bizType' },
  toCommand: (input) => ({
    verb: 'HOLD',
    userNo: input.platformUserNo,
    kind: input.bizType,
    amount: input.amount,
    redPacket: 0n,
    projectNo: input.projectNo,
  }),
  show: (input) => ({ remark: input.remark }),
  toAnswer: ({ requestNo, command }) => ({ requestNo, bizType: command?.kind }),
});
