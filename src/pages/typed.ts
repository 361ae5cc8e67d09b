/** What a person typed into a form of ours, as it was posted. */
import type { FieldName } from './checks.ts';

export type FormFields = Readonly<Record<string, string>>;

/** Far longer than anything asked for; more is no typing. */
const LONGEST = 64;

/** What was typed into a field; empty when nothing was. */
export function fieldText(form: FormFields, name: FieldName): string {
  return (Object.hasOwn(form, name) ? (form[name] ?? '') : '').slice(0, LONGEST);
}
