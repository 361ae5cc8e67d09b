/**
 * What a person typed, judged before it goes to the core, so that every mistake on a form is named at once and not one
 * per attempt. The core judges again and has the last word; the browser's script repeats the same three checks.
 */

/** What the forms of the hosted pages ask for. Also the ids of the inputs, which are fixed names. */
export type FieldName =
  | 'realName'
  | 'idNumber'
  | 'cardNumber'
  | 'mobile'
  | 'password'
  | 'passwordAgain'
  | 'smsCode'
  | 'agreed';

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const ID_CHECK_DIGITS = '10X98765432';

/** Whether an 18-digit ID number has a possible date of birth and the right check digit (GB 11643). */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))];
  const born = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return false;
  const total = ID_WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
  return ID_CHECK_DIGITS[total % 11] === text[17];
}

/** Whether a card number has a card's length and passes Luhn's check. */
export function isCardNumber(text: string): boolean {
  if (!/^\d{13,19}$/.test(text)) return false;
  let total = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = Number(text[text.length - 1 - index]);
    const counted = index % 2 === 1 ? digit * 2 : digit;
    total += counted > 9 ? counted - 9 : counted;
  }
  return total % 10 === 0;
}

/** Whether this is a mobile number of the mainland. */
export function isMobile(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text);
}

/** Six digits: a trade password or an SMS code by its form. */
export function isSixDigits(text: string): boolean {
  return /^\d{6}$/.test(text);
}

/** A number as people type and paste it: blanks, hyphens, full-width digits. */
export function tidyNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

/** A name without the blanks around it. */
export function tidyName(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ');
}

/** The card as people name it: `****0001`. */
export function tailOfCard(text: string): string {
  return `****${text.slice(-4)}`;
}
