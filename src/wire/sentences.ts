/**
 * One Chinese sentence for every refusal, the same in both protocols: what is wrong, and with which facts. It fits the
 * 50 characters of description/respMsg (G-5); what does not fit is cut at the end, and stands whole in the log. The
 * sentences stand by subject in `sentences/`.
 */
import type { AnyRefusal, AnyRefusalFacts } from './refusals.ts';
import { CALLS } from './sentences/calls.ts';
import { MEMBERS } from './sentences/members.ts';
import { PAYMENTS } from './sentences/payments.ts';
import { PROJECTS } from './sentences/projects.ts';
import { SHORT, type Sentences } from './sentences/sentence.ts';

const SENTENCES: Sentences<AnyRefusalFacts> = { ...CALLS, ...MEMBERS, ...PAYMENTS, ...PROJECTS };

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
