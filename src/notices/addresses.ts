/**
 * Where a notice may be sent. The address of a receiver is typed by a platform, so in production it must lead out to
 * the internet and not into the custodian's own network.
 * Promise: what was checked is what is connected to – a name is resolved once and the connection uses those
 * addresses, so a name server that changes its mind in between changes nothing.
 */
import { type LookupAddress, promises as dns } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** What the mode of the custodian demands of a receiver's address. */
export interface AddressPolicy {
  /** Production: only https. */
  readonly requireHttps: boolean;
  /** Production: loopback, private, link-local and other addresses that are nobody's on the internet are refused. */
  readonly refusePrivate: boolean;
}

/** What receivers are held to. */
export function addressPolicy(mode: 'sandbox' | 'production'): AddressPolicy {
  const strict = mode === 'production';
  return { requireHttps: strict, refusePrivate: strict };
}

/** Finds the addresses of a host name; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * The registry of special IPv4 addresses (RFC 6890), multicast and the reserved rest; and the one public address at
 * which a cloud tells its machines their own secrets (Azure's; those of the others are within the registry).
 */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * Within IPv6's global unicast: protocol assignments (Teredo among them), documentation, and 6to4, which wraps an
 * IPv4.
 */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = listOf([
  ...SPECIAL_V4.map((net) => ['ipv4', net] as const),
  ...SPECIAL_V6.map((net) => ['ipv6', net] as const),
]);
const global = listOf([['ipv6', '2000::/3']]);
const mapped = listOf([['ipv6', '::ffff:0:0/96']]);

function listOf(nets: readonly (readonly ['ipv4' | 'ipv6', string])[]): BlockList {
  const list = new BlockList();
  for (const [family, net] of nets) {
    const [address = '', bits = ''] = net.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * Whether an IP address, of either family, is one of the public internet. An IPv4 inside an IPv6 is judged as that
 * IPv4.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  if (isIP(address) !== 6) return false;
  if (mapped.check(address, 'ipv6')) return !special.check(address, 'ipv6');
  return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** The host of an address with its IPv6 brackets taken off. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Where to connect to, or why not. */
export type Target = { readonly ok: true; readonly url: URL; readonly addresses: readonly LookupAddress[] } | Refused;

interface Refused {
  readonly ok: false;
  readonly reason: string;
}

const INNER = 'the notify address leads to a private network';

/**
 * Names that never lead out to the internet: reserved for machines and networks of one's own (RFC 6761, RFC 6762,
 * RFC 8375, ICANN's `internal`) or given to them by custom, or without a dot.
 */
const INNER_NAME =
  /^(?:[^.]+|(?:.+\.)?(?:localhost|localdomain|local|internal|intranet|lan|corp|home|home\.arpa|test|invalid))\.?$/i;

/**
 * Why no notice goes to an address, as far as that can be told without asking a name server; null when nothing speaks
 * against it. Where a name leads is judged at each sending.
 */
export function whyNoReceiver(text: string, policy: AddressPolicy): string | null {
  const judged = judge(text, policy);
  return judged.ok ? null : judged.reason;
}

function judge(text: string, policy: AddressPolicy): { readonly ok: true; readonly url: URL } | Refused {
  const url = URL.parse(text);
  if (!url) return refuse('the notify address is no URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse(`${url.protocol} is no way to send a notice`);
  // It would stand in the clear wherever the address is shown.
  if (url.username !== '' || url.password !== '') return refuse('the notify address carries a user name or password');
  if (policy.requireHttps && url.protocol !== 'https:') return refuse('the notify address must be https');
  const host = bareHost(url);
  const isInner = isIP(host) === 0 ? INNER_NAME.test(host) : !isPublicAddress(host);
  return policy.refusePrivate && isInner ? refuse(INNER) : { ok: true, url };
}

/** Reads, judges and resolves a receiver's address. Rejects only when the name cannot be resolved. */
export async function findTarget(text: string, policy: AddressPolicy, resolve: Resolve): Promise<Target> {
  const judged = judge(text, policy);
  if (!judged.ok) return judged;
  const { url } = judged;
  const host = bareHost(url);
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) return refuse('the name of the notify address leads nowhere');
  if (policy.refusePrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
    return refuse(INNER);
  }
  return { ok: true, url, addresses };
}

function refuse(reason: string): Refused {
  return { ok: false, reason };
}

const LOCALHOST = /^(?:.+\.)?localhost\.?$/i;
const NAME_SERVER_WAIT = 2_000;

/**
 * Resolves by asking the name servers directly: the system's resolver waits on a thread of the pool that also signs,
 * so one dead name server would slow every answer. What they deny may still stand in the machine's hosts file; what
 * they do not answer in time is not asked again.
 */
export async function resolveHost(host: string): Promise<readonly LookupAddress[]> {
  if (LOCALHOST.test(host)) return [{ address: '127.0.0.1', family: 4 }];
  const resolver = new dns.Resolver({ timeout: NAME_SERVER_WAIT, tries: 1 });
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = [...addressesOf(v4, 4), ...addressesOf(v6, 6)];
  if (found.length > 0) return found;
  if (v4.status === 'rejected' && v4.reason?.code === dns.TIMEOUT) throw v4.reason;
  return dns.lookup(host, { all: true });
}

function addressesOf(answer: PromiseSettledResult<string[]>, family: number): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}
