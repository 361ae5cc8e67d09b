/** What can be set of a platform: each word is read here, and what is none is refused in a sentence. */
import type { Platform } from '../custody/api.ts';
import { type Bank, BANK_NAMES } from '../custody/banks.ts';
import { parseFee, type PlatformPatch } from '../custody/operator.ts';
import { parseYuan } from '../kernel/money.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { webAddress } from '../kernel/web.ts';
import { type AddressPolicy, whyNoReceiver } from '../notices/addresses.ts';
import { dialectOf } from '../wire/dialects.ts';

/**
 * Reads one setting into what it changes; throws a `OperatorError` for a value that is none. An empty value takes
 * it away.
 */
type Reader = (value: string, key: string, platform: Pick<Platform, 'dialect'>) => PlatformPatch;

const fee: Reader = (value, key) => {
  if (value !== '' && !parseFee(value))
    throw new OperatorError(`${key} is written as 2.00, 0.25% or 1.00+0.1%, not "${value}".`);
  return { settings: { [key]: value } };
};

const yuan: Reader = (value, key) => {
  if (value !== '' && parseYuan(value) === null)
    throw new OperatorError(`${key} is an amount in yuan below one billion, such as 50000.00, not "${value}".`);
  return { settings: { [key]: value } };
};

function choice(values: readonly string[]): Reader {
  return (value, key) => {
    if (value !== '' && !values.includes(value))
      throw new OperatorError(`${key} is ${values.join(' or ')}, not "${value}".`);
    return { settings: { [key]: value } };
  };
}

export const SETTINGS: Readonly<Record<string, Reader>> = {
  name: (value) => ({ name: nameOf(value) }),
  'notify-url': (value) => ({ notifyUrl: notifyAddress(value || null) }),
  'custody-bank': (value) => ({ custodyBank: value || null }),
  'settlement-account': (value) => ({ settlementAccount: accountOf(value || null) }),
  'settlement-bank': (value) => ({ settlementBank: bankOf(value || null) }),
  services: (value, _key, platform) => ({ services: servicesOf(value, platform) }),
  suspended: (value, key) => ({ suspended: yesOrNo(value, key) }),
  'fee-deposit': fee,
  'fee-withdraw': fee,
  'marketing-limit': yuan,
  'principal-rule': choice(['strict', 'excess-as-interest']),
  'signature-encoding': choice(['hex', 'base64']),
  'path-prefix': (value, key) => {
    if (!/^(\/[A-Za-z0-9._-]+){0,2}$/.test(value))
      throw new OperatorError(`${key} is one or two parts such as /bha-neo-app.`);
    return { settings: { [key]: value } };
  },
};

export function notifyAddress(value: string | null): string | null {
  if (value === null) return null;
  const address = webAddress(value);
  if (address === null) throw new OperatorError(`"${value}" is no http or https address.`);
  return address;
}

/** An address at which no notice could arrive is told to whoever types it. */
export function receiver(url: string | null, policy: AddressPolicy): string | null {
  const why = url === null ? null : whyNoReceiver(url, policy);
  if (why !== null) throw new OperatorError(`No notice could be sent to "${url}": ${why}.`);
  return url;
}

/** Shown to people on every page. */
export function nameOf(value: string): string {
  if (/^[^\p{C}]{1,50}$/u.test(value) && value.trim() !== '') return value;
  throw new OperatorError('A platform has a name of 1 to 50 characters, without control characters.');
}

export function bankOf(value: string | null): Bank | null {
  if (value === null || Object.hasOwn(BANK_NAMES, value)) return value as Bank | null;
  throw new OperatorError(`"${value}" is no bank; the banks are ${Object.keys(BANK_NAMES).join(', ')}.`);
}

function yesOrNo(value: string, key: string): boolean {
  if (value !== 'true' && value !== 'false') throw new OperatorError(`${key} is true or false, not "${value}".`);
  return value === 'true';
}

/** An account number of a bank in this country, of a card or of an enterprise. */
export function accountOf(value: string | null): string | null {
  if (value === null || /^\d{8,32}$/.test(value)) return value;
  throw new OperatorError('A settlement account is 8 to 32 digits.');
}

/** Money can be sent to an account only when its bank is known. */
export function refuseWithoutBank(settlementAccount: string | null, settlementBank: string | null): void {
  if (settlementAccount === null || settlementBank !== null) return;
  throw new OperatorError('A settlement account needs its bank: set settlement-bank as well.');
}

/** Names of services in the platform's protocol; null: all of them. */
function servicesOf(value: string, { dialect }: Pick<Platform, 'dialect'>): readonly string[] | null {
  if (value === '' || value === 'all') return null;
  const names = value.split(/[,\s]+/).filter((name) => name !== '');
  const unknown = names.find((name) => dialectOf(dialect).catalogue.find(name) === null);
  if (unknown !== undefined) throw new OperatorError(`${dialect} has no service ${unknown}.`);
  if (names.length > 0) return names;
  throw new OperatorError('services is all, or names of services joined by commas; to close all, set suspended=true.');
}
