/** How the model says a rule: when a command breaks which, and what becomes of the books when it breaks none. */
import type { RefusalName } from '../../custody/refusals.ts';
import type { Books } from './books.ts';

/**
 * The refusals that could be named, each with whether its rule is broken. A command that breaks several may be refused
 * for any of them.
 */
export type Broken = Partial<Record<RefusalName, boolean>>;

/** What a command of a kind must not break, and what it does. */
export interface Rules<C> {
  broken(books: Books, command: C, requestNo: string): Broken;
  done(books: Books, command: C, requestNo: string): void;
}

/** The names of what is broken. */
export function namesOf(broken: Broken): readonly RefusalName[] {
  return (Object.keys(broken) as RefusalName[]).filter((name) => broken[name]);
}

/** Broken by one is broken by the call. */
export function any(parts: readonly Broken[]): Broken {
  const all: Broken = {};
  for (const part of parts) for (const name of namesOf(part)) all[name] = true;
  return all;
}
