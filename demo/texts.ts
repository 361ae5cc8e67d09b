/** The demo's two languages. Chinese is what people in the field read; English is as complete. */

export type Language = 'zh' | 'en';

/** One sentence in both languages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export const say = (zh: string, en: string): Text => ({ zh, en });

export const PLATFORM_NAMES = {
  lianyintong: say('榆树湾 · 东岸', 'Elm Bay · East Shore'),
  depository: say('榆树湾 · 西岸', 'Elm Bay · West Shore'),
} as const;

export const PROTOCOL_NAMES = {
  lianyintong: say('联银通协议', 'lianyintong protocol'),
  depository: say('银行存管协议', 'depository protocol'),
} as const;

export const ROLE_NAMES = {
  investor: say('投资人', 'Investor'),
  borrower: say('借款人', 'Borrower'),
  operator: say('平台运营', 'Operator'),
} as const;

export const STATE_NAMES = {
  SENT: say('等待结果', 'Waiting'),
  ACCEPTED: say('已受理，等待银行', 'Accepted, bank pending'),
  DONE: say('成功', 'Done'),
  REFUSED: say('未成功', 'Not done'),
  UNKNOWN: say('结果未知', 'Result unknown'),
} as const;

export const WIRE_KINDS = {
  page: say('浏览器 → 存管', 'Browser → custodian'),
  call: say('平台 ⇄ 存管', 'Platform ⇄ custodian'),
  query: say('平台 ⇄ 存管 · 查询', 'Platform ⇄ custodian · query'),
  return: say('存管 → 浏览器 → 平台 · 页面回跳', 'Custodian → browser → platform · return'),
  notice: say('存管 → 平台 · 异步通知', 'Custodian → platform · notice'),
} as const;
