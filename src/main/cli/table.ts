/** Every command of the line: how it is written, and what it asks of the running custodian. */
import { OperatorError } from '../../kernel/operator-error.ts';
import { AUDIT } from './audit-lines.ts';
import { type Asked, type Entry, instant, type Line, need, one, options, readText } from './words.ts';

const NOT_OPENED = 'Enterprises are not opened in this version.';

export const COMMANDS: readonly Entry[] = [
  {
    name: 'platform create',
    usage:
      '--no 6000000001 --name NAME --dialect lianyintong|depository --public-key FILE [--key-serial 1] ' +
      '[--notify-url URL] [--custody-bank CIBK|CBXM] [--settlement-account NO --settlement-bank BANK] ' +
      '[--custodian-key FILE|new]',
    does: 'registers a platform',
    read: platformCreate,
  },
  {
    name: 'platform show',
    usage: 'NO',
    does: 'shows how a platform is configured',
    read: ({ words }) => ({ command: 'platform.show', args: { platformNo: one(words, 'the platform number') } }),
  },
  { name: 'platform set', usage: 'NO key=value …', does: 'configures a platform', read: platformSet },
  {
    name: 'platform key add',
    usage: 'NO --public-key FILE --key-serial SERIAL [--expires yyyyMMddHHmmss]',
    does: 'adds a public key to a platform',
    read: keyAdd,
  },
  {
    name: 'platform key revoke',
    usage: 'NO --key-serial SERIAL',
    does: 'ends a public key of a platform',
    read: (line) => keyOf('platform.key.revoke', line),
  },
  {
    name: 'keys list',
    usage: '[--platform NO|default|data|token]',
    does: 'lists the keys that the custodian signs with, or the secrets (data, token), and which one is used',
    read: keysList,
  },
  {
    name: 'keys show',
    usage: 'NO|default --key-serial SERIAL',
    does: 'shows a key with its public half, for the platform',
    read: (line) => keyOf('keys.show', line),
  },
  {
    name: 'keys add',
    usage: 'NO|default|data|token [--private-key FILE] [--key-serial SERIAL]',
    does: 'publishes a key, a new one without FILE; it does nothing before it is rotated to',
    read: keysAdd,
  },
  {
    name: 'keys rotate',
    usage: 'NO|default|data|token --key-serial SERIAL [--at yyyyMMddHHmmss]',
    does: 'lets a published key sign, or seal, from a time on, at once without one',
    read: keysRotate,
  },
  {
    name: 'keys retire',
    usage: 'NO|default|data|token --key-serial SERIAL',
    does: 'ends a key that neither signs nor seals any more, and forgets it',
    read: (line) => keyOf('keys.retire', line),
  },
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
    usage: 'ID',
    does: 'sends a notice again',
    read: ({ words }) => ({ command: 'notices.resend', args: { id: one(words, 'the number of the notice') } }),
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
    read: ({ words }) => ({ command: 'recon.show', args: { id: one(words, 'the number of the break') } }),
  },
  ...AUDIT,
  {
    name: 'enterprise',
    usage: 'list|papers|resubmit|approve|back|refuse …',
    does: 'not opened in this version',
    read: () => {
      throw new OperatorError(NOT_OPENED);
    },
  },
];

function ask(command: string): Asked {
  return { command, args: {} };
}

