/**
 * One Chinese sentence for every refusal, the same in both protocols: what is wrong, and with which facts. It fits the
 * 50 characters of description/respMsg (G-5); what does not fit is left out at the end, value by value and part by
 * part, and stands whole in the log. The sentences stand by subject in `sentences/`.
 */
import type { AnyRefusal, AnyRefusalFacts } from './refusals.ts';
import { CALLS } from './sentences/calls.ts';
import { ENTERPRISES } from './sentences/enterprises.ts';
import { MEMBERS } from './sentences/members.ts';
import { PAYMENTS } from './sentences/payments.ts';
import { PROJECTS } from './sentences/projects.ts';
import { SHORT, type Sentences } from './sentences/sentence.ts';

const SENTENCES: Sentences<AnyRefusalFacts> = { ...CALLS, ...MEMBERS, ...ENTERPRISES, ...PAYMENTS, ...PROJECTS };

/** The whole sentence. */
export function sentenceOf(refusal: AnyRefusal): string {
  return sentenceWithin(refusal, Number.POSITIVE_INFINITY);
}

/** The sentence as it fits a field of `most` characters. */
export function shortSentence(refusal: AnyRefusal, most = SHORT): string {
  const characters = [...sentenceWithin(refusal, most)];
  return characters.length <= most
    ? characters.join('')
    : `${characters.slice(0, endWithin(characters, most)).join('')}…`;
}

function sentenceWithin(refusal: AnyRefusal, most: number): string {
  const sentence = SENTENCES[refusal.name] as string | ((facts: unknown, most: number) => string);
  return typeof sentence === 'string' ? sentence : sentence(refusal.facts, most);
}

/** What parts of a sentence end with, and so near to the end that little else is lost. */
const PAUSE = /[，；：、（ ]/;
const NEAR_END = 20;
/** What words of letters, numbers and amounts are made of: half of one would be another. */
const OF_A_WORD = /[\p{Script=Latin}\p{N}_.,:=\-[\]]/u;

/** Where a sentence that is too long ends: at a pause, or at least not within a word or a number. */
function endWithin(characters: readonly string[], most: number): number {
  for (let end = most - 1; end > most - NEAR_END; end -= 1) if (PAUSE.test(characters[end] ?? '')) return end;
  let end = most - 1;
  while (end > 0 && OF_A_WORD.test(characters[end] ?? '') && OF_A_WORD.test(characters[end - 1] ?? '')) end -= 1;
  while (PAUSE.test(characters[end - 1] ?? '')) end -= 1;
  return end;
}
