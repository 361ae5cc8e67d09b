/**
 * The road of every call of both protocols: envelope, platform and key, signature over the bytes as received, service,
 * fields, command, the core, the answer, its signature, one masked log line. Promises: whatever arrives, a signed and
 * named answer (or the error page) leaves; nothing is executed before the signature is verified (G-1, G-2).
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Custody, Platform, PlatformKey } from '../custody/api.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type Instant, MINUTE } from '../kernel/time.ts';
import type { Admission } from './admission.ts';
import { type AnswerDeps, type Answered, answer } from './answers.ts';
import { type DataLimit, dataLimit } from './catalogue/data-limit.ts';
import { readFields, readLongFields } from './catalogue/read.ts';
import type { Service } from './catalogue/service.ts';
import type { Dialect, Envelope } from './dialect.ts';
import { type FormProblem, readForm, readLongForm } from './form.ts';
import { mislabelledBy } from './labels.ts';
import { isObject, type RawObject, readJsonBytes } from './json.ts';
import { perform, type Reached } from './perform.ts';
import { type AnyRefusal, quotable, type WireRefusal, wireRefusal } from './refusals.ts';
import { lineOf, nothingSeen, requestNoOf, type Seen } from './seen.ts';
import { verifyLongSignature, verifySignature } from './signature.ts';

/** What the pipeline needs of the house. */
export interface ExchangeDeps extends AnswerDeps {
  readonly custody: Pick<Custody, 'execute' | 'open' | 'queries'>;
  readonly log: WireLog;
  readonly admission: Admission;
  /** The path prefix of this deployment, '' or `/bha-neo-app`; a platform can have one of its own besides. */
  readonly prefix: string;
}

