/** The examples of lianyintong about a member's card. */
import type { Example } from './record.ts';

/** The card and the mobile of the first example's person, who has here a second number at the platform. */
const CARD = { mobile: '13800000001', bankcardNo: '6217680000001001230' };
const MOVER = {
  ...{ platformUserNo: 'U1003', requestNo: 'R1210', realName: '张三', idCardType: 'PRC_ID', userRole: 'NORMAL' },
  ...{ idCardNo: '330106199003071017', mobile: '13800000003', bankcardNo: '6217680000001003459' },
};

export const CARDS: readonly Example[] = [
  { service: 'PERSONAL_REGISTER', data: MOVER },
  {
    service: 'UNBIND_BANKCARD',
    data: { requestNo: 'R1201', platformUserNo: 'U1001' },
    shows: '余额不为零 Money is left',
  },
  {
    service: 'UNBIND_BANKCARD',
    data: { requestNo: 'R1202', platformUserNo: 'U1003' },
    shows: '解绑成功 The card is unbound',
  },
  {
    service: 'QUERY_USER_INFORMATION',
    data: { platformUserNo: 'U1003' },
    shows: '已解绑 No card is bound',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1202', transactionType: 'UNBIND_BANKCARD' },
    shows: '查询成功 An unbinding',
  },
  {
    service: 'WITHDRAW',
    data: { platformUserNo: 'U1003', requestNo: 'R1203', amount: '1.00', feeMode: 'PLATFORM', withdrawType: '0' },
    shows: '未绑卡 No card to pay out to',
  },
  {
    service: 'PERSONAL_BIND_BANKCARD',
    data: { requestNo: 'R1204', platformUserNo: 'U1003', ...CARD },
    shows: '绑卡成功 A card is bound',
  },
  {
    service: 'PERSONAL_BIND_BANKCARD',
    data: { requestNo: 'R1205', platformUserNo: 'U1003', ...CARD },
    shows: '已绑卡 A card is bound already',
  },
  {
    service: 'QUERY_TRANSACTION',
    data: { requestNo: 'R1204', transactionType: 'BINDKIND' },
    shows: '查询成功 A binding',
  },
  {
    service: 'RESET_PASSWORD',
    data: { requestNo: 'R1206', platformUserNo: 'U1003' },
    shows: '修改成功 Another trade password',
  },
  {
    service: 'RESET_PASSWORD',
    data: { requestNo: 'R1207', platformUserNo: 'U9999' },
    shows: '用户不存在 An unknown member',
  },
];
