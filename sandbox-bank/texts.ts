/** Everything the netbank page says, in both languages. A sentence with a value in it is a function. */

import type { Language } from '../src/kernel/language.ts';

const zh = {
  htmlLang: 'zh-CN',
  bank: '沙箱银行',
  netbank: '网上银行',
  otherLanguage: 'English',
  sandbox: '这是沙箱银行的测试页面，不涉及真实资金。',
  payTitle: '确认付款',
  person: '个人网银',
  enterprise: '企业网银',
  merchant: '收款方',
  merchantName: 'cunguan 资金存管',
  subject: '订单内容',
  orderNo: '订单号',
  way: '付款方式',
  payingBank: '付款银行',
  chooseBank: '选择付款银行',
  amount: '付款金额',
  orderAmount: '订单金额',
  beijingTime: (time: string) => `${time} 北京时间`,
  yuan: '元',
  validUntil: '有效期至',
  pay: (amount: string) => `确认付款 ${amount} 元`,
  fail: '放弃付款，关闭订单',
  busy: '正在处理，请勿重复点击…',
  chooseFirst: '请先选择一家付款银行。',
  paidTitle: '付款成功',
  closedTitle: '订单已关闭，未付款',
  reason: '原因',
  paidAt: '付款时间',
  bankRef: '银行流水号',
  returning: '正在返回收款方页面，如没有自动跳转请点击下方按钮。',
  returnNow: '返回收款方',
  faultTitle: '无法打开这笔订单',
  unknownOrder: '链接无效或订单不存在。请回到原页面重新发起付款。',
  forgedOrder: '订单信息未通过验签，没有产生任何扣款。请回到原页面重新发起付款。',
  malformedOrder: '订单信息不完整，没有产生任何扣款。请回到原页面重新发起付款。',
  trouble: '系统繁忙，暂时无法显示订单。请刷新本页查看结果，同一笔订单不会重复扣款。',
  otherContent: '该订单号已用于另一笔内容不同的订单，没有产生任何扣款。请回到原页面重新发起付款。',
  staleForm: '页面已失效，没有产生任何扣款。请返回上一页刷新后再试。',
  frontTitle: '这里是沙箱银行',
  frontLead: '这里运行的是测试用的沙箱银行：它收付的都不是真实资金。付款页面由存管方打开，这里可以查看银行收到了什么。',
  custodian: '资金存管系统',
  readSms: '查看短信验证码',
  mobile: '手机号',
  open: '查看',
  windows: '查看窗口（JSON）',
  payins: '付款订单',
  payouts: '划付订单',
  clock: '沙箱时钟',
  health: '存活检查',
  cards: '特殊银行卡：按卡号末四位',
  terminal: 'POS 终端',
  terminalTitle: 'POS 刷卡付款',
  terminalLead: '请扫描或输入付款页面上的 18 位条形码。',
  barcode: '条形码（18 位数字）',
  look: '读取条形码，显示金额',
  cardNumber: '付款银行卡号',
  payAtTerminal: '确认付款',
  unknownBarcode: '没有这个条形码的订单。请核对 18 位数字。',
  wrongCard: '卡号有误，没有产生任何扣款。请核对卡号。',
  nextPayment: '下一笔付款',
  lastFour: '末四位',
  fate: '结果',
};

export type Texts = typeof zh;

