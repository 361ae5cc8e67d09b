/** Web addresses as platforms give them. */

/** Whether two addresses are the same place, however they are spelled. */
export function sameAddress(a: string, b: string): boolean {
  const parsed = [URL.parse(a)?.href, URL.parse(b)?.href];
  return a === b || (parsed[0] !== undefined && parsed[0] === parsed[1]);
}
