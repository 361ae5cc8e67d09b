/**
 * The road of every call of both protocols: envelope, platform and key, signature over the bytes as received, service,
 * fields, command, the core, the answer, its signature, one masked log line. Promises: whatever arrives, a signed and
 * named answer (or the error page) leaves; nothing is executed before the signature is verified (G-1, G-2).
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Custody, Platform } from '../custody/api.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type Clock, type Instant, MINUTE } from '../kernel/time.ts';
import { type AnswerDeps, type Answered, answer } from './answers.ts';
import { readFields, readLongFields } from './catalogue/read.ts';
import type { Service } from './catalogue/service.ts';
import type { Envelope } from './dialect.ts';
import { type Enveloped, openEnvelope } from './envelope.ts';
import { LONG } from './form.ts';
import { addressOf, identify, type IdentifyDeps, limitOf } from './identify.ts';
import { mislabelledBy } from './labels.ts';
import { isObject, type RawObject, readJsonBytes } from './json.ts';
import { perform, type Reached } from './perform.ts';
import { type AnyRefusal, type WireRefusal, wireRefusal } from './refusals.ts';
import { type CallLine, lineOf, nothingSeen, requestNoOf, type Seen } from './seen.ts';

/** What the pipeline needs of the house. */
export interface ExchangeDeps extends AnswerDeps, IdentifyDeps {
  readonly custody: Pick<Custody, 'execute' | 'open' | 'queries'>;
  readonly log: WireLog;
  /** Is given every call that was answered; it neither throws nor waits. */
  readonly keep: (exchanged: Exchanged) => void;
  /** Real time, in a sandbox, whose clock may have been moved while clients stamp what their machines say (LW-8). */
  readonly realTime: Clock | null;
}

export interface WireLog {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

/** One call as http hands it over. */
export interface Call extends Enveloped {
  readonly userAgent: string;
  /** The caller's address. */
  readonly from: string;
  readonly requestId: string;
}

/** A call with what was learned of it and what was answered, for whoever keeps it. */
export interface Exchanged {
  readonly call: Call;
  readonly seen: Readonly<Seen>;
  /** Null when not even that could be signed. */
  readonly answered: Answered | null;
  readonly line: CallLine;
}

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
  let answered: Answered | null = null;
  try {
    answered = await answer(deps, seen.spoken ? { ...call, dialect: seen.spoken } : call, seen, reached);
    return answered;
  } finally {
    if (seen.platform && seen.envelope && seen.entered)
      deps.admission.leave(seen.platform.platformId, seen.envelope.data.length);
    const line = lineOf(call, seen, reached, performance.now() - began);
    deps.log.info(line, 'exchange');
    deps.keep({ call, seen, answered, line });
  }
}

/** The answer to a call that was not even read, because its caller sends too many. */
export function turnAway(deps: ExchangeDeps, call: Pick<Call, 'dialect' | 'address'>): Promise<Answered> {
  return answer(deps, call, nothingSeen(), fail(wireRefusal('TOO_MANY_CALLS', {})));
}

/** Steps 2 to 6 of the road; each may refuse. */
async function take(deps: ExchangeDeps, call: Call, seen: Seen): Promise<Reached> {
  const envelope = await openEnvelope(deps, call, seen);
  if (!envelope.ok) return envelope;
  seen.envelope = envelope.value;
  const platform = await identify(deps, call, envelope.value, seen);
  if (!platform.ok) return platform;
  seen.platform = platform.value;
  const entered = deps.admission.enter(platform.value.platformId, envelope.value.data.length);
  seen.entered = entered === true || (await entered);
  if (!seen.entered) return { ...fail(wireRefusal('TOO_MANY_CALLS', {})), owesReturn: false };
  const data = await readData(call, envelope.value, seen);
  const service = chooseService(deps, call, envelope.value, platform.value);
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
  const late = timestamp !== null && refuseTimestamp(deps, timestamp);
  if (late) return fail(late);
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

async function readData(call: Call, envelope: Envelope, seen: Seen): Promise<Result<RawObject, WireRefusal>> {
  if (envelope.data.length > LONG) await turn();
  const read = readJsonBytes(envelope.data, limitOf(call.dialect, envelope).values);
  if (!read.ok) return fail(wireRefusal('JSON_MALFORMED', { why: read.error.why }));
  if (!isObject(read.value)) return fail(wireRefusal('JSON_MALFORMED', { why: 'NO_OBJECT' }));
  seen.raw = read.value;
  return ok(read.value);
}

/** How far a time stamp may be from ours. */
const NEAR = 10 * MINUTE;

/** A sandbox judges by its own clock or by real time: whichever is nearer (LW-8, DW-2). */
function refuseTimestamp({ clock, realTime }: ExchangeDeps, came: Instant): WireRefusal | null {
  const ours = clock.now();
  if (Math.abs(ours - came) <= NEAR) return null;
  if (realTime !== null && Math.abs(realTime.now() - came) <= NEAR) return null;
  return wireRefusal('TIMESTAMP_OFF', { came, ours });
}

function chooseService(
  deps: ExchangeDeps,
  call: Call,
  envelope: Envelope,
  platform: Platform,
): Result<Service, WireRefusal> {
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
  if (address === call.address) return ok(service);
  return fail(wireRefusal('ADDRESS_WRONG', { path: addressOf(deps, platform, address) }));
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
