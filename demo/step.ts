/** What a step of the walk is: who does it, what is typed, when it can be done, and the order it makes. */
import type { Desk, OrderHead, Prepared } from './desk.ts';
import type { Dialect, Walk } from './state.ts';
import type { Text } from './texts.ts';

export type Role = 'investor' | 'borrower' | 'operator';

export interface Input {
  readonly name: string;
  readonly label: Text;
  readonly kind: 'text' | 'amount' | 'choice' | 'hidden';
  readonly value: string;
  readonly optional?: boolean;
  readonly choices?: readonly { readonly value: string; readonly label: Text }[];
}

export type Values = Readonly<Record<string, string>>;

export interface Step {
  /** Also the stable id of its elements on the page: `#step-…`, `#form-…`, `#go-…`. */
  readonly id: string;
  readonly role: Role;
  /** The walk of which protocols it belongs to. */
  readonly dialects: readonly Dialect[];
  /** Not on the road: something more to try, on the role's page. */
  readonly extra?: boolean;
  /** Can be done again once it was done. */
  readonly repeatable?: boolean;
  readonly title: Text;
  readonly hint: Text;
  /** What the button says. */
  readonly button: Text;
  readonly inputs: (walk: Walk) => readonly Input[];
  /** Beyond the order of the road: whether it makes sense now. */
  readonly open?: (walk: Walk) => boolean;
  readonly prepare: (desk: Desk, walk: Walk, head: OrderHead, values: Values) => Prepared;
}
