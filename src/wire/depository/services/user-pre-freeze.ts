/** 用户冻结预处理: a hold on the member's money, confirmed with the trade password. */
import { told } from '../told.ts';
import { holdDetail } from '../told-hold.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { bizType, callbackUrl, displayBalance, expired, HOLD_FIELDS, requestNo } from '../fields.ts';

export const userPreFreeze = defineGateway({
  name: 'USER_PRE_FREEZE',
  title: '用户冻结预处理',
  meaning: "Holds a member's money for a tender or a repayment, after the person has confirmed it.",
  section: 'D-PRE',
  idempotent: true,
  verb: 'HOLD',
  orderNo: 'requestNo',
  told: told<'HOLD'>('HOLD', holdDetail),
  fields: { ...HOLD_FIELDS, expired, callbackUrl, displayBalance },
  answer: { requestNo, bizType },
  coreNames: { kind: 'bizType', redPacket: 'preMarketingAmount' },
  toCommand: (input) => ({
    verb: 'HOLD',
    userNo: input.userNo,
    kind: input.bizType,
    amount: input.amount,
    redPacket: input.preMarketingAmount ?? 0n,
    projectNo: input.projectNo,
  }),
  show: (input) => ({ remark: input.remark, hideBalance: input.displayBalance === 'hidden' }),
  toAnswer: ({ requestNo, command }) => ({ requestNo, bizType: command?.kind }),
});
