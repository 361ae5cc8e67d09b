/** Steps 5 to 7 of the road: the typed input becomes the core's command, the core's outcome becomes the answer. */
import type { Custody, Platform, Presentation } from '../custody/api.ts';
import { fail, type Failure, type Ok, ok } from '../kernel/result.ts';
import type { Instant } from '../kernel/time.ts';
import { rawText } from './catalogue/read.ts';
import { type Message, renderFields } from './catalogue/render.ts';
import {
  type DirectService,
  echoOf,
  type GatewayService,
  type QueryService,
  type Service,
} from './catalogue/service.ts';
import type { Dialect, Verdict } from './dialect.ts';
import type { RawObject } from './json.ts';
import { returnsToNotify } from './outgoing.ts';
import { type AnyRefusal, wireRefusal } from './refusals.ts';

/** How far a call came: it was answered, or it has a page. */
export type Reply = ({ readonly kind: 'said' } & Spoken) | { readonly kind: 'page'; readonly token: string };

export interface Spoken {
  readonly verdict: Verdict;
  readonly message: Message;
}

/** A call that was carried out, or why not: then a failing return is owed to the browser, unless it says otherwise. */
export type Reached = Ok<Reply> | (Failure<AnyRefusal> & { readonly owesReturn?: boolean });

type Core = Pick<Custody, 'execute' | 'open' | 'queries'>;

/** A verified and read call. */
export interface Asked {
  /** The service under the name that was sent. */
  readonly name: string;
  readonly input: unknown;
  readonly raw: RawObject;
  readonly device: 'PC' | 'MOBILE';
}

const SUCCESS: Verdict = { standing: 'SUCCESS', refusal: null };

/** Executes, opens or finds. Throws only what the core throws: a result that is not known. */
export function perform(
  core: Core,
  dialect: Dialect,
  platform: Platform,
  service: Service,
  asked: Asked,
): Promise<Reached> {
  if (service.mode === 'direct') return execute(core, platform, service, asked);
  return service.mode === 'gateway'
    ? open(core, dialect, platform, service, asked)
    : find(core, dialect, platform, service, asked);
}

function requestOf(service: DirectService | GatewayService, asked: Asked) {
  const requestNo = (asked.input as Readonly<Record<string, string>>)[service.orderNo] as string;
  return { requestNo, service: asked.name, idempotent: service.idempotent };
}

async function execute(core: Core, platform: Platform, service: DirectService, asked: Asked): Promise<Reached> {
  const done = await core.execute(platform, requestOf(service, asked), service.toCommand(asked.input));
  if (!done.ok) return { ...fail(inTheirWords(service, done.error)), owesReturn: false };
  const values = service.toAnswer(asked.input, done.value.outcome, done.value.at);
  return ok({ kind: 'said', verdict: SUCCESS, message: renderFields(service.answer, values) });
}

async function open(
  core: Core,
  dialect: Dialect,
  platform: Platform,
  service: GatewayService,
  asked: Asked,
): Promise<Reached> {
  const { callbackUrl, expired } = asked.input as { callbackUrl: string; expired?: Instant | null };
  if (returnsToNotify(dialect, platform, callbackUrl)) {
    return fail(wireRefusal('CALLBACK_IS_NOTIFY', {}));
  }
  const { remark = null, hideBalance = false } = service.show(asked.input);
  const echo = echoOf(service, (name) => rawText(asked.raw, name));
  const show: Presentation = { callbackUrl, device: asked.device, remark, hideBalance, echo };
  const command = service.toCommand(asked.input);
  const page = await core.open(platform, requestOf(service, asked), command, show, expired ?? null);
  return page.ok
    ? ok({ kind: 'page', token: page.value })
    : { ...fail(inTheirWords(service, page.error)), owesReturn: page.owesReturn };
}

async function find(
  core: Core,
  { catalogue }: Dialect,
  platform: Platform,
  service: QueryService,
  asked: Asked,
): Promise<Reached> {
  const found = await service.find(asked.input, { platform, queries: core.queries, catalogue });
  if (!found.ok) return found;
  const { values, standing = 'SUCCESS', because = null } = found.value;
  const message = renderFields(service.answer, values);
  return ok({ kind: 'said', verdict: { standing, refusal: null, because }, message });
}

/** Fields are named as the platform knows them (G-7, G-9): the core's `holdNo` is its `preTransactionNo`. */
function inTheirWords(service: Service, refusal: AnyRefusal): AnyRefusal {
  if (refusal.name !== 'REQUEST_CONTENT_DIFFERS' && refusal.name !== 'AMOUNT_ZERO') return refusal;
  const names: Readonly<Record<string, string>> = { verb: 'serviceName', service: 'serviceName', ...service.coreNames };
  const field = refusal.facts.field.replace(/[A-Za-z]+/g, (word) => names[word] ?? word);
  return { name: refusal.name, facts: { ...refusal.facts, field } } as AnyRefusal;
}
