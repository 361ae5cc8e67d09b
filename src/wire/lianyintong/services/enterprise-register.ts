/** 2.2 企业绑卡注册: the enterprise sets a trade password and is looked at by an operator. */
import type { AnswerOf } from '../../catalogue/kinds.ts';
import { defineGateway } from '../../catalogue/service.ts';
import { MASKED_CARD } from '../../catalogue/telling.ts';
import { orderStanding } from '../../order-standing.ts';
import { AUDIT_STATUS, BANK_CODE, ENTERPRISE_ROLE } from '../enumerations.ts';
import { callbackUrl, newUserNo, platformUserNo, requestNo } from '../fields.ts';
import { told } from '../told.ts';

const userRole = {
  kind: 'E',
  required: true,
  of: ENTERPRISE_ROLE,
  label: '用户角色',
  meaning: 'The ordinary member or the guarantor.',
} as const;
const bankcode = {
  kind: 'E',
  required: true,
  of: BANK_CODE,
  label: '银行编码',
  meaning: 'The bank of the account.',
} as const;

/** A number of a paper that the enterprise has. */
const paper = <R extends boolean>(label: string, meaning: string, required: R) =>
  ({ kind: 'N', required, max: 50, label, meaning }) as const;
const person = (label: string, meaning: string) =>
  ({ kind: 'S', required: true, max: 50, nameOf: 'PERSON', personal: 'name', label, meaning }) as const;

const FOR_CODE = 'Together with the other two licences it stands for the unified code.';

const fields = {
  requestNo,
  platformUserNo: newUserNo,
  enterpriseName: {
    kind: 'S',
    required: true,
    max: 50,
    nameOf: 'ENTERPRISE',
    personal: 'name',
    label: '企业名称',
    meaning: 'Name of the enterprise, as on its licence.',
  },
  bankLicense: paper('开户银行许可证号', "Number of the bank's account permit.", true),
  orgNo: paper('组织机构代码', FOR_CODE, false),
  businessLicense: paper('营业执照编号', FOR_CODE, false),
  taxNo: paper('税务登记号', FOR_CODE, false),
  unifiedCode: paper('统一社会信用代码', 'Stands for the three licences; one of the two ways is needed.', false),
  creditCode: paper('机构信用代码', 'Credit code of the institution.', false),
  legal: person('法人姓名', 'Name of the legal person.'),
  legalIdCardNo: {
    kind: 'N',
    required: true,
    max: 50,
    personal: 'id',
    label: '法人身份证号',
    meaning: "The legal person's ID number, with its check digit.",
  },
  contact: person('企业联系人', 'Name of the contact.'),
  contactPhone: {
    kind: 'N',
    required: true,
    max: 50,
    personal: 'mobile',
    label: '联系人手机号',
    meaning: "The contact's mobile, to which the code goes.",
  },
  userRole,
  bankcardNo: {
    kind: 'N',
    required: true,
    max: 50,
    personal: 'card',
    label: '企业对公账户',
    meaning: "The account in the enterprise's name.",
  },
  bankcode,
  callbackUrl,
} as const;

const answer = {
  requestNo,
  status: {
    kind: 'E',
    required: true,
    of: AUDIT_STATUS,
    label: '审核状态',
    meaning: 'How the audit stands; absent when the page ended without one.',
  },
  platformUserNo,
  userRole,
  bankcardNo: { ...MASKED_CARD, required: true },
  bankcode,
} as const;

export const enterpriseRegister = defineGateway({
  name: 'ENTERPRISE_REGISTER',
  title: '企业绑卡注册',
  meaning: 'Opens an account for an enterprise: trade password, then the custodian examines its papers.',
  section: '2.2',
  idempotent: false,
  verb: 'REGISTER_ENTERPRISE',
  orderNo: 'requestNo',
  notices: ['ACCEPTED', 'SUCCESS', 'FAILURE'],
  told: told<'REGISTER_ENTERPRISE'>('REGISTER', ({ order }) => ({
    requestNo: order.requestNo,
    platformUserNo: order.command?.userNo,
    status: orderStanding(order),
  })),
  fields,
  answer,
  coreNames: {
    userNo: 'platformUserNo',
    role: 'userRole',
    name: 'enterpriseName',
    legalIdNumber: 'legalIdCardNo',
    mobile: 'contactPhone',
    accountNumber: 'bankcardNo',
    bank: 'bankcode',
  },
  toCommand: (input) => ({
    verb: 'REGISTER_ENTERPRISE',
    userNo: input.platformUserNo,
    role: input.userRole,
    name: input.enterpriseName,
    unifiedCode: input.unifiedCode,
    businessLicense: input.businessLicense,
    orgNo: input.orgNo,
    taxNo: input.taxNo,
    bankLicense: input.bankLicense,
    creditCode: input.creditCode,
    legal: input.legal,
    legalIdNumber: input.legalIdCardNo.toUpperCase(),
    contact: input.contact,
    mobile: input.contactPhone,
    accountNumber: input.bankcardNo,
    bank: input.bankcode,
  }),
  toAnswer: ({ requestNo, command, outcome }): AnswerOf<typeof answer> => ({
    requestNo,
    status: outcome?.status,
    platformUserNo: command?.userNo,
    userRole: command?.role,
    bankcardNo: outcome?.accountNumber ?? command?.accountNumber,
    bankcode: outcome?.bank ?? command?.bank,
  }),
});
