/** The examples of lianyintong: one loan from the first registration to the last withdrawal, and what goes wrong. */
import { ENTERPRISES } from './enterprises.ts';
import { CLAIMS_SOLD } from './lianyintong-claims.ts';
import { CARDS } from './lianyintong-cards.ts';
import { PLATFORM_MONEY } from './lianyintong-platform.ts';
import type { Example } from './record.ts';

const INVESTOR = {
  ...{ platformUserNo: 'U1001', requestNo: 'R1001', realName: '张三', idCardType: 'PRC_ID', userRole: 'NORMAL' },
  ...{ idCardNo: '330106199003071017', mobile: '13800000001', bankcardNo: '6217680000001001230' },
};
const BORROWER = {
  ...{ platformUserNo: 'U1002', requestNo: 'R1002', realName: '李四', idCardType: 'G2_IDCARD', userRole: 'NORMAL' },
  ...{ idCardNo: '330106199003071025', mobile: '13800000002', bankcardNo: '6217680000001002345' },
};
const DEPOSIT = { feeMode: 'PLATFORM', rechargeWay: 'NETBANK_B2C', bankcode: 'ICBK' };
const PROJECT = {
  ...{ requestNo: 'R1005', platformUserNo: 'U1002', projectNo: 'P2001', projectAmount: '10000.00' },
  ...{ projectName: '装修贷款 2001 号', projectType: 'STANDARDPOWDER', annnualInterestRate: '0.085' },
  repaymentWay: 'ONE_TIME_SERVICING',
};
const TENDER = { platformUserNo: 'U1001', bizType: 'TENDER', projectNo: 'P2001' };

