/**
 * What a person typed, judged before it goes to the core, so that every mistake on a form is named at once and not one
 * per attempt. Whether a number can be a card's, an ID's or a mobile's is the core's own knowledge and asked there; the
 * browser's script repeats the same checks.
 */

/** What the forms of the hosted pages ask for. Also the ids of the inputs, which are fixed names. */
export type FieldName =
  | 'realName'
  | 'idNumber'
  | 'cardNumber'
  | 'amount'
  | 'mobile'
  | 'way'
  | 'oldPassword'
  | 'password'
  | 'passwordAgain'
  | 'smsCode'
  | 'agreed';

/** Six digits: a trade password or an SMS code by its form. */
export function isSixDigits(text: string): boolean {
  return /^\d{6}$/.test(text);
}

/** A number as people type and paste it: blanks, hyphens, full-width digits. */
export function tidyNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

/** A mobile number without the country's. */
export function tidyMobile(text: string): string {
  return tidyNumber(text).replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
}

/** A code as it is typed, or pasted with the words around it: the one run of six digits. */
export function tidyCode(text: string): string {
  const code = tidyNumber(text);
  const runs = code.match(/(?<!\d)\d{6}(?!\d)/g) ?? [];
  return runs.length === 1 ? (runs[0] ?? '') : code;
}

/** The card as people name it: `****0001`. */
export function tailOfCard(text: string): string {
  return `****${text.slice(-4)}`;
}
