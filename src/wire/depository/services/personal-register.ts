/** 个人绑卡开户: what the platform passed is shown and locked, the rest is asked on the page. */
import { told } from '../told.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { MASKED_CARD } from '../../catalogue/telling.ts';
import { BANK_CODE, USER_ROLE } from '../enumerations.ts';
import { callbackUrl, newUserNo, requestNo, userNo } from '../fields.ts';

const realName = {
  kind: 'S',
  required: false,
  max: 50,
  nameOf: 'PERSON',
  personal: 'name',
  label: '用户真实姓名',
  meaning: 'Name as on the ID card.',
} as const;
const idNumber = {
  kind: 'N',
  required: false,
  max: 50,
  personal: 'id',
  also: ['idCardNo'],
  label: '用户证件号',
  meaning: 'ID number, with its check digit.',
} as const;
const userRole = {
  kind: 'E',
  required: true,
  of: USER_ROLE,
  label: '用户角色',
  meaning: 'Investor, borrower or guarantor.',
} as const;
const mobile = {
  kind: 'N',
  required: false,
  max: 50,
  personal: 'mobile',
  label: '银行预留手机号',
  meaning: 'The mobile that the bank knows for this card.',
} as const;

export const personalRegister = defineGateway({
  name: 'PERSONAL_REGISTER',
  title: '个人绑卡开户',
  meaning: 'Opens an account for a person: trade password, verified ID and debit card.',
  section: 'D-REG',
  idempotent: false,
  verb: 'REGISTER_PERSON',
  orderNo: 'requestNo',
  told: told<'REGISTER_PERSON'>('REGISTER', ({ order }) => ({ userNo: order.command?.userNo })),
  fields: {
    userNo: newUserNo,
    requestNo,
    realName,
    idNumber,
    userRole,
    mobile,
    cardNumber: {
      kind: 'N',
      required: false,
      max: 50,
      personal: 'card',
      also: ['bankCardNo'],
      label: '银行卡号',
      meaning: 'The debit card to be bound.',
    },
    callbackUrl,
  },
  answer: {
    requestNo,
    userNo,
    realName: { ...realName, required: true },
    idNumber: { ...idNumber, required: true },
    userRole,
    mobile: { ...mobile, required: true },
    cardNumber: { ...MASKED_CARD, required: true },
    bankCode: { kind: 'E', required: true, of: BANK_CODE, label: '银行编码', meaning: "The card's bank." },
  },
  coreNames: { role: 'userRole' },
  toCommand: (input) => ({
    verb: 'REGISTER_PERSON',
    userNo: input.userNo,
    role: input.userRole,
    realName: input.realName,
    idNumber: input.idNumber,
    mobile: input.mobile,
    cardNumber: input.cardNumber,
  }),
  toAnswer: ({ requestNo, command, outcome }) => {
    const known = outcome ?? command;
    return {
      requestNo,
      userNo: known?.userNo,
      realName: known?.realName,
      idNumber: known?.idNumber,
      userRole: known?.role,
      mobile: known?.mobile,
      cardNumber: known?.cardNumber,
      bankCode: outcome?.bank,
    };
  },
});
