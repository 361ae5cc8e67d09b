/** The examples of lianyintong about claims: bought by a third person, sold in part by the investor of the loan. */
import type { Example } from './record.ts';

const BUYER = {
  ...{ platformUserNo: 'U1011', requestNo: 'R1151', realName: '王芳', idCardType: 'PRC_ID', userRole: 'NORMAL' },
  ...{ idCardNo: '330106199003071041', mobile: '13800000011', bankcardNo: '6217680000001011239' },
};
const DEPOSIT = { feeMode: 'PLATFORM', rechargeWay: 'NETBANK_B2C', bankcode: 'ICBK' };
const PURCHASE = { platformUserNo: 'U1011', bizType: 'CREDIT_ASSIGNMENT', projectNo: 'P2001' };
const SALE = { preTransactionNo: 'R1153', platformUserNo: 'U1001', originalConfirmRequestNo: 'R1007' };

export const CLAIMS_SOLD: readonly Example[] = [
  { service: 'PERSONAL_REGISTER', data: BUYER },
  { service: 'RECHARGE', data: { platformUserNo: 'U1011', requestNo: 'R1152', amount: '5000.00', ...DEPOSIT } },
  {
    service: 'USER_PRE_TRANSACTION',
    data: { requestNo: 'R1153', amount: '3000.00', remark: '受让 U1001 的债权 1500 份', ...PURCHASE },
    shows: '购买债权成功 Money is held to buy claims with',
  },
  {
    service: 'USER_PRE_TRANSACTION',
    data: { requestNo: 'R1154', amount: '100.00', ...PURCHASE, platformUserNo: 'U1002' },
    shows: '借款人不能购买 The borrower may not buy',
  },
  {
    service: 'CONFIRM_DEBENTURE_TRANSFER',
    data: {
      ...{ requestNo: 'R1155', projectNo: 'P2001', preTransactionNo: 'R1153', commission: '15.00' },
      details: [{ ...SALE, amount: '1510.00', share: '1500.00' }],
    },
    shows: '转让成功 A part of a claim is sold',
  },
  {
    service: 'CONFIRM_DEBENTURE_TRANSFER',
    data: {
      ...{ requestNo: 'R1156', projectNo: 'P2001', preTransactionNo: 'R1153' },
      details: [{ ...SALE, amount: '1400.00' }],
    },
    shows: '付款金额小于出让份额 Less is paid than all that is left of the claim',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1155', transactionType: 'TRANSACTIONCONFIRM_TRADE' },
    shows: '查询成功 A transfer is told under its hold',
  },
];
