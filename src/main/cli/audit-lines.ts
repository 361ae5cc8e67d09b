/** The lines about the audit trail. */
import { OperatorError } from '../../kernel/operator-error.ts';
import { type Asked, type Entry, instant, type Line, one, options } from './words.ts';

export const AUDIT: readonly Entry[] = [
  {
    name: 'audit list',
    usage: '[--platform NO] [--command NAME] [--since yyyyMMddHHmmss] [--before ID] [--limit N]',
    does: 'lists what was done by whom, the latest first; reading too',
    read: auditList,
  },
  {
    name: 'audit show',
    usage: 'ID',
    does: 'shows an entry with its arguments and reason, and what it changed from what to what',
    read: ({ words }) => ({ command: 'audit.show', args: { id: one(words, 'the number of the entry') } }),
  },
  {
    name: 'audit verify',
    usage: '[--head N:DIGEST] [--gap N:DIGEST]',
    does: 'recomputes the chain of the audit trail, to its end or one that was noted elsewhere',
    read: auditVerify,
  },
];

function auditList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'command', 'since', 'before', 'limit']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many.`);
  const { platform, command, since, before, limit } = values;
  const args = {
    platformNo: platform ?? null,
    command: command ?? null,
    since: since === undefined ? null : instant(since),
    before: before ?? null,
    ...(limit !== undefined && { limit: Number(limit) }),
  };
  return { command: 'audit.list', args };
}

function auditVerify({ words }: Line): Asked {
  const { values, rest } = options(words, ['head', 'gap']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many.`);
  return { command: 'audit.verify', args: { head: values.head ?? null, gap: values.gap ?? null } };
}
