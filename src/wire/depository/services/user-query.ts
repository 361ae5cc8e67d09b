/** USER_QUERY (D-EXT): everything about a member. */
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';
import { BALANCES, balancesOf, MASKED_CARD } from '../../catalogue/telling.ts';
import { wireRefusal } from '../../refusals.ts';
import {
  ACCESS_TYPE,
  ACTIVE_STATUS,
  AUDIT_STATUS,
  AUTH_LIST,
  BANK_CODE,
  USER_ROLE,
  USER_TYPE,
} from '../enumerations.ts';
import { userNo } from '../fields.ts';

export const userQuery = defineQuery({
  name: 'USER_QUERY',
  title: '用户信息查询',
  meaning: 'Everything about a member.',
  section: 'D-EXT',
  beyondDocument: true,
  idempotent: false,
  fields: { userNo },
  answer: {
    userNo,
    name: { kind: 'S', required: true, max: 50, personal: 'name', label: '户名', meaning: 'Name.' },
    userType: { kind: 'E', required: true, of: USER_TYPE, label: '用户类型', meaning: 'Person or enterprise.' },
    userRole: { kind: 'E', required: true, of: USER_ROLE, label: '用户角色', meaning: 'Role.' },
    activeStatus: { kind: 'E', required: true, of: ACTIVE_STATUS, label: '用户状态', meaning: 'Active or not.' },
    auditStatus: { kind: 'E', required: false, of: AUDIT_STATUS, label: '审核状态', meaning: 'Of enterprises.' },
    accessType: {
      kind: 'E',
      required: false,
      of: ACCESS_TYPE,
      label: '鉴权通过类型',
      meaning: 'How the card was verified.',
    },
    ...BALANCES,
    bankCardNo: { ...MASKED_CARD, meaning: 'Absent when no card is bound.' },
    bankCode: { kind: 'E', required: false, of: BANK_CODE, label: '银行编码', meaning: "The card's bank." },
    mobile: {
      kind: 'S',
      required: true,
      max: 50,
      personal: 'mobile',
      masked: true,
      label: '手机号',
      meaning: 'Mobile.',
    },
    authList: { kind: 'L', required: false, of: AUTH_LIST, label: '授权列表', meaning: 'Live authorisations.' },
  },
  find: async (input, { platform, queries }) => {
    const member = await queries.member(platform.platformId, input.userNo);
    if (!member) return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.userNo }));
    return ok({
      values: {
        userNo: member.userNo,
        name: member.name,
        userType: member.type,
        userRole: member.role,
        activeStatus: member.active ? 'ACTIVE' : 'INACTIVE',
        auditStatus: member.auditStatus,
        accessType: member.accessType,
        ...balancesOf(member),
        bankCardNo: member.cardNumber,
        bankCode: member.bank,
        mobile: member.mobile,
        authList: member.authorizations,
      },
    });
  },
});
