/** Web addresses as platforms give them. */

/** URLs also allow `;`, `,`, `*` and quotes in a host; no host has them, and in a page's policy they mean something. */
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?$/;

/** Whether a text is an http or https address that a browser can be sent to. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && HOST.test(URL.parse(text)?.host ?? '');
}

/** Whether two addresses are the same place, however they are spelled. */
export function sameAddress(a: string, b: string): boolean {
  const parsed = [URL.parse(a)?.href, URL.parse(b)?.href];
  return a === b || (parsed[0] !== undefined && parsed[0] === parsed[1]);
}
