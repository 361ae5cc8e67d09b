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

/** The bank's own words, which may be none or end as they like. */
export function because(reason: string, joint: string): string {
  const words = reason.trim().replace(/[。.]+$/, '');
  return words === '' ? '' : joint + words;
}
