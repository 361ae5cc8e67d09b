/** What a page's sentence about a refusal is: made of its facts, in both languages, ending with what to do next. */
import { type Said, said } from './phrases.ts';

/** A sentence for every refusal whose facts are declared in `Facts`. */
export type Sentences<Facts> = { readonly [N in keyof Facts]: (facts: Facts[N]) => Said };

const BACK = said('请返回平台重试。', 'Please return to the platform and try again.');
export const ASK = said('请返回平台，联系平台客服处理。', 'Please return to the platform and contact its support.');

/** A sentence followed by what to do next. */
export function then(zh: string, en: string, next: Said = BACK): Said {
  return said(`${zh}${next.zh}`, `${en} ${next.en}`);
}

/** What banks say most, for who does not read it. */
const BANK_WORDS: Readonly<Record<string, string>> = {
  付款人放弃付款: 'the payer gave it up',
  订单已过期: 'the order has expired',
  余额不足: 'not enough money in the bank account',
  卡被冻结: 'the card is frozen',
  收款账号有误: 'the account number is not right',
  '收款账户状态异常，款项已退回': 'the receiving account cannot be used at present',
  测试指定: 'said for a test',
};

/**
 * The bank's own words as the end of a clause; they may be none, or end as they like. Banks speak Chinese: in English
 * what is not known is left out, and stands in the Chinese page.
 */
export function because(reason: string): Said {
  const words = reason.trim().replace(/[。.]+$/, '');
  const english = BANK_WORDS[words] ?? (/\p{Script=Han}/u.test(words) ? '' : words);
  return said(words && `：${words}`, english && `: ${english}`);
}
