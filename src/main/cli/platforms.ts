/** `platform …`: platforms, how they are configured and what they sign with. */
import {
  about,
  type Asked,
  type Entry,
  type Line,
  need,
  one,
  optionalInstant,
  options,
  readText,
  wrongUse,
} from './line.ts';
import { signingKey } from './keys.ts';

export const PLATFORM_COMMANDS: readonly Entry[] = [
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
    read: about('platform.show', 'platformNo', 'the platform number'),
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
    usage: 'NO --key-serial SERIAL [--force]',
    does: 'ends a public key of a platform; the last live one only with --force',
    read: keyRevoke,
  },
];

async function platformCreate({ words, locate }: Line): Promise<Asked> {
  const names = ['no', 'name', 'dialect', 'public-key', 'key-serial', 'notify-url', 'custody-bank'];
  const { values, rest } = options(words, [...names, 'settlement-account', 'settlement-bank', 'custodian-key']);
  if (rest.length > 0) throw wrongUse(`"${rest[0]}" is one word too many; a name with blanks needs quotes.`);
  const dialect = need(values, 'dialect');
  if (!['lianyintong', 'depository'].includes(dialect)) {
    throw wrongUse(`--dialect is lianyintong or depository, not "${dialect}".`);
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

function platformSet({ words }: Line): Asked {
  const [platformNo, ...pairs] = words;
  if (!platformNo || pairs.length === 0) throw wrongUse('Say which platform, and what to set as key=value.');
  const changes = pairs.map((pair) => {
    const mark = pair.indexOf('=');
    if (mark < 1) throw wrongUse(`"${pair}" is not written as key=value.`);
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
    expiresAt: optionalInstant(values.expires),
  };
  return { command: 'platform.key.add', args };
}

function keyRevoke({ words }: Line): Asked {
  const force = words.includes('--force');
  const { values, rest } = options(
    words.filter((word) => word !== '--force'),
    ['key-serial'],
  );
  const args = { platformNo: one(rest, 'the platform number'), keySerial: need(values, 'key-serial'), force };
  return { command: 'platform.key.revoke', args };
}
