/**
 * One Chinese sentence for every refusal, the same in both protocols: what is wrong, and with which facts. It fits the
 * 50 characters of description/respMsg (G-5); what does not fit is cut at the end, and stands whole in the log.
 */
import { formatYuan } from '../kernel/money.ts';
import { displayTime } from '../kernel/time.ts';
import type { AnyRefusal, AnyRefusalFacts, AnyRefusalName } from './refusals.ts';

type Sentences = { readonly [N in AnyRefusalName]: string | ((facts: AnyRefusalFacts[N]) => string) };

const STATUS: Readonly<Record<string, string>> = {
  COLLECTING: '募集中',
  REPAYING: '还款中',
  FINISH: '已截标',
  MISCARRY: '流标',
};
const ROLES: Readonly<Record<string, string>> = {
  ORDINARY: '普通会员',
  INVESTOR: '投资人',
  BORROWER: '借款人',
  GUARANTOR: '担保机构',
};
const WEAK: Readonly<Record<AnyRefusalFacts['PASSWORD_WEAK']['why'], string>> = {
  FORM: '交易密码应为六位数字',
  REPEATED: '交易密码不能是重复数字',
  SEQUENCE: '交易密码不能是连续数字',
  ID_NUMBER: '交易密码不能取自证件号码',
  MOBILE: '交易密码不能取自手机号码',
};
const JSON_PROBLEMS: Readonly<Record<AnyRefusalFacts['JSON_MALFORMED']['why'], string>> = {
  ENCODING: 'reqData 不是 UTF-8 编码',
  SYNTAX: 'reqData 不是正确的 JSON 报文',
  DEPTH: 'reqData 嵌套层数过多',
  NO_OBJECT: 'reqData 应为 JSON 对象',
};

