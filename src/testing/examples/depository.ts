/** The examples of depository: one loan from the first registration to the last withdrawal, and what goes wrong. */
import type { Example } from './record.ts';

const INVESTOR = {
  ...{ userNo: 'U1001', requestNo: 'R1001', realName: '张三', idNumber: '330106199003071017', userRole: 'INVESTOR' },
  ...{ mobile: '13800000001', cardNumber: '6217680000001001230' },
};
const BORROWER = {
  ...{ userNo: 'U1002', requestNo: 'R1002', realName: '李四', idNumber: '330106199003071025', userRole: 'BORROWERS' },
  ...{ mobile: '13800000002', cardNumber: '6217680000001002345' },
};
const DEPOSIT = { payCompany: 'BAOFU', rechargeWay: 'WEB', bankId: 'ICBC' };
const PROJECT = {
  ...{ requestNo: 'R1005', userNo: 'U1002', projectNo: 'P2001', projectAmount: '10000.00', repaymentWay: 'ONE_TIME' },
  ...{ projectName: '装修贷款 2001 号', projectDesc: '自有住房装修', projectType: 'STANDARD', projectPeriod: 90 },
  annualRate: '8.5',
};
const TENDER = { userNo: 'U1001', bizType: 'TENDER', projectNo: 'P2001' };

