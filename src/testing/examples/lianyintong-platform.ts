/** The examples of lianyintong about the platform's own money, in the middle of the loan: marketing, compensation. */
import type { Example } from './record.ts';

const COMPENSATION_ACCOUNT = { platformUserNo: 'PLATFORM_REPAYMENT_ACCOUNT' };
const MARKETING_ACCOUNT = { platformUserNo: 'PLATFORM_MARKETING_ACCOUNT' };
const DEPOSIT = { feeMode: 'PLATFORM', rechargeWay: 'NETBANK_B2B', bankcode: 'ICBK' };

export const PLATFORM_MONEY: readonly Example[] = [
  {
    service: 'RECHARGE',
    data: { ...MARKETING_ACCOUNT, requestNo: 'R1048', amount: '500.00', ...DEPOSIT },
  },
  {
    service: 'PLATFORM_PRE_TRANSACTION',
    data: { ...MARKETING_ACCOUNT, requestNo: 'R1049', amount: '300.00', bizType: 'MARKETING' },
    shows: '营销款预处理成功 Marketing money is held',
  },
  {
    service: 'PLATFORM_PRE_TRANSACTION',
    data: { ...MARKETING_ACCOUNT, requestNo: 'R1050', amount: '1.00', bizType: 'COMPENSATORY', projectNo: 'P2001' },
    shows: '账户与业务类型不符 A compensation is of another account',
  },
  {
    service: 'CONFIRM_PLATFORM_MARKETING',
    data: {
      ...{ requestNo: 'R1051', preTransactionNo: 'R1049' },
      details: [
        { platformUserNo: 'U1001', amount: '120.00' },
        { platformUserNo: 'U1002', amount: '80.00' },
      ],
    },
    shows: '发放成功 Two members are paid',
  },
  {
    service: 'CONFIRM_PLATFORM_MARKETING',
    data: {
      ...{ requestNo: 'R1052', preTransactionNo: 'R1049' },
      details: [{ platformUserNo: 'U1001', amount: '100.01' }],
    },
    shows: '超过预处理余额 More than is left of the hold',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1049', transactionType: 'PRETRANSATION' },
    shows: '查询成功 A hold of the platform, confirmed in part',
  },
  {
    service: 'USER_PRE_TRANSACTION',
    data: {
      requestNo: 'R1060',
      amount: '100.00',
      platformUserNo: 'U1001',
      bizType: 'COMPENSATORY',
      projectNo: 'P2001',
    },
    shows: '仅担保方可代偿 Only a guarantor compensates',
  },
  {
    service: 'RECHARGE',
    data: { ...COMPENSATION_ACCOUNT, requestNo: 'R1061', amount: '5000.00', ...DEPOSIT },
  },
  {
    service: 'PLATFORM_PRE_TRANSACTION',
    data: {
      ...COMPENSATION_ACCOUNT,
      requestNo: 'R1062',
      amount: '2000.00',
      bizType: 'COMPENSATORY',
      projectNo: 'P2001',
    },
    shows: '代偿预处理成功 Money to compensate with is held',
  },
  {
    service: 'CONFIRM_COMPENSATORY',
    data: {
      ...{ requestNo: 'R1063', preTransactionNo: 'R1062', projectNo: 'P2001' },
      details: [{ platformUserNo: 'U1001', amount: '1500.00', income: '30.00' }],
    },
    shows: '平台代偿成功 The investor is paid in the borrower’s place',
  },
  {
    service: 'CONFIRM_COMPENSATORY',
    data: {
      ...{ requestNo: 'R1064', preTransactionNo: 'R1062', projectNo: 'P2001', commission: '1.00' },
      details: [{ platformUserNo: 'U1001', amount: '100.00', income: '0.00' }],
    },
    shows: '平台代偿不收取佣金 The platform pays itself no commission',
  },
  {
    service: 'CONFIRM_REPAYMENT',
    data: {
      ...{ requestNo: 'R1065', preTransactionNo: 'R1017', projectNo: 'P2001' },
      details: [
        { platformUserNo: 'U1001', amount: '500.00', income: '10.00' },
        { ...COMPENSATION_ACCOUNT, amount: '1500.00', income: '30.00' },
      ],
    },
    shows: '归还代偿款 The platform gets back what it paid',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1063', transactionType: 'TRANSACTIONCONFIRM_TRADE' },
    shows: '查询成功 A compensation',
  },
];
