/** Sentences about members, their passwords, cards and authorisations. */
import { formatYuan } from '../../kernel/money.ts';
import { displayTime, lastDay } from '../../kernel/time.ts';
import type {
  AuthorizationRefusals,
  CardRefusals,
  CredentialRefusals,
  MemberRefusals,
} from '../../custody/refusals.ts';
import type { Sentences } from './sentence.ts';

const ROLES: Readonly<Record<string, string>> = {
  ORDINARY: '普通会员',
  INVESTOR: '投资人',
  BORROWER: '借款人',
  GUARANTOR: '担保机构',
};

const STANDS: Readonly<Record<MemberRefusals['MEMBER_NOT_ACTIVE']['state'], string>> = {
  AUDIT: '审核中',
  BACK: '审核已退回',
  REFUSED: '审核已拒绝',
};

const ACCOUNTS: Readonly<Record<string, string>> = {
  FEE: '平台收入账户',
  COMPENSATION: '代偿账户',
  MARKETING: '营销账户',
};

const WEAK: Readonly<Record<CredentialRefusals['PASSWORD_WEAK']['why'], string>> = {
  FORM: '交易密码应为六位数字',
  REPEATED: '交易密码不能是重复数字',
  SEQUENCE: '交易密码不能是连续数字',
  PATTERN: '交易密码不能是成对或对称数字',
  KEYPAD: '交易密码不能是键盘上的连线',
  COMMON: '交易密码过于常见',
  DATE: '交易密码不能是日期',
  ID_NUMBER: '交易密码不能取自证件号码',
  MOBILE: '交易密码不能取自手机号码',
};

export const MEMBERS: Sentences<MemberRefusals & CredentialRefusals & CardRefusals & AuthorizationRefusals> = {
  MEMBER_EXISTS: (f) => `用户已注册，不能重复注册：${f.userNo}`,
  MEMBER_UNKNOWN: (f) => `用户不存在：${f.userNo}`,
  MEMBER_NOT_ACTIVE: (f) => `用户账户不可用，企业${STANDS[f.state]}：${f.userNo}`,
  MEMBER_NOT_A_PERSON: (f) => `仅限个人用户：${f.userNo}`,
  MEMBER_ROLE: (f) => `该用户无此操作权限，应为${ROLES[f.needed] ?? f.needed}：${f.userNo}`,
  NAME_INVALID: '姓名不正确',
  ID_NUMBER_INVALID: '身份证号码不正确',
  MOBILE_INVALID: '手机号码不正确',
  UNDER_AGE: '用户未满 18 周岁',
  ACCOUNT_NOT_ALLOWED: (f) => `该平台账户不支持此业务：${ACCOUNTS[f.account] ?? f.account}`,
  PASSWORD_WRONG: (f) => `交易密码错误，还可输入 ${f.left} 次`,
  PASSWORD_LOCKED: (f) => `交易密码已锁定，请于 ${displayTime(f.until)} 后再试`,
  PASSWORD_WEAK: (f) => WEAK[f.why],
  PASSWORD_MISMATCH: '两次输入的交易密码不一致',
  PASSWORD_UNCHANGED: '新交易密码不能与原密码相同',
  RESET_NEEDS_CARD: (f) => `未绑卡不能修改交易密码，请先绑卡：${f.userNo}`,
  CARD_NUMBER_WRONG: (f) => `卡号（账号）不正确，还可输入 ${f.left} 次`,
  RECOVERY_SPENT: (f) => `今日找回密码次数已用完，请于 ${displayTime(f.until)} 后再试`,
  CARD_NUMBER_INVALID: '银行卡号不正确',
  CARD_NOT_DEBIT: '仅支持借记卡',
  CARD_BANK_UNSUPPORTED: '暂不支持此银行的银行卡',
  CARD_CHECK_FAILED: '银行卡鉴权未通过，请核对姓名、证件号、卡号、手机号',
  CARD_CHECK_UNKNOWN: '银行卡鉴权结果未知，请稍后再试',
  CARD_CHECKS_SPENT: '银行卡鉴权次数过多，请核对后重新发起',
  CARD_CHECK_DAY_LIMIT: '该手机号或证件号今日鉴权次数已达上限，请明日再试',
  CARD_MISSING: (f) => `用户未绑卡或已解绑：${f.userNo}`,
  CARD_BOUND_ALREADY: (f) => `用户已绑卡，请先解绑：${f.userNo}`,
  CARD_STILL_NEEDED: (f) => `不能解绑：账户余额 ${formatYuan(f.balance)}，提现在途 ${formatYuan(f.underWay)}`,
  BANK_UNSUPPORTED: '暂不支持此银行',
  AUTHORIZATION_PAST: (f) => `授权截止日期已过：${lastDay(f.until)}`,
  AUTHORIZATION_MISSING: (f) => `用户未授权 ${f.kind}：${f.userNo}`,
  AUTHORIZATION_EXPIRED: (f) => `用户授权 ${f.kind} 已到期：${f.userNo}`,
  AUTHORIZATION_EXCEEDED: (f) => `超过授权金额，剩余 ${formatYuan(f.left)}，需要 ${formatYuan(f.needed)}`,
};
