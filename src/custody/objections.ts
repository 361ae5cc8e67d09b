/**
 * Every way in which the core says no to an operator, by name, with the facts it carries. Each noun declares its own
 * in its `objections.ts`; here they are put together. They are told in sentences only: platforms never hear of them, so
 * they have no codes, which is what tells them from refusals. An objection moves nothing.
 */
import { fail, type Failure, type Result } from '../kernel/result.ts';
import type { CaseObjections } from './cases/objections.ts';
import type { EnterpriseObjections } from './enterprises/objections.ts';
import type { OperatorObjections } from './operators/objections.ts';
import type { PaperObjections } from './papers/objections.ts';

export interface ObjectionFacts extends OperatorObjections, PaperObjections, CaseObjections, EnterpriseObjections {}

export type ObjectionName = keyof ObjectionFacts;
export type ObjectionOf<N extends ObjectionName> = { readonly name: N; readonly facts: ObjectionFacts[N] };
export type Objection = { [N in ObjectionName]: ObjectionOf<N> }[ObjectionName];

/** A value, or why there is none. */
export type Objected<T> = Result<T, Objection>;

/** The failure that leaves with an objection; its facts are checked against its name. */
export function object<N extends ObjectionName>(name: N, facts: ObjectionFacts[N]): Failure<Objection> {
  return fail({ name, facts } as unknown as Objection);
}
