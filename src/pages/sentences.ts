/**
 * What a person reads when the core refuses, or the wire before it: for every refusal a sentence in plain words that
 * says what to do next, in both languages. They stand with the pages they belong to. A refusal without one does not
 * compile.
 */
import type { Language } from '../kernel/language.ts';
import type { AnyRefusal, AnyRefusalFacts, AnyRefusalName } from '../wire/refusals.ts';
import { AUTHORIZATIONS } from './authorization/sentences.ts';
import { DEPOSITS } from './deposit/sentences.ts';
import { ENTERPRISES } from './enterprise/sentences.ts';
import { CALLS } from './gateway/sentences.ts';
import { PROJECTS } from './hold/sentences.ts';
import { ORDERS } from './outcome/sentences.ts';
import { PASSWORDS } from './password/sentences.ts';
import type { Said } from './phrases.ts';
import { MEMBERS } from './registration/sentences.ts';
import { type Sentences, then } from './sentence.ts';
import { WITHDRAWALS } from './withdrawal/sentences.ts';

const SENTENCES: Sentences<AnyRefusalFacts> = {
  ...CALLS,
  ...ORDERS,
  ...MEMBERS,
  ...ENTERPRISES,
  ...PASSWORDS,
  ...DEPOSITS,
  ...WITHDRAWALS,
  ...AUTHORIZATIONS,
  ...PROJECTS,
};

/** The sentence for a refusal. A name from an older version of us (a stored order) gets a general one. */
export function sayRefusal(refusal: AnyRefusal, language: Language): string {
  const sentence = SENTENCES[refusal.name] as ((facts: unknown) => Said) | undefined;
  return (sentence ? sentence(refusal.facts) : then('这笔业务未能办理。', 'This could not be done.'))[language];
}

/** Names of refusals, for tests that want all of them. */
export const REFUSAL_NAMES = Object.keys(SENTENCES) as readonly AnyRefusalName[];
