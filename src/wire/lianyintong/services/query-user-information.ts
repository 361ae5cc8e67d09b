/** 3.1 用户信息查询. */
import { fail, ok } from '../../../kernel/result.ts';
import { defineQuery } from '../../catalogue/service.ts';
import { BALANCES, balancesOf, MASKED_CARD } from '../../catalogue/telling.ts';
import { wireRefusal } from '../../refusals.ts';
import { ACTIVE_STATUS, AUDIT_STATUS, BANK_CODE, ENTERPRISE_ROLE, USER_TYPE } from '../enumerations.ts';
import { platformUserNo } from '../fields.ts';

export const queryUserInformation = defineQuery({
  name: 'QUERY_USER_INFORMATION',
  title: '用户信息查询',
  meaning: 'Everything about a member.',
  section: '3.1',
  idempotent: false,
  fields: { platformUserNo },
  answer: {
    platformUserNo,
    userType: { kind: 'E', required: true, of: USER_TYPE, label: '用户类型', meaning: 'Person or enterprise.' },
    userRole: { kind: 'E', required: true, of: ENTERPRISE_ROLE, label: '用户角色', meaning: 'Role.' },
    auditStatus: { kind: 'E', required: false, of: AUDIT_STATUS, label: '审核状态', meaning: 'Of enterprises.' },
    activeStatus: { kind: 'E', required: true, of: ACTIVE_STATUS, label: '用户状态', meaning: 'Active or not.' },
    ...BALANCES,
    bankcardNo: { ...MASKED_CARD, label: '绑定的卡号', meaning: 'Absent when no card is bound.' },
    bankcode: { kind: 'E', required: false, of: BANK_CODE, label: '银行代码', meaning: "The card's bank." },
    mobile: { kind: 'S', required: true, max: 50, personal: 'mobile', label: '手机号', meaning: 'Mobile.' },
  },
  find: async (input, { platform, queries }) => {
    const member = await queries.member(platform.platformId, input.platformUserNo);
    if (!member) return fail(wireRefusal('OBJECT_UNKNOWN', { what: input.platformUserNo }));
    return ok({
      values: {
        platformUserNo: member.userNo,
        userType: member.type,
        userRole: member.role,
        auditStatus: member.auditStatus,
        activeStatus: member.active ? 'ACTIVE' : 'INACTIVE',
        ...balancesOf(member),
        bankcardNo: member.cardNumber,
        bankcode: member.bank,
        mobile: member.mobile,
      },
    });
  },
});
