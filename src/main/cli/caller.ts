/** What a command line says of itself for the audit trail: whose account runs it, where, and why. */
import { hostname, userInfo } from 'node:os';
import { type AdminBody, readReason } from '../../http/admin.ts';
import { wrongUse } from './line.ts';

/** The account of the operating system, and the machine. */
export function caller(): AdminBody['by'] {
  return { account: account(), host: hostname() };
}

/** An account without an entry in the machine's list, as containers have, is told by its number. */
function account(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Takes `--reason TEXT` out of a line, wherever it stands. Refuses one whose text is none. */
export function takeReason(words: readonly string[]): { readonly reason: string | null; readonly rest: string[] } {
  const at = words.findIndex((word) => word === '--reason' || word.startsWith('--reason='));
  if (at < 0) return { reason: null, rest: [...words] };
  const [word = '', next = ''] = words.slice(at);
  const apart = word === '--reason';
  const reason = readReason(apart ? next : word.slice('--reason='.length));
  if (reason === null || (apart && reason.startsWith('--'))) throw wrongUse('--reason needs a text.');
  return { reason, rest: words.toSpliced(at, apart ? 2 : 1) };
}
