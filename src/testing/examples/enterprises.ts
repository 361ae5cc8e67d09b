/** The examples of lianyintong's enterprises: registered, looked at, passed and handed back, and a deposit of one. */
import type { Example } from './record.ts';

const ENTERPRISE = {
  ...{ platformUserNo: 'E1001', requestNo: 'R1091', enterpriseName: '杭州示例供应链管理有限公司', userRole: 'NORMAL' },
  ...{ bankLicense: 'J3310012345601', unifiedCode: '91330106MA27XG1234', legal: '王五' },
  ...{ legalIdCardNo: '330106199003071033', contact: '赵六', contactPhone: '13900000001' },
  ...{ bankcardNo: '6217680123456781230', bankcode: 'ICBK' },
};

export const ENTERPRISES: readonly Example[] = [
  {
    service: 'ENTERPRISE_REGISTER',
    data: ENTERPRISE,
    shows: '注册后待审核，审核通过后再次通知 An enterprise is registered, looked at, and passes',
    audit: 'approved',
  },
  {
    service: 'ENTERPRISE_REGISTER',
    data: {
      ...{ ...ENTERPRISE, platformUserNo: 'E1002', requestNo: 'R1092', unifiedCode: '', userRole: 'GUARANTEECORP' },
      ...{ businessLicense: '330106000123456', orgNo: 'MA27XG123', taxNo: '330106MA27XG123' },
    },
    shows: '审核退回 With the three licences; it is handed back to be mended',
    audit: 'handedBack',
  },
  {
    service: 'ENTERPRISE_REGISTER',
    data: { ...ENTERPRISE, platformUserNo: 'E1003', requestNo: 'R1093', bankcode: 'CIBK' },
    shows: '不支持的银行 A bank where enterprises cannot have their account',
  },
  {
    service: 'ENTERPRISE_REGISTER',
    data: { ...ENTERPRISE, platformUserNo: 'E1004', requestNo: 'R1094', contactPhone: '13900000009' },
    shows: '用户取消 The page is left without registering',
    page: 'CANCELLED',
  },
  {
    service: 'RECHARGE',
    data: {
      ...{ platformUserNo: 'E1001', requestNo: 'R1095', amount: '5000.00', feeMode: 'PLATFORM' },
      ...{ rechargeWay: 'NETBANK_B2B', bankcode: 'ICBK' },
    },
    shows: '企业充值 An enterprise pays in by B2B netbank',
  },
];
