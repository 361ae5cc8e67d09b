/**
 * What callers may cost before anybody knows them: by address, so many calls and bytes a second. Whoever turns out to
 * be known, by a signature that is right, gets back what was counted, so that only strangers ever run out.
 */
import { BlockList, isIP } from 'node:net';
import { type Allowances, createAllowances, type Rate } from '../kernel/allowances.ts';

/** Of a body each of these counts as a call more. */
const BYTES_OF_A_CALL = 16 * 1024;

/** One caller's request. */
export interface Account {
  /** Whether the address has something left for so many bytes in all. */
  affords(bytes: number): boolean;
  /** Somebody knows the caller: nothing of this is counted. */
  vouch(): void;
}

export interface Strangers {
  /** Opens the account of a request; null when its address has nothing left. */
  enter(address: string): Account | null;
}

export function createStrangers(rate: Rate, passed?: () => number): Strangers {
  const allowances = createAllowances(rate, passed);
  return {
    enter(address) {
      const name = networkOf(address);
      return allowances.take(name) ? accountOf(allowances, name) : null;
    },
  };
}

function accountOf(allowances: Allowances, name: string): Account {
  let cost = 1;
  return {
    affords(bytes) {
      const more = Math.floor(bytes / BYTES_OF_A_CALL) + 1 - cost;
      if (more <= 0) return true;
      if (!allowances.take(name, more)) return false;
      cost += more;
      return true;
    },
    vouch() {
      allowances.giveBack(name, cost);
      cost = 0;
    },
  };
}

/** Whether an address is one of these, or in one of these networks. */
export function oneOf(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  const known = new Map<string, boolean>();
  return (address) => {
    const told = known.get(address);
    if (told !== undefined) return told;
    const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const is = isIP(bare) !== 0 && list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4');
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(address, is);
    return is;
  };
}

/** Asked for every request; a look at the list costs more than one at a map. */
const MOST_KNOWN = 10_000;

/** Of IPv6 somebody has a whole network of 2^64 addresses. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [, four] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (four) return four;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  return [...groups, ...(tail === undefined ? [] : ['0', '0', '0', '0'])].slice(0, 4).join(':');
}
