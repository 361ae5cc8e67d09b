/** How things read on the pages: times in Beijing, amounts with separators, personal data masked. */

/** `20:31:07` in Beijing. */
export function clock(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(11, 19);
}

/** `12345.60` as `12,345.60`. */
export function grouped(yuan: string): string {
  return yuan.replace(/\B(?=(\d{3})+\.)/g, ',');
}

/** First six and last four of a card or ID number. */
export function masked(number: string): string {
  return number.length < 12 ? number : `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`;
}
