/** `audit …`: what was done by whom, and whether the trail of it is whole. */
import { about, type Asked, type Entry, type Line, nothingMore, optionalInstant, options } from './line.ts';

export const AUDIT_COMMANDS: readonly Entry[] = [
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
    read: about('audit.show', 'id', 'the number of the entry'),
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
  nothingMore(rest);
  const { platform, command, since, before, limit } = values;
  const args = {
    platformNo: platform ?? null,
    command: command ?? null,
    since: optionalInstant(since),
    before: before ?? null,
    ...(limit !== undefined && { limit: Number(limit) }),
  };
  return { command: 'audit.list', args };
}

function auditVerify({ words }: Line): Asked {
  const { values, rest } = options(words, ['head', 'gap']);
  nothingMore(rest);
  return { command: 'audit.verify', args: { head: values.head ?? null, gap: values.gap ?? null } };
}
