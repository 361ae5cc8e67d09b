/**
 * A mutation: one fault of the kind that a tired engineer makes and a review misses, said as data, and the tests that
 * must notice it. The tables beside this file hold them by room. Promise: a mutation whose text is not found any more,
 * or twice, is an error and never silently nothing.
 */

export interface Mutation {
  /** What `npm run mutate -- NAME` finds it by: a part is enough. */
  readonly name: string;
  /** The file that is changed, from the root. */
  readonly file: string;
  /** The text that is replaced, there exactly once; any white space stands for any other. */
  readonly find: string;
  readonly put: string;
  /** What becomes of it when nobody notices. */
  readonly why: string;
  /** The test files of which one must fail. */
  readonly tests: readonly string[];
}

/** The text with the fault in it, or a sentence that says why it cannot be planted. */
export function plant({ name, file, find, put }: Mutation, text: string): { text: string } | { why: string } {
  const pattern = new RegExp(find.trim().split(/\s+/).map(RegExp.escape).join('\\s+'), 'g');
  const found = text.match(pattern)?.length ?? 0;
  if (found !== 1) return { why: `${name}: its text stands ${found} times in ${file}, not once` };
  return { text: text.replace(pattern, () => put) };
}