const SENTENCES: Sentences = {
  ENVELOPE_MALFORMED: (f) => `请求参数格式错误：${f.why}`,
  ENVELOPE_FIELD_MISSING: (f) => `缺少参数 ${f.field}`,
  BODY_TOO_LARGE: (f) => `请求报文超过 ${f.mebibytes}MB 上限`,
  METHOD_WRONG: '请使用 POST 方式提交',
  SIGNATURE_WRONG: '签名验证失败',
  KEY_UNKNOWN: (f) => `证书序号不存在或已失效：${f.serial}`,
  PLATFORM_UNKNOWN: (f) => `平台编号不存在：${f.platformNo}`,
  PLATFORM_SUSPENDED: '平台状态异常，业务已暂停',
  SERVICE_UNKNOWN: (f) => `接口不存在或未开通：${f.service}`,
  SERVICE_NOT_OPENED: (f) => `业务未开通：${f.service}`,
  SERVICE_ADDRESS: (f) => `${f.service} 应提交至${f.address === 'gateway' ? '网关' : '直连'}地址`,
  JSON_MALFORMED: (f) => JSON_PROBLEMS[f.why],
  FIELD_MISSING: (f) => `${f.field}（${f.label}）不能为空`,
  FIELD_INVALID: (f) => named(f.field, f.label, `应为${f.expected}`),
  FIELD_TOO_LONG: (f) => named(f.field, f.label, `长度不能超过 ${f.most} 个字符`),
  FIELD_NOT_LISTED: (f) => `${f.field} 取值应为 ${f.allowed.join('、')} 之一`,
  VALUE_NOT_OPENED: (f) => `业务未开通：${f.field}=${f.value}`,
  TIMESTAMP_OFF: 'timestamp（时间戳）与系统时间相差超过 10 分钟',
  CALLBACK_IS_NOTIFY: 'callbackUrl（页面回跳地址）不能与异步通知地址相同',
  OBJECT_UNKNOWN: (f) => `查询对象不存在：${f.what}`,
  ORDER_PAGE_OPEN: '交易处理中，请勿重试（用户尚未完成页面操作）',

  REQUEST_CONTENT_DIFFERS: (f) => `请求流水号已存在且内容不一致，不同的字段：${f.field}`,
  REQUEST_DUPLICATE: (f) => `请求流水号重复：${f.requestNo}`,
  REQUEST_UNDER_WAY: '交易处理中，请勿重试',
  RESULT_UNKNOWN: (f) =>
    f.repeatable ? '系统异常，可用相同请求重新提交' : '系统异常，结果未知，请查询后处理，请勿重试',
  PAGE_EXPIRED: (f) => `页面已过期（${displayTime(f.expiresAt)}）`,
  PAGE_CANCELLED: '用户取消操作',
  SYSTEM_BUSY: '系统繁忙，请稍后再试',

  MEMBER_EXISTS: (f) => `用户已注册，不能重复注册：${f.userNo}`,
  MEMBER_UNKNOWN: (f) => `用户不存在：${f.userNo}`,
  MEMBER_NOT_ACTIVE: (f) => `用户账户不可用：${f.userNo}`,
  MEMBER_ROLE: (f) => `该用户无此操作权限，应为${ROLES[f.needed] ?? f.needed}：${f.userNo}`,
  NAME_INVALID: '姓名不正确',
  ID_NUMBER_INVALID: '身份证号码不正确',
  MOBILE_INVALID: '手机号码不正确',
  UNDER_AGE: '用户未满 18 周岁',

  PASSWORD_WRONG: (f) => `交易密码错误，还可输入 ${f.left} 次`,
  PASSWORD_LOCKED: (f) => `交易密码已锁定，请于 ${displayTime(f.until)} 后再试`,
  PASSWORD_WEAK: (f) => WEAK[f.why],
  PASSWORD_MISMATCH: '两次输入的交易密码不一致',
  SMS_TOO_SOON: (f) => `短信验证码发送过于频繁，请 ${f.seconds} 秒后再试`,
  SMS_NOT_SENT: '短信验证码发送失败，请稍后再试',
  SMS_CODE_WRONG: (f) => `短信验证码错误，还可输入 ${f.left} 次`,
  SMS_CODE_EXPIRED: '短信验证码已失效，请重新获取',
  AGREEMENT_MISSING: '请先阅读并同意服务协议',

  CARD_NUMBER_INVALID: '银行卡号不正确',
  CARD_NOT_DEBIT: '仅支持借记卡',
  CARD_BANK_UNSUPPORTED: '暂不支持此银行的银行卡',
  CARD_CHECK_FAILED: '银行卡鉴权未通过，请核对姓名、证件号、卡号、手机号',
  CARD_CHECK_UNKNOWN: '银行卡鉴权结果未知，请稍后再试',
  CARD_MISSING: (f) => `用户未绑卡或已解绑：${f.userNo}`,
  SETTLEMENT_ACCOUNT_MISSING: '平台未登记结算账户',
  BANK_UNSUPPORTED: '暂不支持此银行',
  ACCOUNT_NOT_ALLOWED: (f) => `该平台账户不支持此业务：${f.account}`,
  DEPOSIT_WAY_MISMATCH: '支付方式与用户类型不匹配',
  BANK_REPORTED_FAILURE: (f) => withReason('银行处理失败', f.reason),
  BANK_RETURNED: (f) => withReason('银行退回，资金已退还账户', f.reason),

  BALANCE_INSUFFICIENT: (f) => `余额不足，可用 ${formatYuan(f.available)}，需要 ${formatYuan(f.needed)}`,
  COMMISSION_TOO_HIGH: (f) => `佣金 ${formatYuan(f.commission)} 超过上限 ${formatYuan(f.limit)}`,
  AMOUNT_ZERO: (f) => `金额应大于零：${f.field}`,
  RED_PACKET_NOT_ALLOWED: '红包仅限投标业务使用',
  MARKETING_INSUFFICIENT: (f) => `营销账户余额不足，可用 ${formatYuan(f.available)}，需要 ${formatYuan(f.needed)}`,

  AUTHORIZATION_MISSING: (f) => `用户未授权 ${f.kind}：${f.userNo}`,
  AUTHORIZATION_EXPIRED: (f) => `用户授权 ${f.kind} 已到期：${f.userNo}`,
  AUTHORIZATION_EXCEEDED: (f) => `超过授权金额，剩余 ${formatYuan(f.left)}，需要 ${formatYuan(f.needed)}`,

  PROJECT_EXISTS: (f) => `标的号已存在：${f.projectNo}`,
  PROJECT_UNKNOWN: (f) => `标的不存在：${f.projectNo}`,
  PROJECT_STATUS: (f) => `标的状态为${STATUS[f.status] ?? f.status}，不能办理此业务：${f.projectNo}`,
  PROJECT_TRANSITION: (f) => `标的状态不能由${STATUS[f.from] ?? f.from}变更为${STATUS[f.to] ?? f.to}`,
  PROJECT_NOTHING_TO_CHANGE: '标的状态和标的金额至少变更一项',
  PROJECT_AMOUNT_TOO_LOW: (f) => `标的金额不能低于已投和已放款金额 ${formatYuan(f.least)}`,
  PROJECT_FULL: (f) => `超过标的可投金额，剩余 ${formatYuan(f.left)}，需要 ${formatYuan(f.needed)}`,
  PROJECT_HAS_HOLDS: (f) => `标的尚有未完成的预处理，请先取消：${f.projectNo}`,
  PROJECT_NOT_LOANED: (f) => `标的尚未放款：${f.projectNo}`,
  PROJECT_LOANED: (f) => `标的已放款，不能流标：${f.projectNo}`,
  PROJECT_HAS_CLAIMS: (f) => `标的尚有未结清的债权：${f.projectNo}`,
  PROJECT_OVER_CAP: (f) => `标的金额 ${formatYuan(f.amount)} 超过监管上限 ${formatYuan(f.cap)}`,
  BORROWER_TOTAL_OVER_CAP: (f) => `借款人累计 ${formatYuan(f.total)} 超过监管上限 ${formatYuan(f.cap)}`,

  BORROWER_ONLY: (f) => `仅标的借款人可办理此业务：${f.userNo}`,
  BORROWER_TENDERS: (f) => `借款人不能投自己的标的：${f.userNo}`,
  HOLD_UNKNOWN: (f) => `预处理不存在：${f.holdNo}`,
  HOLD_OF_OTHER_PROJECT: (f) => `预处理不属于该标的：${f.holdNo}`,
  HOLD_KIND: (f) => `预处理业务类型 ${f.kind} 不匹配：${f.holdNo}`,
  HOLD_EXCEEDED: (f) => `超过预处理余额，剩余 ${formatYuan(f.left)}，需要 ${formatYuan(f.needed)}`,
  HOLD_MUST_BE_WHOLE: (f) => `放款金额应等于预处理余额 ${formatYuan(f.left)}：${f.holdNo}`,
  DETAIL_REPEATED: (f) => `明细重复：${f.what}`,
  DETAILS_TOO_MANY: (f) => `明细最多支持 ${f.most} 条`,

  PAYEE_WITHOUT_CLAIM: (f) => `收款人在该标的没有债权：${f.userNo}`,
  CLAIM_EXCEEDED: (f) => `本金 ${formatYuan(f.principal)} 超过债权 ${formatYuan(f.claim)}：${f.userNo}`,
  PAYEE_NET_NEGATIVE: (f) => `收款人实收金额为负：${f.userNo}`,
};

/** Banks do not always say why. */
function withReason(sentence: string, reason: string): string {
  return reason === '' ? sentence : `${sentence}：${reason}`;
}

/** Names a field with its label, or without where both do not fit. */
function named(field: string, label: string, problem: string): string {
  const whole = `${field}（${label}）${problem}`;
  return [...whole].length <= SHORT ? whole : `${field} ${problem}`;
}

/** description and respMsg of both documents. */
const SHORT = 50;

/** The whole sentence, for logs and pages. */
export function sentenceOf(refusal: AnyRefusal): string {
  const sentence = SENTENCES[refusal.name] as string | ((facts: unknown) => string);
  return typeof sentence === 'string' ? sentence : sentence(refusal.facts);
}

/** The sentence as it fits a field of `most` characters. */
export function shortSentence(refusal: AnyRefusal, most = SHORT): string {
  const characters = [...sentenceOf(refusal)];
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`;
}
