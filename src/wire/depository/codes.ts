/**
 * The codes of depository (DW-6): those that the document's family prints, and our own five digits for the rest, by
 * group: 0xxxx call, 10xxx member and card, 20xxx project, 30xxx money, 40xxx hold, freeze and
 * claim. All stand in the docs. They stand by subject in `codes/`.
 */
import type { Codes } from '../dialect.ts';
import type { AnyRefusalFacts } from '../refusals.ts';
import { CALLS } from './codes/calls.ts';
import { ENTERPRISES } from './codes/enterprises.ts';
import { MEMBERS } from './codes/members.ts';
import { PAYMENTS } from './codes/payments.ts';
import { PROJECTS } from './codes/projects.ts';

export const SUCCESS = '00000';

export const CODE_TITLES: Readonly<Record<string, string>> = {
  '00000': '成功',
  '00001': '系统异常',
  '00002': '平台编号不存在',
  '00003': '参数校验不通过',
  '00004': '签名验证失败',
  '00005': '平台状态异常',
  '00006': '业务未开通',
  '00007': '查询对象不存在',
  '00008': '业务受理失败',
  '00010': '请求流水号重复',
  '00011': '页面已过期',
  '00012': '用户取消操作',
  '10001': '用户不存在',
  '10002': '用户账户不可用',
  '10003': '用户无此操作权限',
  '10005': '用户注册错误',
  '10010': '交易密码错误',
  '10011': '交易密码已锁定',
  '10012': '交易密码不符合要求',
  '10013': '短信验证码错误',
  '10014': '短信验证码发送失败',
  '10015': '用户未绑卡或已解绑',
  '10016': '平台未登记结算账户',
  '10020': '用户未授权',
  '10021': '用户授权已到期',
  '10022': '超过用户授权金额',
  '10040': '银行卡鉴权未通过',
  '10041': '不支持该银行卡',
  '10042': '用户已绑卡',
  '10043': '余额不为零不能解绑',
  '20001': '标的不存在',
  '20002': '标的号已存在',
  '20003': '标的状态与业务不匹配',
  '20004': '标的状态不能如此变更',
  '20005': '超过标的可投金额',
  '20006': '标的尚有未完成的预处理',
  '20007': '标的尚有未结清的债权',
  '20008': '标的金额超过监管上限',
  '20009': '借款人累计金额超过监管上限',
  '20010': '标的金额过低',
  '20011': '仅标的借款人可办理',
  '20012': '不能与自己交易',
  '30001': '银行处理失败',
  '30002': '银行退回',
  '30010': '佣金超过上限',
  '30011': '红包使用错误',
  '30041': '营销账户余额不足',
  '30042': '账户余额不足',
  '30043': '超过当日营销限额',
  '40001': '预处理不存在',
  '40002': '预处理与业务不匹配',
  '40003': '超过预处理余额',
  '40004': '放款金额应等于预处理余额',
  '40005': '明细重复',
  '40006': '资金冻结不存在',
  '40010': '收款人没有债权',
  '40011': '本金超过债权',
  '40012': '收款人实收金额为负',
  '40014': '代偿方不能是收款人',
  '40020': '债权不存在',
  '40021': '债权已结束',
  '40022': '超过债权余额',
  '40023': '付款金额小于债权份额',
};

/** The codes that DW-6 gives; the others are ours. */
export const PRINTED_CODES: readonly string[] = [
  '00000',
  '00001',
  '00003',
  '00004',
  '10005',
  '10015',
  '10041',
  '30042',
];

export const CODES: Codes<AnyRefusalFacts> = { ...CALLS, ...MEMBERS, ...ENTERPRISES, ...PAYMENTS, ...PROJECTS };