export const LIANYINTONG: readonly Example[] = [
  { service: 'PERSONAL_REGISTER', data: INVESTOR, shows: '注册成功 A person is registered' },
  { service: 'PERSONAL_REGISTER', data: BORROWER },
  {
    service: 'PERSONAL_REGISTER',
    data: { ...INVESTOR, requestNo: 'R1003' },
    shows: '用户已注册 The member exists already',
  },
  ...ENTERPRISES,
  {
    service: 'RECHARGE',
    data: { platformUserNo: 'U1001', requestNo: 'R1004', amount: '20000.00', ...DEPOSIT },
    shows: '充值成功 Paid at the bank',
  },
  { service: 'RECHARGE', data: { platformUserNo: 'U1002', requestNo: 'R1034', amount: '1000.00', ...DEPOSIT } },
  {
    service: 'RECHARGE',
    data: { platformUserNo: 'U1001', requestNo: 'R1035', amount: '100.00', ...DEPOSIT, bankcode: 'CBXM' },
    shows: '不支持的银行 A bank that deposits are not taken from',
  },
  {
    service: 'POS_RECHARGE',
    data: { platformUserNo: 'U1001', requestNo: 'R1101', amount: '300.00', rechargeWay: 'POS', feeMode: 'PLATFORM' },
    shows: '下单成功 A POS deposit is ordered',
  },
  {
    service: 'POS_BUILD_BARCODE',
    data: { platformUserNo: 'U1001', requestNo: 'R1101' },
    shows: '扫码付款成功 Its barcode is shown, and paid at a terminal',
  },
  {
    service: 'POS_RECHARGE',
    data: { platformUserNo: 'U1001', requestNo: 'R1101', amount: '300.00', rechargeWay: 'POS' },
    shows: '流水号重复 The number is taken',
  },
  {
    service: 'POS_BUILD_BARCODE',
    data: { platformUserNo: 'U1001', requestNo: 'R1102' },
    shows: '没有这笔订单 No such order was placed',
  },
  { service: 'ESTABLISH_PROJECT', data: PROJECT, shows: '创建成功 The project is collecting' },
  {
    service: 'ESTABLISH_PROJECT',
    data: { ...PROJECT, requestNo: 'R1006' },
    shows: '标的号重复 The project number is taken',
  },
  {
    service: 'USER_PRE_TRANSACTION',
    data: { requestNo: 'R1007', amount: '8000.00', remark: '年化 8.5% & 一次性还本付息', ...TENDER },
    shows: '投标成功 A tender is held',
  },
  { service: 'USER_PRE_TRANSACTION', data: { requestNo: 'R1008', amount: '500.00', ...TENDER } },
  {
    service: 'USER_PRE_TRANSACTION',
    data: { requestNo: 'R1009', amount: '5000.00', ...TENDER },
    shows: '超过标的可投金额 More than the project still takes',
  },
  {
    service: 'USER_PRE_TRANSACTION',
    data: { requestNo: 'R1010', amount: '100.00', ...TENDER },
    shows: '用户取消 The person cancels on the page',
    page: 'CANCELLED',
  },
  { service: 'USER_PRE_TRANSACTION', data: { requestNo: 'R1011', amount: '200.00', ...TENDER }, page: 'LEFT' },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1011', transactionType: 'PRETRANSATION' },
    shows: '用户尚未完成页面操作 Its page is still open: not a failure',
  },
  {
    service: 'CANCEL_PRE_TRANSACTION',
    data: { requestNo: 'R1012', preTransactionNo: 'R1008', amount: '500.00' },
    shows: '取消成功 A hold is released',
  },
  {
    service: 'CANCEL_PRE_TRANSACTION',
    data: { requestNo: 'R1013', preTransactionNo: 'R1008', amount: '0.01' },
    shows: '超过预处理余额 More than is left of the hold',
  },
  {
    service: 'USER_AUTHORIZATION',
    data: {
      ...{ requestNo: 'R1041', platformUserNo: 'U1001', authList: 'TENDER,REPAYMENT' },
      ...{ failTime: '20271231', amount: '1000.00' },
    },
    shows: '授权成功 Authorised, up to an amount and until a day',
  },
  {
    service: 'USER_AUTHORIZATION',
    data: { requestNo: 'R1042', platformUserNo: 'U1001', authList: 'TENDER', failTime: '20200101' },
    shows: '授权截止日期已过 The last day is over',
  },
  {
    service: 'AUTHORIZE_PRETRANSATION',
    data: { requestNo: 'R1043', amount: '600.00', remark: '自动投标', ...TENDER },
    shows: '授权投标成功 A tender without a page',
  },
  {
    service: 'AUTHORIZE_PRETRANSATION',
    data: { requestNo: 'R1044', amount: '400.01', ...TENDER },
    shows: '超过授权金额 More than was authorised',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1043', transactionType: 'PRETRANSATION' },
    shows: '查询成功 An authorised hold is told like any',
  },
  { service: 'CANCEL_PRE_TRANSACTION', data: { requestNo: 'R1045', preTransactionNo: 'R1043', amount: '600.00' } },
  {
    service: 'CANCEL_USER_AUTHORIZATION',
    data: { requestNo: 'R1046', platformUserNo: 'U1001', authList: 'TENDER,REPAYMENT' },
    shows: '取消成功 Authorised no longer',
  },
  {
    service: 'CANCEL_USER_AUTHORIZATION',
    data: { requestNo: 'R1047', platformUserNo: 'U1001', authList: 'TENDER' },
    shows: '未授权 What is not authorised',
  },
  {
    service: 'CONFIRM_LOAN',
    data: {
      ...{ requestNo: 'R1014', projectNo: 'P2001', commission: '80.00' },
      details: [{ preTransactionNo: 'R1007', amount: '8000.00' }],
    },
    shows: '放款成功 The borrower is paid',
  },
  {
    service: 'CONFIRM_LOAN',
    data: {
      ...{ requestNo: 'R1014', projectNo: 'P2001', commission: '90.00' },
      details: [{ preTransactionNo: 'R1007', amount: '8000.00' }],
    },
    shows: '同一流水号、不同内容 The same number with other content',
  },
  {
    service: 'MODIFY_PROJECT',
    data: { requestNo: 'R1015', projectNo: 'P2001', status: 'REPAYING' },
    shows: '进入还款中 Repaying from now on',
  },
  {
    service: 'MODIFY_PROJECT',
    data: { requestNo: 'R1016', projectNo: 'P2001', status: 'FINISH' },
    shows: '尚有未结清的债权 Claims are open still',
  },
  {
    service: 'USER_PRE_TRANSACTION',
    data: { requestNo: 'R1017', amount: '8170.00', ...TENDER, platformUserNo: 'U1002', bizType: 'REPAYMENT' },
  },
  {
    service: 'CONFIRM_REPAYMENT',
    data: {
      ...{ requestNo: 'R1018', preTransactionNo: 'R1017', projectNo: 'P2001', commission: '10.00' },
      details: [{ platformUserNo: 'U1001', amount: '4000.00', income: '80.00' }],
    },
    shows: '还款成功 Principal and interest are paid',
  },
  {
    service: 'CONFIRM_REPAYMENT',
    data: {
      ...{ requestNo: 'R1019', preTransactionNo: 'R1017', projectNo: 'P2001' },
      details: [{ platformUserNo: 'U1001', amount: '4000.01', income: '0.00' }],
    },
    shows: '本金超过债权 More principal than is owed',
  },
  ...CLAIMS_SOLD,
  {
    service: 'WITHDRAW',
    data: { platformUserNo: 'U1001', requestNo: 'R1020', withdrawType: '1', amount: '1000.00' },
    shows: '提现受理并付款 Accepted, and paid out: no second notice',
  },
  {
    service: 'WITHDRAW',
    data: { platformUserNo: 'U1001', requestNo: 'R1021', withdrawType: 'NORMAL', amount: '500.00' },
    shows: '受理后银行退回 Accepted, then sent back by the bank: a second, failing notice',
    page: 'RETURNED',
  },
  {
    service: 'WITHDRAW',
    data: { platformUserNo: 'U1002', requestNo: 'R1022', withdrawType: 'URGENT', amount: '900000.00' },
    shows: '余额不足 The balance is too small',
  },
  {
    service: 'FREEZE',
    data: { platformUserNo: 'U1001', requestNo: 'R1023', amount: '2000.00' },
    shows: '冻结成功 Frozen for risk',
  },
  {
    service: 'FREEZE',
    data: { platformUserNo: 'U1001', requestNo: 'R1024', amount: '900000.00' },
    shows: '余额不足 More than is available',
  },
  ...PLATFORM_MONEY,
  { service: 'QUERY_USER_INFORMATION', data: { platformUserNo: 'U1001' }, shows: '查询成功 A member' },
  { service: 'QUERY_USER_INFORMATION', data: { platformUserNo: 'U9999' }, shows: '用户不存在 An unknown member' },
  { service: 'QUERY_PLATFORM_INFORMATION', data: {}, shows: "查询成功 The platform's accounts" },
  {
    service: 'QUERY_PLATFORM_INFORMATION',
    data: {},
    shows: '签名错误：发送的字节与签名的字节不同 Other bytes were sent than signed',
    tampered: true,
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1007', transactionType: 'PRETRANSATION' },
    shows: '查询成功 A tender that was loaned',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1004', transactionType: 'RECHARGE' },
    shows: '查询成功 A deposit',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1018', transactionType: 'TRANSACTIONCONFIRM_TRADE' },
    shows: '查询成功 A repayment, told with its hold',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1021', transactionType: 'WITHDRAW' },
    shows: '查询成功，业务失败 The query succeeds, what it asks for has failed',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1023', transactionType: 'FREEZE' },
    shows: '查询成功 A freeze',
  },
  { service: 'UNFREEZE', data: { oriRequestNo: 'R1023' }, shows: '解冻成功 The whole of it is released' },
  { service: 'UNFREEZE', data: { oriRequestNo: 'R1023' }, shows: '再次解冻仍答成功 Asked again, it is done still' },
  {
    service: 'UNFREEZE',
    data: { oriRequestNo: 'R1007' },
    shows: '预处理不能解冻 A hold is no freeze',
  },
  { service: 'QUERY_PROJECT_INFORMATION', data: { projectNo: 'P2001' }, shows: '查询成功 A project' },
  { service: 'QUERY_PROJECT_INFORMATION', data: { projectNo: 'P9999' }, shows: '标的不存在 An unknown project' },
  ...CARDS,
];
