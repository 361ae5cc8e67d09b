/**
 * Names of people and of enterprises, typed on a page or passed by a platform, each by one rule (G-26). What is written
 * in one of several ways becomes one: composed characters, one blank, one middle dot. Promise: a name is taken whole or
 * refused, never cut.
 */

/** Code points. */
const LONGEST = 50;
/** Letters, letter numbers (〇) and characters that a machine's own code page had before Unicode did (U+E863). */
const LETTER = '[\\p{L}\\p{Nl}\\p{Co}]';
const REST = '[\\p{L}\\p{M}\\p{Nl}\\p{Co}]';
/** Between the parts of Latin and minority names. */
const BETWEEN = "[ ·'’‐-]{1,3}";
const NAME = new RegExp(`^${LETTER}${REST}*(?:${BETWEEN}${LETTER}${REST}*)*$`, 'u');
/** What nobody sees, letters and marks among it; variants of Han and Mongolian letters are seen. */
const UNSEEN = /(?![\u{180b}-\u{180d}\u{180f}\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/u;
const DOTS = /[‧・･•]/g;
/** Enterprises also have digits, brackets and ordinary punctuation; something of it is a letter or a digit. */
const CHARACTER = '\\p{L}\\p{Nd}\\p{Nl}\\p{Co}';
const MARKS = `·.,，。、&＆()（）[\\]［］【】《》「」"“”'‘’‐–—:：;；/／+＋#@!！`;
const ENTERPRISE = new RegExp(`^(?=.*[${CHARACTER}])[${CHARACTER}\\p{M} ${MARKS}-]+$`, 'u');

/** The name as it is kept; null for what is none. */
export function personName(text: string): string | null {
  return named(text, NAME);
}

/** The name of an enterprise as it is kept; null for what is none. */
export function enterpriseName(text: string): string | null {
  return named(text, ENTERPRISE);
}

function named(text: string, rule: RegExp): string | null {
  const name = text
    .normalize('NFC')
    .replace(DOTS, '·')
    .replace(/\p{Zs}+/gu, ' ')
    .replace(/^ | $/g, '');
  return [...name].length <= LONGEST && rule.test(name) && !UNSEEN.test(name) ? name : null;
}
