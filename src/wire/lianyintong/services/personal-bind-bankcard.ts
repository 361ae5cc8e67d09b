/** 2.4 个人绑卡: a member whose card was unbound binds another of his own. */
import { defineGateway } from '../../catalogue/service.ts';
import { MASKED_CARD } from '../../catalogue/telling.ts';
import { orderStanding } from '../../order-standing.ts';
import { ACCESS_TYPE, BANK_CODE } from '../enumerations.ts';
import { callbackUrl, platformUserNo, requestNo } from '../fields.ts';
import { told } from '../told.ts';

const mobile = {
  kind: 'N',
  required: true,
  max: 50,
  personal: 'mobile',
  label: '银行预留手机号',
  meaning: 'The mobile that the bank knows for this card.',
} as const;

export const personalBindBankcard = defineGateway({
  name: 'PERSONAL_BIND_BANKCARD',
  title: '个人绑卡',
  meaning: "Binds a debit card of the member's own: trade password, SMS code, verified by the bank; only when unbound.",
  section: '2.4',
  idempotent: false,
  verb: 'BIND_CARD',
  orderNo: 'requestNo',
  told: told<'BIND_CARD'>('BIND_CARD', ({ order }) => ({
    requestNo: order.requestNo,
    platformUserNo: order.command?.userNo,
    status: orderStanding(order),
  })),
  fields: {
    requestNo,
    callbackUrl,
    platformUserNo,
    mobile,
    bankcardNo: {
      kind: 'N',
      required: true,
      max: 50,
      personal: 'card',
      label: '银行卡号',
      meaning: 'The debit card to be bound.',
    },
  },
  answer: {
    requestNo,
    platformUserNo,
    bankcardNo: { ...MASKED_CARD, required: true },
    bankcode: { kind: 'E', required: true, of: BANK_CODE, label: '银行编码', meaning: "The card's bank." },
    mobile,
    accessType: {
      kind: 'E',
      required: false,
      beyondDocument: true,
      of: ACCESS_TYPE,
      label: '鉴权通过类型',
      meaning: 'Four elements passed, or three (R3).',
    },
  },
  coreNames: { userNo: 'platformUserNo', cardNumber: 'bankcardNo' },
  toCommand: (input) => ({
    verb: 'BIND_CARD',
    userNo: input.platformUserNo,
    mobile: input.mobile,
    cardNumber: input.bankcardNo,
  }),
  toAnswer: ({ requestNo, command, outcome }) => ({
    requestNo,
    platformUserNo: command?.userNo,
    bankcardNo: outcome?.cardNumber ?? command?.cardNumber,
    bankcode: outcome?.bank,
    mobile: outcome?.mobile ?? command?.mobile,
    accessType: outcome?.accessType,
  }),
});
