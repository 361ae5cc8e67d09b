/**
 * What a person reads when the core refuses: for every refusal a sentence in plain words that says what to do next, in
 * both languages. They stand with the pages they belong to. A refusal without one does not compile.
 */
import type { Refusal, RefusalFacts, RefusalName } from '../custody/refusals.ts';
import { AUTHORIZATIONS } from './authorization/sentences.ts';
import { DEPOSITS } from './deposit/sentences.ts';
import { PROJECTS } from './hold/sentences.ts';
import { ORDERS } from './outcome/sentences.ts';
import { PASSWORDS } from './password/sentences.ts';
import type { Language, Said } from './phrases.ts';
import { MEMBERS } from './registration/sentences.ts';
import { type Sentences, then } from './sentence.ts';
import { WITHDRAWALS } from './withdrawal/sentences.ts';

const SENTENCES: Sentences<RefusalFacts> = {
  ...ORDERS,
  ...MEMBERS,
  ...PASSWORDS,
  ...DEPOSITS,
  ...WITHDRAWALS,
  ...AUTHORIZATIONS,
  ...PROJECTS,
};

/** The sentence for a refusal. A name from an older version of us (a stored order) gets a general one. */
export function sayRefusal(refusal: Refusal, language: Language): string {
  const sentence = SENTENCES[refusal.name] as ((facts: unknown) => Said) | undefined;
  return (sentence ? sentence(refusal.facts) : then('这笔业务未能办理。', 'This could not be done.'))[language];
}

/** Names of refusals, for tests that want all of them. */
export const REFUSAL_NAMES = Object.keys(SENTENCES) as readonly RefusalName[];
