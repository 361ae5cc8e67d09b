/**
 * A service is its fields, declared once, and two pure functions: from the typed input to the core's command, from the
 * core's outcome to the answer. Three shapes: a gateway order opens a page, a direct order is done at once, a query
 * reads.
 */
import type { OrderView, Platform, Queries, TransactionInformation } from '../../custody/api.ts';
import type {
  CommandOf,
  DirectCommand,
  DirectVerbName,
  Outcomes,
  PageCommand,
  PageVerbName,
  VerbName,
} from '../../custody/commands.ts';
import type { Result } from '../../kernel/result.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AnyRefusal } from '../refusals.ts';
import { type DataLimit, dataLimit } from './data-limit.ts';
import type { AnswerOf, Fields, InputOf, NumberField } from './kinds.ts';

/** How an order stands, for protocols that say it beside the code. */
export type Standing = 'SUCCESS' | 'ACCEPT' | 'INIT' | 'PROCESSING' | 'FAIL';

/** What a notice tells: that an order was accepted, that it succeeded, that it failed. */
export type NoticeTold = 'ACCEPTED' | 'SUCCESS' | 'FAILURE';

interface Declared<F extends Fields, A extends Fields> {
  readonly name: string;
  /** Other spellings it is called by; answers and notices echo the one that was sent (LW-10). */
  readonly aliases?: readonly string[];
  /** The document's Chinese name. */
  readonly title: string;
  /** What it does, in our own words. */
  readonly meaning: string;
  /** The section of the document, or D-EXT for what is beyond it. */
  readonly section: string;
  readonly beyondDocument?: boolean;
  readonly idempotent: boolean;
  readonly fields: F;
  /** The answer's fields without code and sentence, which the dialect adds. */
  readonly answer: A;
  /** What of its orders is posted to the notify address, with the answer's fields; of a gateway order, its end. */
  readonly notices?: readonly NoticeTold[];
  /** The core's field names by the protocol's, for naming what differs (G-9). */
  readonly coreNames?: Readonly<Record<string, string>>;
}

/** What an order's service says besides. */
interface DeclaredOrder<F extends Fields, A extends Fields, V extends VerbName> extends Declared<F, A> {
  readonly verb: V;
  /** The field that holds the number the order is known by for ever (G-8). */
  readonly orderNo: NumberOf<F>;
  /** How the protocol's transaction query tells such an order; null: it cannot be asked for. */
  readonly told: Told<NoInfer<V>> | null;
}

type NumberOf<F extends Fields> = { [K in keyof F]: F[K] extends NumberField ? K : never }[keyof F] & string;

/** One order in the words of a protocol's transaction query, under the type by which it is asked for. */
export interface Told<V extends VerbName = VerbName> {
  readonly type: string;
  answer(found: TransactionInformation<V>): AnswerOf<Fields>;
}

export interface GatewayDefinition<F extends Fields, A extends Fields, V extends PageVerbName>
  extends DeclaredOrder<F, A, V> {
  /** Fields to be given back with the words that were sent. */
  readonly echoes?: readonly (keyof F & string)[];
  toCommand(input: InputOf<F>): CommandOf<V>;
  /** What is for show only. */
  show?(input: InputOf<F>): { readonly remark?: string | null; readonly hideBalance?: boolean };
  /** Answers return and notice alike; command and outcome are null where the order never had them. */
  toAnswer(order: OrderView<V>): AnswerOf<A>;
}

export interface DirectDefinition<F extends Fields, A extends Fields, V extends DirectVerbName>
  extends DeclaredOrder<F, A, V> {
  toCommand(input: InputOf<F>): CommandOf<V>;
  toAnswer(input: InputOf<F>, outcome: Outcomes[V], at: Instant): AnswerOf<A>;
}

/** What a query found: the answer, how the thing asked for stands, and a sentence when it failed. */
export interface Found<A extends Fields> {
  readonly values: AnswerOf<A>;
  readonly standing?: Standing;
  /** Why the thing asked for failed; the query itself succeeded. */
  readonly because?: AnyRefusal | null;
}

export interface QueryContext {
  readonly platform: Platform;
  readonly queries: Queries;
  readonly catalogue: Catalogue;
}

export interface QueryDefinition<F extends Fields, A extends Fields> extends Declared<F, A> {
  find(input: InputOf<F>, context: QueryContext): Promise<Result<Found<A>, AnyRefusal>>;
}

