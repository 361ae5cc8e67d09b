/** Web addresses as platforms and banks give them. */

/** URLs also allow `;`, `,`, `*` and quotes in a host; no host has them. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?$/;

/**
 * The http or https address that a browser can be sent to: ends trimmed, inner blanks percent-encoded, the rest as it
 * was given. Null for what is none: another scheme, no host or one that nobody has, a port outside 1–65535.
 */
export function webAddress(text: string): string | null {
  const address = text.trim().replace(/\s/g, encodeURIComponent);
  const url = /^https?:\/\//i.test(address) ? URL.parse(address) : null;
  return url && HOST.test(url.host) && url.port !== '0' ? address : null;
}

/** Whether two addresses are the same place, however they are spelled. */
export function sameAddress(a: string, b: string): boolean {
  const parsed = [URL.parse(a)?.href, URL.parse(b)?.href];
  return a === b || (parsed[0] !== undefined && parsed[0] === parsed[1]);
}

/**
 * Where forms of a page may go that posts to this address, as sources of a Content-Security-Policy: by scheme, since
 * the address may redirect to any other origin (www., the bank behind a payment company), which one exact origin blocks
 * without a word, and since an IPv6 literal is no source at all. What is asked for by https does not end in the open.
 */
export function formSources(address: string): readonly string[] {
  return /^\s*https:/i.test(address) ? ['https:'] : ['http:', 'https:'];
}
