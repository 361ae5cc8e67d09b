/** 2.12 用户预处理: a hold on the member's money, confirmed with the trade password. */
import { holdTold } from '../told-hold.ts';
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { USER_BIZ_TYPE } from '../enumerations.ts';
import { callbackUrl, expired, HOLD_FIELDS, requestNo } from '../fields.ts';

const bizType = {
  kind: 'E',
  required: true,
  of: USER_BIZ_TYPE,
  label: '预处理业务类型',
  meaning: 'What the held money is for.',
} as const;

export const userPreTransaction = defineGateway({
  name: 'USER_PRE_TRANSACTION',
  title: '用户预处理',
  meaning: "Holds a member's money for what bizType names, after the person has confirmed it.",
  section: '2.12',
  idempotent: true,
  verb: 'HOLD',
  orderNo: 'requestNo',
  told: told<'HOLD'>('HOLD', holdTold),
  fields: { ...HOLD_FIELDS, bizType, expired, callbackUrl },
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
