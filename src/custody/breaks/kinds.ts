/**
 * The kinds of breaks (差错): a closed set of ways in which what the bank says does not fit what we asked or heard
 * before (G-27). Which one it is, is decided by `judgePayin` and `judgePayout`; a message that names no order of ours,
 * or nothing that can be read, never comes before them, and neither does one that they fail on.
 */

/** What each kind means, for operators. */
export const BREAK_KINDS = {
  AMOUNT_DIFFERS: ['金额不符', 'the bank names another amount than was asked, or than it named before'],
  CLOSED_AFTER_PAID: ['成功后报关闭', 'closed, of what the bank had reported paid'],
  KIND_DIFFERS: ['业务类型不符', 'a payin’s report about a payout, or a payout’s about a payin'],
  MESSAGE_DIFFERS: ['报文号重复内容不同', 'a message number that stands for another content'],
  NOT_ASKED: ['未曾请求', 'about an order that the bank was never asked for'],
  PAID_AFTER_CLOSED: ['关闭后报成功', 'a payout paid after it was closed'],
  PAID_AFTER_RETURN: ['退回后报成功', 'a payout paid after it was returned'],
  PAID_AGAIN: ['重复支付', 'paid once more, under another reference'],
  PAID_LATE: ['迟到入账', 'money for an order that had ended'],
  PAYIN_RETURNED: ['充值被退回', 'a payin returned, which payins never are'],
  RETURNED_AFTER_CLOSED: ['关闭后退票', 'a payout returned after it was closed'],
  RETURNED_AFTER_PAID: ['成功后退票', 'a payout sent back after it was reported paid'],
  RETURNED_AGAIN: ['重复退回', 'a payout returned once more'],
  UNPROCESSED: ['处理失败', 'a report that our own processing keeps failing on; it is tried again'],
  UNREADABLE: ['无法识别的通知', 'a signed message whose words cannot be read'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type BreakKind = keyof typeof BREAK_KINDS;

/** What is judged against an order. */
export type JudgedKind = Exclude<BreakKind, 'UNPROCESSED' | 'UNREADABLE'>;

/** Whether a word, from a command line say, is one of the kinds. */
export function isBreakKind(word: string): word is BreakKind {
  return Object.hasOwn(BREAK_KINDS, word);
}