async function platformCreate({ words, locate }: Line): Promise<Asked> {
  const names = ['no', 'name', 'dialect', 'public-key', 'key-serial', 'notify-url', 'custody-bank'];
  const { values, rest } = options(words, [...names, 'settlement-account', 'settlement-bank', 'custodian-key']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many; a name with blanks needs quotes.`);
  const dialect = need(values, 'dialect');
  if (!['lianyintong', 'depository'].includes(dialect)) {
    throw new OperatorError(`--dialect is lianyintong or depository, not "${dialect}".`);
  }
  const args = {
    platformNo: need(values, 'no'),
    name: need(values, 'name'),
    dialect,
    publicKey: await readText(locate(need(values, 'public-key'))),
    keySerial: values['key-serial'] ?? '1',
    notifyUrl: values['notify-url'] ?? null,
    custodyBank: values['custody-bank'] ?? null,
    settlementAccount: values['settlement-account'] ?? null,
    settlementBank: values['settlement-bank'] ?? null,
    custodianKey: await signingKey(values['custodian-key'], locate),
  };
  return { command: 'platform.create', args };
}

/** The private key that is to sign, `new` for one that the custodian makes, null for what is usual there. */
async function signingKey(value: string | undefined, locate: Line['locate']): Promise<string | null> {
  if (value === undefined || value === 'new') return value ?? null;
  return readText(locate(value));
}

function platformSet({ words }: Line): Asked {
  const [platformNo, ...pairs] = words;
  if (!platformNo || pairs.length === 0) throw new OperatorError('Say which platform, and what to set as key=value.');
  const changes = pairs.map((pair) => {
    const mark = pair.indexOf('=');
    if (mark < 1) throw new OperatorError(`"${pair}" is not written as key=value.`);
    return [pair.slice(0, mark), pair.slice(mark + 1)] as const;
  });
  return { command: 'platform.set', args: { platformNo, changes: Object.fromEntries(changes) } };
}

async function keyAdd({ words, locate }: Line): Promise<Asked> {
  const { values, rest } = options(words, ['public-key', 'key-serial', 'expires']);
  const args = {
    platformNo: one(rest, 'the platform number'),
    publicKey: await readText(locate(need(values, 'public-key'))),
    keySerial: need(values, 'key-serial'),
    expiresAt: values.expires === undefined ? null : instant(values.expires),
  };
  return { command: 'platform.key.add', args };
}

/** A command about one key of a platform. */
function keyOf(command: string, { words }: Line): Asked {
  const { values, rest } = options(words, ['key-serial']);
  return { command, args: { platformNo: one(rest, 'the platform number'), keySerial: need(values, 'key-serial') } };
}

function keysList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many.`);
  return { command: 'keys.list', args: { platformNo: values.platform ?? null } };
}

async function keysAdd({ words, locate }: Line): Promise<Asked> {
  const { values, rest } = options(words, ['private-key', 'key-serial']);
  const args = {
    platformNo: one(rest, 'the platform number, or default'),
    custodianKey: await signingKey(values['private-key'], locate),
    keySerial: values['key-serial'] ?? null,
  };
  return { command: 'keys.add', args };
}

function keysRotate({ words }: Line): Asked {
  const { values, rest } = options(words, ['key-serial', 'at']);
  const args = {
    platformNo: one(rest, 'the platform number, or default'),
    keySerial: need(values, 'key-serial'),
    at: values.at === undefined ? null : instant(values.at),
  };
  return { command: 'keys.rotate', args };
}

function advance({ words }: Line): Asked {
  return { command: 'clock.advance', args: { duration: one(words, 'how far, as 90m or 2d') } };
}

function clockSet({ words }: Line): Asked {
  return { command: 'clock.set', args: { time: one(words, 'the time as yyyyMMddHHmmss') } };
}

function ledgerVerify({ words }: Line): Asked {
  const { values, rest } = options(words, ['since']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many.`);
  const { since } = values;
  if (since !== undefined && since !== 'last') throw new OperatorError(`--since is last, not "${since}".`);
  return { command: 'ledger.verify', args: since === undefined ? {} : { since } };
}

function noticesList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'state']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many.`);
  const { platform, state } = values;
  if (state !== undefined && !['pending', 'delivered', 'parked'].includes(state)) {
    throw new OperatorError(`--state is pending, delivered or parked, not "${state}".`);
  }
  return { command: 'notices.list', args: { platformNo: platform ?? null, state: state ?? null } };
}

function reconBreaks({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform', 'kind']);
  if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one word too many.`);
  return { command: 'recon.breaks', args: { platformNo: values.platform ?? null, kind: values.kind ?? null } };
}
