/** Sentences about calls: what the wire refuses, and what an order or its page can end with. */
import { formatYuan } from '../../kernel/money.ts';
import { displayTime, formatTime } from '../../kernel/time.ts';
import type { OrderRefusals, PageOrderRefusals } from '../../custody/refusals.ts';
import type { WireRefusalFacts } from '../refusals.ts';
import type { Sentences } from './sentence.ts';

const JSON_PROBLEMS: Readonly<Record<WireRefusalFacts['JSON_MALFORMED']['why'], string>> = {
  ENCODING: 'reqData 不是 UTF-8 编码',
  SYNTAX: 'reqData 不是正确的 JSON 报文',
  DEPTH: 'reqData 嵌套层数过多',
  SIZE: 'reqData 数据项过多',
  NO_OBJECT: 'reqData 应为 JSON 对象',
};

export const CALLS: Sentences<WireRefusalFacts & OrderRefusals & PageOrderRefusals> = {
  ENVELOPE_MALFORMED: (f) => `请求参数格式错误：${f.why}`,
  ENVELOPE_FIELD_MISSING: (f) => `缺少参数 ${f.field}`,
  BODY_TOO_LARGE: (f) => `${f.of === 'DATA' ? 'reqData ' : '请求报文'}超过 ${sizeOf(f.bytes)} 上限`,
  TOO_MANY_CALLS: '请求过于频繁，请稍后再试',
  METHOD_WRONG: '请使用 POST 方式提交',
  SIGNATURE_WRONG: '签名验证失败',
  KEY_UNKNOWN: (f) => `证书序号不存在或已失效${f.serial && `：${f.serial}`}`,
  PLATFORM_UNKNOWN: (f) => `平台编号不存在${f.platformNo && `：${f.platformNo}`}`,
  PLATFORM_SUSPENDED: '平台状态异常，业务已暂停',
  SERVICE_UNKNOWN: '接口不存在或未开通',
  SERVICE_NOT_OPENED: (f) => `业务未开通：${f.service}`,
  ADDRESS_WRONG: (f) => `请求地址错误，应提交至 ${f.path}`,
  SERVICE_MISLABELLED: (f) => `${f.field} 不属于接口 ${f.service}：报文不是为该接口签发的`,
  JSON_MALFORMED: (f) => JSON_PROBLEMS[f.why],
  FIELD_MISSING: (f) => `${f.field}（${f.label}）不能为空`,
  FIELD_INVALID: (f, most) => named(f.field, f.label, `应为${f.expected}`, most),
  FIELD_TOO_LONG: (f, most) => named(f.field, f.label, `长度不能超过 ${f.most} 个字符`, most),
  FIELD_NOT_LISTED: listed,
  VALUE_NOT_OPENED: (f) => `业务未开通：${f.field}=${f.value}`,
  TIMESTAMP_OFF: (f) => `timestamp ${formatTime(f.came)}，北京时间 ${formatTime(f.ours)}，超10分钟`,
  CALLBACK_IS_NOTIFY: 'callbackUrl（页面回跳地址）不能与异步通知地址相同',
  OBJECT_UNKNOWN: (f) => `查询对象不存在：${f.what}`,
  ORDER_PAGE_OPEN: '交易处理中，请勿重试（用户尚未完成页面操作）',
  REQUEST_CONTENT_DIFFERS: (f) => `请求流水号已存在且内容不一致，不同的字段：${f.field}`,
  REQUEST_DUPLICATE: (f) => `请求流水号重复：${f.requestNo}`,
  REQUEST_UNDER_WAY: '交易处理中，请勿重试',
  RESULT_UNKNOWN: (f) =>
    f.repeatable ? '系统异常，可用相同请求重新提交' : '系统异常，结果未知，请查询后处理，请勿重试',
  SYSTEM_BUSY: '系统繁忙，请稍后再试',
  AMOUNT_ZERO: (f) => `金额应大于零：${f.field}`,
  BALANCE_INSUFFICIENT: (f) => `余额不足，可用 ${formatYuan(f.available)}，需要 ${formatYuan(f.needed)}`,
  MARKETING_INSUFFICIENT: (f) => `营销账户余额不足，可用 ${formatYuan(f.available)}，需要 ${formatYuan(f.needed)}`,
  COMMISSION_TOO_HIGH: (f) => `佣金 ${formatYuan(f.commission)} 超过上限 ${formatYuan(f.limit)}`,
  PAGE_EXPIRED: (f) => `页面已过期（${displayTime(f.expiresAt)}）`,
  PAGE_CANCELLED: '用户取消操作',
  SMS_TOO_SOON: (f) => `短信验证码发送过于频繁，请 ${f.seconds} 秒后再试`,
  SMS_ORDER_LIMIT: '本页短信验证码发送次数已达上限，请重新发起',
  SMS_DAY_LIMIT: '该手机号今日短信验证码发送次数已达上限',
  SMS_TRIES_SPENT: '短信验证码输错次数过多，请重新发起',
  SMS_NOT_SENT: '短信验证码发送失败，请稍后再试',
  SMS_CODE_WRONG: (f) => `短信验证码错误，还可输入 ${f.left} 次`,
  SMS_CODE_EXPIRED: '短信验证码已失效，请重新获取',
  AGREEMENT_MISSING: '请先阅读并同意服务协议',
};

/** A size in the unit that people say it in. */
export function sizeOf(bytes: number): string {
  const kibibytes = Math.floor(bytes / 1024);
  return kibibytes < 1024 ? `${kibibytes}KB` : `${Math.floor(kibibytes / 1024)}MB`;
}

/** Names a field with its label, or without where both do not fit. */
function named(field: string, label: string, problem: string, most: number): string {
  const whole = `${field}（${label}）${problem}`;
  return [...whole].length <= most ? whole : `${field} ${problem}`;
}

/** Names what came, and as many of the allowed values as fit; each whole or not at all. */
function listed({ field, came, allowed }: WireRefusalFacts['FIELD_NOT_LISTED'], most: number): string {
  const begin = `${field} 取值${came && ` ${came} `}有误，应为 `;
  const whole = `${begin}${allowed.join('、')}`;
  if ([...whole].length <= most) return whole;
  let text = begin;
  for (const [index, value] of allowed.entries()) {
    const longer = `${text}${index === 0 ? '' : '、'}${value}`;
    if ([...longer].length + [...MORE].length > most) break;
    text = longer;
  }
  return text === begin ? `${field} 取值${came && ` ${came} `}有误` : `${text}${MORE}`;
}

const MORE = ' 等';
