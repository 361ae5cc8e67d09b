/** Every kind of case. One that is declared in `words.ts` and forgotten here does not compile. */
import { unpack } from '../../kernel/pack.ts';
import { explain } from './break.ts';
import { credit } from './credit.ts';
import type { CaseKind } from './kind.ts';
import { receipt } from './receipt.ts';
import type { CaseKindName, CasePlan, CasePlans } from './words.ts';
import { unlock } from './unlock.ts';

export const CASE_KINDS: { readonly [K in CaseKindName]: CaseKind<CasePlans[K]> } = {
  RECEIPT: receipt,
  CREDIT: credit,
  UNLOCK: unlock,
  BREAK: explain,
};

/** The declaration of a kind, as the mechanism calls it: its plans are its own. */
export function kindOf(name: CaseKindName): CaseKind<CasePlan> {
  return CASE_KINDS[name] as CaseKind<CasePlan>;
}

/** The plan of a row, opened. */
export function planIn({ plan }: { readonly plan: string | null }): CasePlan | null {
  return plan === null ? null : (unpack(plan) as CasePlan);
}

/** Whether a word, from a command line say, is one of the kinds. */
export function isCaseKind(word: string): word is CaseKindName {
  return Object.hasOwn(CASE_KINDS, word);
}
