/** `clock …`, `ledger …`, `notices …` and `recon …`: the time, the books, and what platforms and bank were told. */
import { about, ask, type Asked, type Entry, type Line, need, nothingMore, one, options, wrongUse } from './line.ts';

export const BOOK_COMMANDS: readonly Entry[] = [
  { name: 'clock show', usage: '', does: 'tells the time of the sandbox', read: () => ask('clock.show') },
  { name: 'clock advance', usage: '90m|2d', does: 'moves the clock on and does what falls due', read: advance },
  { name: 'clock set', usage: 'yyyyMMddHHmmss', does: 'moves the clock on to a time in Beijing', read: clockSet },
  {
    name: 'ledger verify',
    usage: '[--since last]',
    does: 'recomputes every balance and invariant, all or what came since it was right last; tells money in breaks',
    read: ledgerVerify,
  },
  {
    name: 'notices list',
    usage: '[--platform NO] [--state pending|delivered|parked]',
    does: 'lists notices to platforms',
    read: noticesList,
  },
  {
    name: 'notices resend',
    usage: 'ID | --platform NO --state parked',
    does: 'sends a notice again, or the parked ones of a platform, the oldest thousand first',
    read: noticesResend,
  },
  {
    name: 'recon breaks',
    usage: '[--platform NO] [--kind KIND]',
    does: 'lists what the bank said that does not fit what it was asked',
    read: reconBreaks,
  },
  {
    name: 'recon show',
    usage: 'ID',
    does: 'shows a break with both sides, and the receipts of its order',
    read: about('recon.show', 'id', 'the number of the break'),
  },
];

function advance({ words }: Line): Asked {
  return { command: 'clock.advance', args: { duration: one(words, 'how far, as 90m or 2d') } };
}

function clockSet({ words }: Line): Asked {
  return { command: 'clock.set', args: { time: one(words, 'the time as yyyyMMddHHmmss') } };
}

function ledgerVerify({ words }: Line): Asked {
  const { values, rest } = options(words, ['since']);
  nothingMore(rest);
  const { since } = values;
  if (since !== undefined && since !== 'last') throw wrongUse(`--since is last, not "${since}".`);
  return { command: 'ledger.verify', args: since === undefined ? {} : { since } };
}

function noticesList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'state']);
  nothingMore(rest);
  const { platform, state } = values;
  if (state !== undefined && !['pending', 'delivered', 'parked'].includes(state)) {
    throw wrongUse(`--state is pending, delivered or parked, not "${state}".`);
  }
  return { command: 'notices.list', args: { platformNo: platform ?? null, state: state ?? null } };
}

function reconBreaks({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'kind']);
  nothingMore(rest);
  return { command: 'recon.breaks', args: { platformNo: values.platform ?? null, kind: values.kind ?? null } };
}

function noticesResend({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'state']);
  if (values.platform === undefined && values.state === undefined)
    return { command: 'notices.resend', args: { id: one(rest, 'the number of the notice') } };
  nothingMore(rest);
  if (values.state !== 'parked') throw wrongUse('Many notices are sent again with --state parked only.');
  return { command: 'notices.resendParked', args: { platformNo: need(values, 'platform') } };
}
