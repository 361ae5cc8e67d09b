/** 2.1 个人绑卡注册: the person sets a trade password and the card is verified. */
import { orderStanding } from '../../order-standing.ts';
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { MASKED_CARD } from '../../catalogue/telling.ts';
import { ACCESS_TYPE, BANK_CODE, ID_CARD_TYPE, PERSON_ROLE } from '../enumerations.ts';
import { callbackUrl, newUserNo, platformUserNo, requestNo } from '../fields.ts';

const realName = {
  kind: 'S',
  required: true,
  max: 50,
  nameOf: 'PERSON',
  personal: 'name',
  label: '用户真实姓名',
  meaning: 'Name as on the ID card.',
} as const;
const idCardType = {
  kind: 'E',
  required: true,
  of: ID_CARD_TYPE,
  label: '身份证类型',
  meaning: 'Kind of ID.',
} as const;
const userRole = {
  kind: 'E',
  required: true,
  of: PERSON_ROLE,
  label: '用户角色',
  meaning: 'Only the ordinary member for now.',
} as const;
const idCardNo = {
  kind: 'N',
  required: true,
  max: 50,
  personal: 'id',
  label: '用户身份证号',
  meaning: 'ID number, with its check digit.',
} as const;
const mobile = {
  kind: 'N',
  required: true,
  max: 50,
  personal: 'mobile',
  label: '银行预留手机号',
  meaning: 'The mobile that the bank knows for this card.',
} as const;

export const personalRegister = defineGateway({
  name: 'PERSONAL_REGISTER',
  title: '个人绑卡注册',
  meaning: 'Opens an account for a person: trade password, verified ID and debit card.',
  section: '2.1',
  idempotent: false,
  verb: 'REGISTER_PERSON',
  orderNo: 'requestNo',
  told: told<'REGISTER_PERSON'>('REGISTER', ({ order }) => ({
    requestNo: order.requestNo,
    platformUserNo: order.command?.userNo,
    status: orderStanding(order),
  })),
  echoes: ['idCardType'],
  fields: {
    platformUserNo: newUserNo,
    requestNo,
    realName,
    idCardType,
    userRole,
    idCardNo,
    mobile,
    bankcardNo: {
      kind: 'N',
      required: true,
      max: 50,
      personal: 'card',
      label: '银行卡号',
      meaning: 'The debit card to be bound.',
    },
    callbackUrl,
  },
  answer: {
    platformUserNo,
    requestNo,
    realName,
    idCardType,
    userRole,
    idCardNo,
    mobile,
    bankcardNo: { ...MASKED_CARD, required: true },
    bankcode: { kind: 'E', required: true, of: BANK_CODE, label: '银行编码', meaning: "The card's bank." },
    accessType: {
      kind: 'E',
      required: true,
      of: ACCESS_TYPE,
      label: '鉴权通过类型',
      meaning: 'Four elements passed, or three.',
    },
  },
  coreNames: { userNo: 'platformUserNo', role: 'userRole', idNumber: 'idCardNo', cardNumber: 'bankcardNo' },
  toCommand: (input) => ({
    verb: 'REGISTER_PERSON',
    userNo: input.platformUserNo,
    role: input.userRole,
    realName: input.realName,
    idNumber: input.idCardNo,
    mobile: input.mobile,
    cardNumber: input.bankcardNo,
  }),
  toAnswer: ({ requestNo, command, outcome }) => {
    const known = outcome ?? command;
    return {
      requestNo,
      platformUserNo: known?.userNo,
      realName: known?.realName,
      idCardType: 'ID_CARD',
      userRole: known?.role,
      idCardNo: known?.idNumber,
      mobile: known?.mobile,
      bankcardNo: known?.cardNumber,
      bankcode: outcome?.bank,
      accessType: outcome?.accessType,
    };
  },
});
