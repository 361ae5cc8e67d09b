/** What a person typed into a form of ours, as it was posted. */
import type { FieldName } from './checks.ts';

export type FormFields = Readonly<Record<string, string>>;

/** What was typed into a field, whole, however long; empty when nothing was. */
export function fieldText(form: FormFields, name: FieldName): string {
  return Object.hasOwn(form, name) ? (form[name] ?? '') : '';
}

/** Characters of what is shown again; what is longer is no slip of typing. */
export const LONGEST_KEPT = 100;