/** A declared service with its types forgotten, as the pipeline handles it. */
interface Base extends Declared<Fields, Fields> {
  readonly aliases: readonly string[];
  readonly notices: readonly NoticeTold[];
  readonly limit: DataLimit;
  /** Null: no order, no number of its own (G-8). */
  readonly orderNo: string | null;
  readonly told: Told | null;
}
export interface GatewayService extends Base {
  readonly mode: 'gateway';
  readonly verb: PageVerbName;
  readonly orderNo: string;
  readonly echoes: readonly string[];
  toCommand(input: unknown): PageCommand;
  show(input: unknown): { readonly remark?: string | null; readonly hideBalance?: boolean };
  toAnswer(order: OrderView): AnswerOf<Fields>;
}
export interface DirectService extends Base {
  readonly mode: 'direct';
  readonly verb: DirectVerbName;
  readonly orderNo: string;
  toCommand(input: unknown): DirectCommand;
  toAnswer(input: unknown, outcome: unknown, at: Instant): AnswerOf<Fields>;
}
export interface QueryService extends Base {
  readonly mode: 'query';
  find(input: unknown, context: QueryContext): Promise<Result<Found<Fields>, AnyRefusal>>;
}
export type Service = GatewayService | DirectService | QueryService;

/** Declares a gateway service: the order opens a page. */
export function defineGateway<const F extends Fields, const A extends Fields, const V extends PageVerbName>(
  definition: GatewayDefinition<F, A, V>,
): GatewayService {
  const limit = dataLimit(definition.fields);
  const usual = { notices: ['SUCCESS', 'FAILURE'], aliases: [], echoes: [], show: () => ({}) };
  return { ...usual, ...definition, limit, mode: 'gateway' } as unknown as GatewayService;
}

/** Declares a direct service: the order is done when it is answered. */
export function defineDirect<const F extends Fields, const A extends Fields, const V extends DirectVerbName>(
  definition: DirectDefinition<F, A, V>,
): DirectService {
  const limit = dataLimit(definition.fields);
  return { notices: [], aliases: [], ...definition, limit, mode: 'direct' } as unknown as DirectService;
}

/** Declares a query: no order, no number of its own (G-8). */
export function defineQuery<const F extends Fields, const A extends Fields>(
  definition: QueryDefinition<F, A>,
): QueryService {
  return {
    notices: [],
    aliases: [],
    orderNo: null,
    told: null,
    ...definition,
    limit: dataLimit(definition.fields),
    mode: 'query',
  } as unknown as QueryService;
}

/** A service that the document names and that is not opened yet. */
export interface ClosedService {
  readonly title: string;
  readonly aliases?: readonly string[];
}

export interface Catalogue {
  readonly services: readonly Service[];
  readonly closed: Readonly<Record<string, ClosedService>>;
  /** A service by any of its names; 'CLOSED' when declared but not opened. */
  find(name: string): Service | 'CLOSED' | null;
}

/** With the stray blanks that the documents print in some. */
const LONGEST_NAME = 60;

/** Gathers the services of a protocol; two that answer to one name are a defect. */
export function catalogueOf(services: readonly Service[], closed: Readonly<Record<string, ClosedService>>): Catalogue {
  const byName = new Map<string, Service | 'CLOSED'>();
  const enter = (name: string, service: Service | 'CLOSED') => {
    if (byName.has(name)) throw new Error(`two services are called ${name}`);
    byName.set(name, service);
  };
  for (const service of services) for (const name of [service.name, ...service.aliases]) enter(name, service);
  for (const [name, { aliases = [] }] of Object.entries(closed)) {
    for (const other of [name, ...aliases]) enter(other, 'CLOSED');
  }
  return {
    services,
    closed,
    find: (name) =>
      name.length > LONGEST_NAME ? null : (byName.get(name) ?? byName.get(name.replace(/\s+/g, '')) ?? null),
  };
}

/** How an order is told under a type; null when it is none of that type. */
export function toldAs(catalogue: Catalogue, order: OrderView, type: string): Told | null {
  const service = catalogue.find(order.service);
  const told = service === null || service === 'CLOSED' ? null : service.told;
  return told?.type === type ? told : null;
}

/** The words of the request that a service wants back as sent. */
export function echoOf(service: GatewayService, text: (name: string) => string | null): Record<string, string> {
  const echo: Record<string, string> = {};
  for (const name of service.echoes) {
    const said = text(name);
    if (said) echo[name] = said;
  }
  return echo;
}
