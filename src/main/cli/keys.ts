/** `keys …`: what the custodian signs, seals and makes tokens with. */
import {
  type Asked,
  type Entry,
  type Line,
  need,
  nothingMore,
  one,
  optionalInstant,
  options,
  readText,
} from './line.ts';

export const KEY_COMMANDS: readonly Entry[] = [
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
];

function keysList({ words }: Line): Asked {
  const { values, rest } = options(words, ['platform']);
  nothingMore(rest);
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
    at: optionalInstant(values.at),
  };
  return { command: 'keys.rotate', args };
}

/** A command about one key of a platform. */
function keyOf(command: string, { words }: Line): Asked {
  const { values, rest } = options(words, ['key-serial']);
  return { command, args: { platformNo: one(rest, 'the platform number'), keySerial: need(values, 'key-serial') } };
}

/** The private key that is to sign, `new` for one that the custodian makes, null for what is usual there. */
export async function signingKey(value: string | undefined, locate: Line['locate']): Promise<string | null> {
  if (value === undefined || value === 'new') return value ?? null;
  return readText(locate(value));
}
