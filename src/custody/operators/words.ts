/** Words of operators: the people who work and decide at this installation, and what each of their roles may. */

/** What is done under a name: work on cases and papers, decide what another proposed, read papers. */
export type Duty = 'WORK' | 'DECIDE' | 'READ';

/** A closed set; what each may. */
export const ROLE_DUTIES = {
  operator: ['WORK', 'DECIDE', 'READ'],
  reviewer: ['DECIDE', 'READ'],
  auditor: ['READ'],
} as const satisfies Record<string, readonly Duty[]>;

export type Role = keyof typeof ROLE_DUTIES;

/** Whether a word, from a command line say, is a role. */
export function isRole(word: string): word is Role {
  return Object.hasOwn(ROLE_DUTIES, word);
}

/** As it is typed and stands in histories: no blanks, so that a list of names can be read. */
export function isOperatorName(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{0,49}$/u.test(text) && text.normalize('NFC') === text;
}