const en: Texts = {
  htmlLang: 'en',
  bank: 'Sandbox Bank',
  netbank: 'Netbank',
  otherLanguage: '中文',
  sandbox: 'This is a test page of the sandbox bank. No real money is involved.',
  payTitle: 'Confirm payment',
  person: 'Personal online banking',
  enterprise: 'Corporate online banking',
  merchant: 'Payee',
  merchantName: 'cunguan fund custody',
  subject: 'Order',
  orderNo: 'Order number',
  way: 'Paid through',
  payingBank: 'Paying bank',
  chooseBank: 'Choose the paying bank',
  amount: 'Amount',
  orderAmount: 'Amount of the order',
  beijingTime: (time: string) => `${time} (Beijing)`,
  yuan: 'CNY',
  validUntil: 'Valid until',
  pay: (amount: string) => `Pay CNY ${amount}`,
  fail: 'Do not pay, close the order',
  busy: 'Working, please do not press again…',
  chooseFirst: 'Choose a paying bank first.',
  paidTitle: 'Payment made',
  closedTitle: 'Order closed, nothing paid',
  reason: 'Reason',
  paidAt: 'Paid at',
  bankRef: 'Bank reference',
  returning: 'Taking you back to the payee. If nothing happens, press the button below.',
  returnNow: 'Back to the payee',
  faultTitle: 'This order cannot be opened',
  unknownOrder: 'The link is not valid or the order does not exist. Go back to where you came from and start again.',
  forgedOrder:
    'The order failed the signature check and nothing was charged. Go back to where you came from and start again.',
  malformedOrder: 'The order is incomplete and nothing was charged. Go back to where you came from and start again.',
  trouble: 'The order cannot be shown at the moment. Reload to see what became of it; nothing is charged twice.',
  otherContent: 'This order number stands for another order and nothing was charged. Go back and start again.',
  staleForm: 'This page is out of date and nothing was charged. Go back, reload and try again.',
  frontTitle: 'This is the sandbox bank',
  frontLead:
    'A bank for tests runs here; none of its money is real. The custodian opens its payment pages; what the bank was ' +
    'told can be looked at here.',
  custodian: 'Fund custody system',
  readSms: 'Read SMS codes',
  mobile: 'Mobile',
  open: 'Show',
  windows: 'Windows (JSON)',
  payins: 'Payments',
  payouts: 'Payouts',
  clock: 'Sandbox clock',
  health: 'Alive',
  cards: 'Special cards, by their last four digits',
  terminal: 'POS terminal',
  terminalTitle: 'Pay by card',
  terminalLead: 'Scan or type the barcode of 18 digits on the payment page.',
  barcode: 'Barcode (18 digits)',
  look: 'Read the barcode and show the amount',
  cardNumber: 'Number of the paying card',
  payAtTerminal: 'Pay',
  unknownBarcode: 'No order has this barcode. Check the 18 digits.',
  wrongCard: 'The card number is not right; nothing was charged. Check the number.',
  nextPayment: 'Next payment',
  lastFour: 'Last four',
  fate: 'What happens',
};

const TEXTS: Readonly<Record<Language, Texts>> = { zh, en };

export function textsOf(language: Language): Texts {
  return TEXTS[language];
}

/** Reasons are stored and reported in Chinese; these are the ones that the bank gives to payins. */
export const REASONS = {
  expired: '订单已过期',
  cancelled: '付款人放弃付款',
  said: '测试指定',
} as const;

const REASONS_EN: Readonly<Record<string, string>> = {
  [REASONS.expired]: 'the order has expired',
  [REASONS.cancelled]: 'the payer gave it up',
  [REASONS.said]: 'said for a test',
};

export function reasonIn(language: Language, reason: string): string {
  return language === 'en' ? (REASONS_EN[reason] ?? reason) : reason;
}

/** Subjects come in the custodian's words; these are the ones that it has. */
export function subjectIn(language: Language, subject: string): string {
  return language === 'en' ? subject.replace(/ ?账户充值$/, ' · account deposit') : subject;
}

/** What becomes of the cards of `cards.ts`. */
export const FATES: readonly (readonly [tail: string, zh: string, en: string])[] = [
  ['0001', '三要素通过，四要素不通过', 'passes three elements, not four'],
  ['0002', '三要素、四要素都不通过', 'passes neither three nor four elements'],
  ['0003', '核对没有答复', 'the check is never answered'],
  ['0004', '提现被退回', 'a payout is returned'],
  ['0005', '提现 10 分钟内结果未知，之后成功', 'a payout stays unknown for 10 minutes, then succeeds'],
  ['0006', '提现结果通知两次', 'a payout is told twice'],
];
