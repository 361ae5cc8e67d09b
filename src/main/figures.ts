/**
 * The figures of the business at /metrics: what was asked and how it ended, what waits, and what nobody has looked at.
 * Promises: what is in memory is read as it is; what the database tells is asked at most once in some seconds whoever
 * scrapes, within a bound of time, and left out where it cannot be had, rather than told as it was.
 */
import { Counter, Gauge, type Registry } from 'prom-client';
import { type CustodyFigures, readFigures } from '../custody/operator.ts';
import type { CustodyParts } from '../custody/custody.ts';
import type { Sql } from '../db/pool.ts';
import { type Clock, SECOND } from '../kernel/time.ts';
import { noticeFigures } from '../notices/operator.store.ts';
import type { RequestLog } from '../requests/request-log.ts';
import type { Exchanged } from '../wire/exchange.ts';

/** Real milliseconds that an answer of the database is told on, and that it may take. */
const FRESH = 5 * SECOND;
const PATIENCE = 2 * SECOND;

export interface FiguresOptions {
  readonly registry: Registry;
  readonly sql: Sql;
  readonly clock: Clock;
  /** Pools by name. */
  readonly pools: Readonly<Record<string, Pick<Sql, 'load'>>>;
  readonly lanes: CustodyParts['load'];
  readonly requests: Pick<RequestLog, 'figures'>;
  /** Real milliseconds that never go back, an argument for tests. */
  readonly passed?: () => number;
}

/** What happens, to be told as it does. */
export interface Figures {
  /** A call was answered. */
  exchanged(exchanged: Pick<Exchanged, 'line'>): void;
  /** The same verification, its result told. */
  watch(verify: CustodyParts['verify']): CustodyParts['verify'];
}

interface Stored extends CustodyFigures {
  readonly notices: Awaited<ReturnType<typeof noticeFigures>>;
}

export function registerFigures(options: FiguresOptions): Figures {
  const { registry } = options;
  const calls = new Counter({
    name: 'cunguan_requests_total',
    help: 'Calls by protocol, service and how they ended: said, page, or the name of the refusal',
    labelNames: ['dialect', 'service', 'result'],
    registers: [registry],
  });
  const differences = new Gauge({
    name: 'cunguan_verify_differences',
    help: 'Differences that the last "ledger verify" at this node found; none before the first',
    registers: [registry],
  });
  differences.remove();
  registerMemory(options);
  registerStored(options);
  return {
    exchanged: ({ line: { dialect, service, result } }) => calls.inc({ dialect, service: service ?? 'NONE', result }),
    watch: (verify) => async (since) => {
      const found = await verify(since);
      differences.set(found.differences.length);
      return found;
    },
  };
}

type Told = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

/** A gauge that asks when it is scraped; what is not told any more disappears. */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labels: readonly string[],
  ask: () => Told | Promise<Told>,
) {
  const made: Gauge<string> = new Gauge({
    ...{ name, help, labelNames: [...labels], registers: [registry] },
    async collect() {
      const told = await ask();
      if (labels.length === 0) made.remove();
      else made.reset();
      for (const [each, value] of told) made.set(each, value);
    },
  });
}

/** What this process has in hand. */
function registerMemory({ registry, pools, lanes, requests }: FiguresOptions): void {
  const one = (name: string, help: string, read: () => number) => gauge(registry, name, help, [], () => [[{}, read()]]);
  one('cunguan_lanes', 'Platforms that have a lane in this process', () => lanes().lanes);
  one('cunguan_lane_queue', 'Commands that wait in lanes', () => lanes().waiting);
  one('cunguan_lane_wait_seconds', 'The longest wait of one of them so far', () => lanes().longest / SECOND);
  one('cunguan_lane_rows', 'Rows that the lanes remember', () => lanes().kept);
  one(
    'cunguan_request_log_waiting',
    'Rows of the request log that wait to be written',
    () => requests.figures().waiting,
  );
  const rows = ['cunguan_request_log_rows_total', 'Rows of the request log, written and dropped'] as const;
  const counter: Counter<'outcome'> = new Counter({
    ...{ name: rows[0], help: rows[1], labelNames: ['outcome'] as const, registers: [registry] },
    collect() {
      const { written, dropped } = requests.figures();
      counter.reset();
      counter.inc({ outcome: 'written' }, written);
      counter.inc({ outcome: 'dropped' }, dropped);
    },
  });
  gauge(registry, 'cunguan_pool', 'Connections of a pool, and statements that wait for one', ['pool', 'what'], () =>
    Object.entries(pools).flatMap(([pool, { load }]) =>
      Object.entries(load()).map(([what, count]) => [{ pool, what }, count] as const),
    ),
  );
}

/** What the database tells of all nodes together. */
function registerStored(options: FiguresOptions): void {
  const { registry, clock } = options;
  const read = remembering(options);
  const stored = (name: string, help: string, labels: readonly string[], tell: (found: Stored) => Told) =>
    gauge(registry, name, help, labels, async () => {
      const found = await read();
      return found ? tell(found) : [];
    });
  stored('cunguan_notices', 'Notices that wait to be sent (PENDING) or for the operator (PARKED)', ['state'], (found) =>
    found.notices.map(({ state, count }) => [{ state }, count]),
  );
  stored('cunguan_notices_oldest_seconds', 'Age of the oldest of them', ['state'], ({ notices }) =>
    notices.flatMap(({ state, oldest }) =>
      oldest === null ? [] : [[{ state }, Math.max(0, clock.now() - oldest) / SECOND] as const],
    ),
  );
  stored('cunguan_bank_orders_unknown', 'Orders of which the bank has not said what became', ['kind'], (found) =>
    found.bankOrders.map(({ kind, count }) => [{ kind }, count]),
  );
  stored('cunguan_breaks', 'What the bank said that does not fit', ['kind'], ({ breaks }) =>
    breaks.map(({ kind, count }) => [{ kind }, count]),
  );
  stored('cunguan_platforms', 'Platforms', [], ({ platforms }) => [[{}, platforms]]);
  stored('cunguan_platforms_unverified', 'Platforms never found right by "ledger verify"', [], (found) => [
    [{}, found.unverified],
  ]);
  stored(
    'cunguan_verified_timestamp_seconds',
    'When the platform was found right whose turn is longest ago',
    [],
    (found) => (found.verifiedAt === null ? [] : [[{}, found.verifiedAt / SECOND]]),
  );
}

/** Asks once for all who ask within some seconds; null when there is no answer in time. */
function remembering({ sql, passed = () => performance.now() }: FiguresOptions): () => Promise<Stored | null> {
  let kept: { readonly at: number; readonly found: Promise<Stored | null> } | null = null;
  return () => {
    if (!kept || passed() - kept.at >= FRESH) kept = { at: passed(), found: inTime(readStored(sql)) };
    return kept.found;
  };
}

async function readStored(sql: Sql): Promise<Stored> {
  return await sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx.unsafe(`set local statement_timeout = ${PATIENCE}`);
    return { ...(await readFigures(tx)), notices: await noticeFigures(tx) };
  });
}

async function inTime<T>(work: Promise<T>): Promise<T | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, PATIENCE, null);
  return await Promise.race([work.catch(() => null), late]).finally(() => clearTimeout(timer));
}
