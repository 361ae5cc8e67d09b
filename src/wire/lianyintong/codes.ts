/**
 * The codes of lianyintong (LW-6): those that the document prints, and those of the same vendor's later documents.
 * Every refusal has one, or this does not compile.
 * They stand by subject in `codes/`.
 */
import type { Codes } from '../dialect.ts';
import type { AnyRefusalFacts } from '../refusals.ts';
import { CALLS } from './codes/calls.ts';
import { ENTERPRISES } from './codes/enterprises.ts';
import { MEMBERS } from './codes/members.ts';
import { PAYMENTS } from './codes/payments.ts';
import { PROJECTS } from './codes/projects.ts';

export const SUCCESS = '0';

export const CODE_TITLES: Readonly<Record<string, string>> = {
  '0': '成功',
  '100001': '系统错误',
  '100002': '参数格式错误',
  '100003': '签名验证失败',
  '100004': '平台编号不存在',
  '100005': '平台状态异常',
  '100006': '业务未开通',
  '100007': '查询对象不存在',
  '100008': '业务受理失败',
  '100009': '用户不存在',
  '100010': '用户账户不可用',
  '100011': '该用户无此操作权限',
  '100012': '暂不支持此银行',
  '100013': '请求流水号重复',
  '100014': '余额不足',
  '100015': '标的状态与业务不匹配',
  '100019': '标的类型与业务不匹配',
  '100020': '交易处理中请勿重试',
};

/** The codes that the document prints; the others are beyond it. */
export const PRINTED_CODES: readonly string[] = ['0', '100001', '100002', '100003', '100004', '100005', '100006'];

export const CODES: Codes<AnyRefusalFacts> = { ...CALLS, ...MEMBERS, ...ENTERPRISES, ...PAYMENTS, ...PROJECTS };
