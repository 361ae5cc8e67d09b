/** 授权预处理: the same hold without a page, on the member's live authorisation. */
import { told } from '../told.ts';
import { holdDetail } from '../told-hold.ts';
import { defineDirect } from '../../catalogue/service.ts';
import { bizType, HOLD_FIELDS, requestNo } from '../fields.ts';

export const userAutoPreTransaction = defineDirect({
  name: 'USER_AUTO_PRE_TRANSACTION',
  title: '授权预处理',
  meaning: "Holds a member's money without a page, as the member has authorised.",
  section: 'D-PRE',
  idempotent: true,
  verb: 'AUTO_HOLD',
  orderNo: 'requestNo',
  told: told<'AUTO_HOLD'>('HOLD', holdDetail),
  fields: HOLD_FIELDS,
  answer: { requestNo, bizType },
  coreNames: { kind: 'bizType', redPacket: 'preMarketingAmount' },
  toCommand: (input) => ({
    verb: 'AUTO_HOLD',
    userNo: input.userNo,
    kind: input.bizType,
    amount: input.amount,
    redPacket: input.preMarketingAmount ?? 0n,
    projectNo: input.projectNo,
  }),
  toAnswer: (input) => ({ requestNo: input.requestNo, bizType: input.bizType }),
});
