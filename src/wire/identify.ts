/**
 * Step 3 of the road: whose call it is. The platform and its key are found, and the signature is verified over the
 * bytes as they came (G-1). A platform that calls at an address which is not its own is told the right one (LW-1).
 */
import type { Custody, Platform, PlatformKey } from '../custody/api.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import type { Clock } from '../kernel/time.ts';
import type { Admission } from './admission.ts';
import { type DataLimit, dataLimit } from './catalogue/data-limit.ts';
import type { Dialect, Envelope } from './dialect.ts';
import { dialectOf } from './dialects.ts';
import { LONG } from './form.ts';
import { quotable, type WireRefusal, wireRefusal } from './refusals.ts';
import type { Seen } from './seen.ts';
import { verifyLongSignature, verifySignature } from './signature.ts';

export interface IdentifyDeps {
  readonly custody: Pick<Custody, 'queries'>;
  readonly clock: Clock;
  readonly admission: Admission;
  /** The path prefix of this deployment, '' or `/bha-neo-app`; a platform can have one of its own besides. */
  readonly prefix: string;
}

/** What of a call tells whose it is. */
export interface Addressed {
  readonly dialect: Dialect;
  readonly address: 'gateway' | 'service';
  /** The path prefix the call came under. */
  readonly prefix: string;
  /** Told when the signature is right: whoever sends this is no stranger. */
  readonly onKnown?: () => void;
}

/** As platforms are registered. */
const PLATFORM_NO = /^\w{1,50}$/;

/** Finds the platform and verifies the signature with the key that the envelope names, or with any live one. */
export async function identify(
  deps: IdentifyDeps,
  call: Addressed,
  envelope: Envelope,
  seen: Seen,
): Promise<Result<Platform, WireRefusal>> {
  const found = await lookUp(deps, envelope, seen);
  if (!found) return fail(wireRefusal('PLATFORM_UNKNOWN', { platformNo: quotable(envelope.platformNo) }));
  const { platform, keys } = found;
  seen.named = platform;
  if (platform.dialect !== call.dialect.name || !servesPrefix(deps, platform, call.prefix)) {
    return fail(wireRefusal('ADDRESS_WRONG', { path: addressOf(deps, platform, call.address) }));
  }
  if (!deps.admission.hasCalls(platform.platformId)) return fail(wireRefusal('TOO_MANY_CALLS', {}));
  const refused = await verify(deps, call, envelope, platform, keys);
  if (refused) return fail(refused);
  deps.admission.count(platform.platformId, envelope.data.length);
  call.onKnown?.();
  return ok(platform);
}

/** The platform that an envelope names, whole or not, with its keys. */
export async function lookUp(
  { custody }: Pick<IdentifyDeps, 'custody'>,
  { platformNo }: Pick<Envelope, 'platformNo'>,
  seen: Seen,
) {
  if (!PLATFORM_NO.test(platformNo)) return null;
  seen.named = platformNo;
  const found = await custody.queries.platformByNo(platformNo);
  seen.named = null;
  return found;
}

async function verify(
  { clock }: IdentifyDeps,
  { dialect }: Addressed,
  envelope: Envelope,
  platform: Platform,
  keys: readonly PlatformKey[],
): Promise<WireRefusal | null> {
  const now = clock.now();
  const live = keys.filter(
    (key) =>
      (envelope.keySerial === null || key.serial === envelope.keySerial) &&
      (key.expiresAt === null || key.expiresAt > now) &&
      (key.revokedAt === null || key.revokedAt > now),
  );
  if (live.length === 0) return wireRefusal('KEY_UNKNOWN', { serial: quotable(envelope.keySerial ?? '') });
  const { bytes } = limitOf(dialect, envelope);
  if (envelope.data.length > bytes) return wireRefusal('BODY_TOO_LARGE', { bytes, of: 'DATA' });
  const signature = dialect.readSignature(envelope.signature, platform);
  return (await isSigned(live, envelope.data, signature)) ? null : wireRefusal('SIGNATURE_WRONG', {});
}

async function isSigned(keys: readonly PlatformKey[], data: Buffer, signature: Buffer): Promise<boolean> {
  if (data.length <= LONG) return keys.some((key) => verifySignature(key.publicKeyPem, data, signature));
  for (const key of keys) if (await verifyLongSignature(key.publicKeyPem, data, signature)) return true;
  return false;
}

/** What the service that the envelope names takes; of one that we do not have, the least. */
export function limitOf({ catalogue }: Dialect, { serviceName }: Envelope): DataLimit {
  const service = catalogue.find(serviceName);
  return service === null || service === 'CLOSED' ? dataLimit({}) : service.limit;
}

const bare = (prefix: string) => prefix.replace(/^\/+|\/+$/g, '');

/** Without a prefix everybody is served; with one, those whose deployment or platform has it. */
function servesPrefix({ prefix }: IdentifyDeps, { settings }: Platform, called: string): boolean {
  const own = [prefix, settings['path-prefix']];
  return called === '' || own.some((each) => each !== undefined && bare(each) === bare(called));
}

/** Where a platform should call, in its own protocol. */
export function addressOf(
  { prefix }: Pick<IdentifyDeps, 'prefix'>,
  { dialect, settings }: Platform,
  address: Addressed['address'],
): string {
  const own = bare(settings['path-prefix'] ?? prefix);
  return `${own && `/${own}`}${dialectOf(dialect).paths[address][0]}`;
}
