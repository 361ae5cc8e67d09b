/**
 * Names under which a door of the sandbox may be called. A page of a foreign site whose name is made to lead to this
 * machine (DNS rebinding) would otherwise be let by the browser to read what we answer; it comes with its own name.
 */
import { isIP } from 'node:net';

/** Whether a Host header names this machine: by address, as localhost, or by a name of `own`. */
export function isOwnHost(header: string | undefined, own: readonly string[]): boolean {
  const name = URL.parse(`http://${header}`)?.hostname.toLowerCase();
  if (!header || /[/?#@\\\s]/.test(header) || name === undefined) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 || /^(?:.+\.)?localhost$/.test(name) || own.some((one) => one.toLowerCase() === name);
}
