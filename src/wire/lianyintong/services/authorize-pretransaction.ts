/** 授权预处理 (L5.1): a hold as of 2.12 without a page, on the member's live authorisation. */
import { defineDirect } from '../../catalogue/service.ts';
import { AUTHORIZED_BIZ_TYPE } from '../enumerations.ts';
import { HOLD_FIELDS, requestNo } from '../fields.ts';
import { holdTold } from '../told-hold.ts';
import { told } from '../told.ts';

const bizType = {
  kind: 'E',
  required: true,
  of: AUTHORIZED_BIZ_TYPE,
  label: '预处理业务类型',
  meaning: 'What the held money is for.',
} as const;

export const authorizePretransaction = defineDirect({
  name: 'AUTHORIZE_PRETRANSATION',
  aliases: ['AUTHORIZE_PRE_TRANSACTION', 'AUTHORIZE_PRETRANSACTION'],
  title: '授权预处理',
  meaning: "Holds a member's money without a page, as the member has authorised.",
  section: '5.1',
  beyondDocument: true,
  idempotent: true,
  verb: 'AUTO_HOLD',
  orderNo: 'requestNo',
  told: told<'AUTO_HOLD'>('HOLD', holdTold),
  fields: { ...HOLD_FIELDS, bizType },
  answer: { requestNo, bizType },
  coreNames: { userNo: 'platformUserNo', kind: 'bizType' },
  toCommand: (input) => ({
    verb: 'AUTO_HOLD',
    userNo: input.platformUserNo,
    kind: input.bizType,
    amount: input.amount,
    redPacket: 0n,
    projectNo: input.projectNo,
  }),
  toAnswer: (input) => ({ requestNo: input.requestNo, bizType: input.bizType }),
});