export interface WireLog {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

/** One call as http hands it over. */
export interface Call {
  readonly dialect: Dialect;
  readonly address: 'gateway' | 'service';
  readonly method: 'GET' | 'POST';
  /** The raw urlencoded body (or query string); a refusal when http could not take it. */
  readonly body: Buffer | WireRefusal;
  readonly userAgent: string;
  readonly requestId: string;
  /** The path prefix the call came under. */
  readonly prefix: string;
  /** Told when the signature is right: whoever sends this is no stranger. */
  readonly onKnown?: () => void;
}

/** What is longer is read in turns, so that others are served between two pieces. */
const LONG = 64 * 1024;

/** Takes one call the whole road. Never throws, unless the custodian cannot sign. */
export async function exchange(deps: ExchangeDeps, call: Call): Promise<Answered> {
  const began = performance.now();
  const seen = nothingSeen();
  let reached: Reached;
  try {
    reached = await take(deps, call, seen);
  } catch (error) {
    deps.log.error({ requestId: call.requestId, service: seen.service?.name, err: error }, 'exchange failed');
    reached = { ...fail(unexpected(seen)), owesReturn: false };
  }
  try {
    return await answer(deps, call, seen, reached);
  } finally {
    if (seen.platform && seen.envelope && seen.entered)
      deps.admission.leave(seen.platform.platformId, seen.envelope.data.length);
    deps.log.info(lineOf(call, seen, reached, performance.now() - began), 'exchange');
  }
}

/** The answer to a call that was not even read, because its caller sends too many. */
export function turnAway(deps: ExchangeDeps, call: Pick<Call, 'dialect' | 'address'>): Promise<Answered> {
  return answer(deps, call, nothingSeen(), fail(wireRefusal('TOO_MANY_CALLS', {})));
}

/** Steps 2 to 6 of the road; each may refuse. */
async function take(deps: ExchangeDeps, call: Call, seen: Seen): Promise<Reached> {
  const envelope = await openEnvelope(call);
  if (!envelope.ok) return envelope;
  seen.envelope = envelope.value;
  const platform = await identify(deps, call, envelope.value, seen);
  if (!platform.ok) return platform;
  seen.platform = platform.value;
  const entered = deps.admission.enter(platform.value.platformId, envelope.value.data.length);
  seen.entered = entered === true || (await entered);
  if (!seen.entered) return { ...fail(wireRefusal('TOO_MANY_CALLS', {})), owesReturn: false };
  const data = await readData(call, envelope.value, seen);
  const service = chooseService(call, envelope.value, platform.value);
  if (!service.ok) return service;
  seen.service = service.value;
  if (!data.ok) return data;
  const field = mislabelledBy(call.dialect.catalogue, service.value, data.value);
  // A failing return would say of an order that it failed under a name by which nobody has ordered it.
  if (field)
    return { ...fail(wireRefusal('SERVICE_MISLABELLED', { field, service: service.value.name })), owesReturn: false };
  const common = readFields(call.dialect.common, data.value);
  if (!common.ok) return common;
  const { timestamp, userDevice } = common.value as { timestamp: Instant | null; userDevice?: 'PC' | 'MOBILE' | null };
  if (timestamp !== null && Math.abs(deps.clock.now() - timestamp) > 10 * MINUTE) {
    return fail(wireRefusal('TIMESTAMP_OFF', {}));
  }
  const input = await readInput(service.value, envelope.value, data.value);
  if (!input.ok) return input;
  seen.input = input.value;
  const device = envelope.value.device ?? userDevice ?? deviceOf(call.userAgent);
  return perform(deps.custody, call.dialect, platform.value, service.value, {
    name: envelope.value.serviceName,
    input: input.value,
    raw: data.value,
    device,
  });
}

async function openEnvelope(call: Call): Promise<Result<Envelope, WireRefusal>> {
  const { body } = call;
  if (!Buffer.isBuffer(body)) return fail(body);
  const form = body.length > LONG ? await readLongForm(body) : readForm(body);
  if (form.ok) return call.dialect.openEnvelope(form.value);
  return fail(wireRefusal('ENVELOPE_MALFORMED', { why: formProblem(call, form.error) }));
}

/** A field is named when the protocol has it: any other name is a stranger's words. */
function formProblem({ dialect }: Call, problem: FormProblem): string {
  if (problem.why !== 'REPEATED') return problem.why === 'TOO_MANY_FIELDS' ? '参数过多' : '参数名过长';
  return Object.hasOwn(dialect.envelope, problem.field) ? `参数重复 ${problem.field}` : '参数重复';
}

/** As platforms are registered. */
const PLATFORM_NO = /^\w{1,50}$/;

/** Finds the platform and verifies the signature with the key that the envelope names, or with any live one. */
async function identify(
  deps: ExchangeDeps,
  call: Call,
  envelope: Envelope,
  seen: Seen,
): Promise<Result<Platform, WireRefusal>> {
  const unknown = () => fail(wireRefusal('PLATFORM_UNKNOWN', { platformNo: quotable(envelope.platformNo) }));
  if (!PLATFORM_NO.test(envelope.platformNo)) return unknown();
  seen.named = envelope.platformNo;
  const found = await deps.custody.queries.platformByNo(envelope.platformNo);
  seen.named = null;
  if (!found || found.platform.dialect !== call.dialect.name) return unknown();
  const { platform, keys } = found;
  if (!servesPrefix(call.prefix, deps.prefix, platform.settings['path-prefix'])) return unknown();
  seen.named = platform;
  if (!deps.admission.hasCalls(platform.platformId)) return fail(wireRefusal('TOO_MANY_CALLS', {}));
  const now = deps.clock.now();
  const live = keys.filter(
    (key) =>
      (envelope.keySerial === null || key.serial === envelope.keySerial) &&
      (key.expiresAt === null || key.expiresAt > now) &&
      (key.revokedAt === null || key.revokedAt > now),
  );
  if (live.length === 0) return fail(wireRefusal('KEY_UNKNOWN', { serial: quotable(envelope.keySerial ?? '') }));
  const { bytes } = limitOf(call, envelope);
  if (envelope.data.length > bytes) return fail(wireRefusal('BODY_TOO_LARGE', { bytes, of: 'DATA' }));
  const signature = call.dialect.readSignature(envelope.signature, platform);
  if (!(await isSigned(live, envelope.data, signature))) return fail(wireRefusal('SIGNATURE_WRONG', {}));
  deps.admission.count(platform.platformId, envelope.data.length);
  call.onKnown?.();
  return ok(platform);
}

async function isSigned(keys: readonly PlatformKey[], data: Buffer, signature: Buffer): Promise<boolean> {
  if (data.length <= LONG) return keys.some((key) => verifySignature(key.publicKeyPem, data, signature));
  for (const key of keys) if (await verifyLongSignature(key.publicKeyPem, data, signature)) return true;
  return false;
}

/** Without a prefix everybody is served; with one, those whose deployment or platform has it. */
function servesPrefix(called: string, ...own: readonly (string | undefined)[]): boolean {
  const bare = (prefix: string) => prefix.replace(/^\/+|\/+$/g, '');
  return called === '' || own.some((prefix) => prefix !== undefined && bare(prefix) === bare(called));
}

async function readData(call: Call, envelope: Envelope, seen: Seen): Promise<Result<RawObject, WireRefusal>> {
  if (envelope.data.length > LONG) await turn();
  const read = readJsonBytes(envelope.data, limitOf(call, envelope).values);
  if (!read.ok) return fail(wireRefusal('JSON_MALFORMED', { why: read.error.why }));
  if (!isObject(read.value)) return fail(wireRefusal('JSON_MALFORMED', { why: 'NO_OBJECT' }));
  seen.raw = read.value;
  return ok(read.value);
}

/** What the service that the envelope names takes; of one that we do not have, the least. */
function limitOf({ dialect }: Call, { serviceName }: Envelope): DataLimit {
  const service = dialect.catalogue.find(serviceName);
  return service === null || service === 'CLOSED' ? dataLimit({}) : service.limit;
}

function chooseService(call: Call, envelope: Envelope, platform: Platform): Result<Service, WireRefusal> {
  const service = call.dialect.catalogue.find(envelope.serviceName);
  const named = { service: envelope.serviceName };
  if (platform.suspended) return fail(wireRefusal('PLATFORM_SUSPENDED', {}));
  if (service === null) return fail(wireRefusal('SERVICE_UNKNOWN', {}));
  if (service === 'CLOSED') return fail(wireRefusal('SERVICE_NOT_OPENED', named));
  const opened = platform.services;
  if (opened && !opened.includes(service.name) && !service.aliases.some((alias) => opened.includes(alias))) {
    return fail(wireRefusal('SERVICE_NOT_OPENED', named));
  }
  if (call.method !== 'POST') return fail(wireRefusal('METHOD_WRONG', {}));
  const address = service.mode === 'gateway' ? 'gateway' : 'service';
  return address === call.address ? ok(service) : fail(wireRefusal('SERVICE_ADDRESS', { ...named, address }));
}

/** Reads a service's fields; the number that an order will have for ever must be fit to be said again (G-8). */
async function readInput(
  service: Service,
  { data }: Envelope,
  raw: RawObject,
): Promise<Result<Readonly<Record<string, unknown>>, WireRefusal>> {
  const input = data.length > LONG ? await readLongFields(service.fields, raw) : readFields(service.fields, raw);
  const field = service.orderNo;
  if (!input.ok || field === null || !UNFIT_NUMBER.test(input.value[field] as string)) return input;
  const label = service.fields[field]?.label ?? '';
  return fail(wireRefusal('FIELD_INVALID', { field, label, expected: '首尾无空白、不含控制字符的编号' }));
}

const UNFIT_NUMBER = /^\s|\s$|\p{Cc}/u;

function deviceOf(userAgent: string): 'PC' | 'MOBILE' {
  return /Mobile|Android|iPhone|iPad|HarmonyOS/i.test(userAgent) ? 'MOBILE' : 'PC';
}

/** A failure nobody foresaw: what was asked for may have happened, so it is never answered as a refusal (G-11). */
function unexpected(seen: Seen): AnyRefusal {
  const { service } = seen;
  if (!service || service.mode === 'query' || seen.input === null) return { name: 'SYSTEM_BUSY', facts: {} };
  // A gateway call may always be made again: it enters its page or its outcome (G-12).
  const repeatable = service.mode === 'gateway' || service.idempotent;
  return { name: 'RESULT_UNKNOWN', facts: { requestNo: requestNoOf(seen) ?? '', repeatable } };
}
