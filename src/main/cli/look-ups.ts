/** What is looked up: platforms, members, orders, holds, requests, people to try with. Nothing is changed by these. */
import {
  about,
  ask,
  type Asked,
  type Entry,
  type Line,
  nothingMore,
  one,
  optionalInstant,
  options,
  wrongUse,
} from './line.ts';

export const LOOK_UP_COMMANDS: readonly Entry[] = [
  { name: 'platform list', usage: '', does: 'lists the platforms', read: () => ask('platform.list') },
  {
    name: 'platform members',
    usage: 'NO [--after USER]',
    does: 'lists the members of a platform by their numbers, after one of them',
    read: platformMembers,
  },
  {
    name: 'order show',
    usage: 'NO REQUESTNO',
    does: 'shows an order with its history, postings, notices and requests',
    read: (line) => ofPlatform('order.show', 'requestNo', line),
  },
  {
    name: 'member show',
    usage: 'NO USER',
    does: 'shows a member with balance, password state and every card that was ever bound, masked',
    read: (line) => ofPlatform('member.show', 'userNo', line),
  },
  {
    name: 'hold show',
    usage: 'NO REQUESTNO',
    does: 'shows what is held, confirmed, cancelled and left',
    read: (line) => ofPlatform('hold.show', 'requestNo', line),
  },
  {
    name: 'request list',
    usage:
      '[--platform NO|none] [--request-no REQUESTNO] [--member USER] [--code CODE] ' +
      '[--from yyyyMMddHHmmss] [--to yyyyMMddHHmmss]',
    does: 'finds requests in the log, newest first; --code also takes said, page or the name of a refusal',
    read: requestList,
  },
  {
    name: 'request show',
    usage: 'REQUESTID',
    does: 'shows a request as it came and what was answered, masked; of a wrong signature the likely cause',
    read: about('request.show', 'requestId', 'the id of the request (x-request-id of its answer)'),
  },
  {
    name: 'sandbox people',
    usage: '',
    does: 'prints made-up people with a card of each fate, sandbox only',
    read: ({ words }) => {
      nothingMore(words);
      return ask('sandbox.people');
    },
  },
];

/** A command about something of a platform, each named by one word. */
function ofPlatform(command: string, argument: string, { words }: Line): Asked {
  const [platformNo, number, ...rest] = words;
  if (!platformNo || !number) throw wrongUse('Say the platform number, and which one of it.');
  nothingMore(rest);
  return { command, args: { platformNo, [argument]: number } };
}

function platformMembers({ words }: Line): Asked {
  const { values, rest } = options(words, ['after']);
  const args = { platformNo: one(rest, 'the platform number'), after: values.after ?? null };
  return { command: 'platform.members', args };
}

function requestList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'request-no', 'member', 'code', 'from', 'to']);
  nothingMore(rest);
  const args = {
    platformNo: values.platform ?? null,
    requestNo: values['request-no'] ?? null,
    userNo: values.member ?? null,
    code: values.code ?? null,
    from: optionalInstant(values.from),
    to: optionalInstant(values.to),
  };
  return { command: 'request.list', args };
}
