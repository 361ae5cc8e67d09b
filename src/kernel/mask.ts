/**
 * How personal data are shown (G-19): enough for their owner to recognise them, too little for anybody else to use.
 * Promise: a text too short for its pattern shows nothing at all.
 */

/** Card or account number: the first 6 and the last 4 (`622202*********1234`). */
export function maskCard(number: string): string {
  return keep(number, 6, 4);
}

/** Mobile: the first 3 and the last 4 (`138****1234`). */
export function maskMobile(mobile: string): string {
  return keep(mobile, 3, 4);
}

/** ID number: the first 3 and the last 4 (`110***********1234`); the birthday stays hidden. */
export function maskIdNumber(idNumber: string): string {
  return keep(idNumber, 3, 4);
}

/** Name: the family name's first character, the rest hidden (`张*`, `欧**`); a single character is hidden whole. */
export function maskName(name: string): string {
  return keep(name, 1, 0);
}

/** Counts characters, not UTF-16 units: rare Chinese characters take two of those. */
function keep(text: string, first: number, last: number): string {
  const characters = [...text];
  const hidden = characters.length - first - last;
  if (hidden <= 0) return '*'.repeat(characters.length);
  return characters.slice(0, first).join('') + '*'.repeat(hidden) + characters.slice(first + hidden).join('');
}