export const DEPOSITORY: readonly Example[] = [
  { service: 'PERSONAL_REGISTER', data: INVESTOR, shows: '开户成功 A person is registered' },
  { service: 'PERSONAL_REGISTER', data: BORROWER },
  {
    service: 'PERSONAL_REGISTER',
    data: { ...INVESTOR, requestNo: 'R1003' },
    shows: '用户已注册 The member exists already',
  },
  {
    service: 'RECHARGE',
    data: { userNo: 'U1001', requestNo: 'R1004', amount: '20000.00', ...DEPOSIT },
    shows: '充值成功 Paid at the bank',
  },
  { service: 'RECHARGE', data: { userNo: 'U1002', requestNo: 'R1034', amount: '1000.00', ...DEPOSIT } },
  {
    service: 'RECHARGE',
    data: { userNo: 'ACCOUNT_NO_001', requestNo: 'R1035', amount: '100.00', ...DEPOSIT },
    shows: '代偿账户不能充值 The compensation account is not paid into',
  },
  { service: 'CREATE_PROJECT', data: PROJECT, shows: '创建成功 The project is collecting' },
  {
    service: 'CREATE_PROJECT',
    data: { ...PROJECT, requestNo: 'R1006', projectNo: 'P2002', projectAmount: '200000.01' },
    shows: '超过监管上限 Over the cap of a person',
  },
  {
    service: 'USER_PRE_FREEZE',
    data: { requestNo: 'R1007', amount: '7000.00', remark: '年化 8.5% & 到期还本', ...TENDER },
    shows: '投标成功 A tender is held',
  },
  {
    service: 'USER_PRE_FREEZE',
    data: { requestNo: 'R1009', amount: '5000.00', ...TENDER },
    shows: '超过标的可投金额 More than the project still takes',
  },
  {
    service: 'USER_PRE_FREEZE',
    data: { requestNo: 'R1010', amount: '100.00', ...TENDER },
    shows: '用户取消 The person cancels on the page',
    page: 'CANCELLED',
  },
  { service: 'USER_PRE_FREEZE', data: { requestNo: 'R1011', amount: '200.00', ...TENDER }, page: 'LEFT' },
  {
    service: 'TRANSACTION_QUERY',
    data: { requestNo: 'R1011', tradeType: 'PRE_FREEZE' },
    shows: '用户尚未完成页面操作 Its page is still open: not a failure',
  },
  {
    service: 'USER_AUTHORIZATION',
    data: { userNo: 'U1001', requestNo: 'R1023', authList: 'TENDER', authAmount: '2000.00', authDeadLine: '20261231' },
    shows: '授权成功 Tenders are authorised',
  },
  {
    service: 'USER_AUTHORIZATION',
    data: { userNo: 'U9999', requestNo: 'R1024', authList: 'TENDER' },
    shows: '用户不存在 An unknown member',
  },
  {
    service: 'USER_AUTO_PRE_TRANSACTION',
    data: { requestNo: 'R1008', amount: '1000.00', ...TENDER },
    shows: '自动投标成功 A tender without a page',
  },
  {
    service: 'USER_AUTO_PRE_TRANSACTION',
    data: { requestNo: 'R1025', amount: '1000.01', ...TENDER },
    shows: '超过授权金额 More than was authorised',
  },
  {
    service: 'CANCEL_USER_AUTHORIZATION',
    data: { userNo: 'U1001', requestNo: 'R1041', authList: 'TENDER' },
    shows: '取消成功 Authorised no longer',
  },
  {
    service: 'CANCEL_USER_AUTHORIZATION',
    data: { userNo: 'U1001', requestNo: 'R1042', authList: 'TENDER' },
    shows: '未授权 What is not authorised',
  },
  {
    service: 'CANCEL_PRE_FREEZE',
    data: { requestNo: 'R1012', preRequestNo: 'R1008', amount: '500.00' },
    shows: '部分取消成功 A part of a hold is released',
  },
  {
    service: 'CANCEL_PRE_FREEZE',
    data: { requestNo: 'R1013', preRequestNo: 'R1008', amount: '500.01' },
    shows: '超过预处理余额 More than is left of the hold',
  },
  {
    service: 'CONFIRM_LOAN',
    data: {
      ...{ requestNo: 'R1026', projectNo: 'P2001' },
      details: [{ preRequestNo: 'R1007', amount: '6000.00' }],
    },
    shows: '须一次放足 A hold is loaned whole, and once',
  },
  {
    service: 'CONFIRM_LOAN',
    data: {
      ...{ requestNo: 'R1014', projectNo: 'P2001', commission: '75.00' },
      details: [
        { preRequestNo: 'R1007', amount: '7000.00' },
        { preRequestNo: 'R1008', amount: '500.00' },
      ],
    },
    shows: '放款成功 The borrower is paid',
  },
  {
    service: 'MODIFY_PROJECT',
    data: { requestNo: 'R1015', projectNo: 'P2001', projectStatus: 'REPAYING' },
    shows: '进入还款中 Repaying from now on',
  },
  {
    service: 'MODIFY_PROJECT',
    data: { requestNo: 'R1016', projectNo: 'P2001', projectStatus: 'FINISH' },
    shows: '尚有未结清的债权 Claims are open still',
  },
  {
    service: 'USER_PRE_FREEZE',
    data: { requestNo: 'R1017', amount: '7650.00', ...TENDER, userNo: 'U1002', bizType: 'REPAYMENT' },
  },
  {
    service: 'CONFIRM_REPAYMENT',
    data: {
      ...{ requestNo: 'R1018', preRequestNo: 'R1017', projectNo: 'P2001', commission: '10.00' },
      details: [{ userNo: 'U1001', amount: '4000.00', interest: '80.00', commission: '1.00' }],
    },
    shows: '还款成功 Principal and interest are paid',
  },
  {
    service: 'CONFIRM_REPAYMENT',
    data: {
      ...{ requestNo: 'R1019', preRequestNo: 'R1017', projectNo: 'P2001' },
      details: [{ userNo: 'U1001', amount: '3500.01' }],
    },
    shows: '本金超过债权 More principal than is owed',
  },
  {
    service: 'WITHDRAW',
    data: { userNo: 'U1001', requestNo: 'R1020', amount: '1000.00', commission: '2.00' },
    shows: '提现受理、到账，两次通知 Accepted, then paid out: a notice for each',
  },
  {
    service: 'WITHDRAW',
    data: { userNo: 'U1001', requestNo: 'R1021', amount: '500.00' },
    shows: '受理后银行退回 Accepted, then sent back by the bank',
    page: 'RETURNED',
  },
  {
    service: 'WITHDRAW',
    data: { userNo: 'U1002', requestNo: 'R1022', amount: '900000.00' },
    shows: '余额不足 The balance is too small',
  },
  {
    service: 'FREEZE',
    data: { userNo: 'U1001', requestNo: 'R1029', amount: '2000.00' },
    shows: '冻结成功 Frozen for risk',
  },
  {
    service: 'FREEZE',
    data: { userNo: 'U1001', requestNo: 'R1030', amount: '900000.00' },
    shows: '余额不足 More than is available',
  },
  { service: 'USER_QUERY', data: { userNo: 'U1001' }, shows: '查询成功 A member' },
  { service: 'USER_QUERY', data: { userNo: 'U9999' }, shows: '用户不存在 An unknown member' },
  {
    service: 'TRANSACTION_QUERY',
    data: { requestNo: 'R1007', tradeType: 'PRE_FREEZE' },
    shows: '查询成功 A tender that was loaned',
  },
  {
    service: 'TRANSACTION_QUERY',
    data: { requestNo: 'R1021', tradeType: 'WITHDRAW' },
    shows: '查询成功，业务失败 The query succeeds, what it asks for has failed',
  },
  { service: 'UNFREEZE', data: { oriRequestNo: 'R1029' }, shows: '解冻成功 The whole of it is released' },
  { service: 'UNFREEZE', data: { oriRequestNo: 'R1029' }, shows: '再次解冻仍答成功 Asked again, it is done still' },
  {
    service: 'UNFREEZE',
    data: { oriRequestNo: 'R1007' },
    shows: '预处理不能解冻 A hold is no freeze',
  },
  {
    service: 'TRANSACTION_QUERY',
    data: { requestNo: 'R1029', tradeType: 'FREEZE' },
    shows: '查询成功 A freeze that was released',
  },
  { service: 'PROJECT_QUERY', data: { projectNo: 'P2001' }, shows: '查询成功 A project' },
  {
    service: 'PROJECT_QUERY',
    data: { projectNo: 'P2001' },
    shows: '签名错误：发送的字节与签名的字节不同 Other bytes were sent than signed',
    tampered: true,
  },
];
