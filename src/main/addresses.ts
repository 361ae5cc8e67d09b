/**
 * Where everything listens, settled before anything is begun: a port in use ends a start while there is nothing to
 * undo.
 */
import type { Config } from '../config.ts';
import { until } from '../db/embedded/postmaster.ts';
import { listenSentence, type ServerOptions } from '../http/server.ts';
import { freePort, whyNotFree } from '../kernel/ports.ts';

export interface Place {
  readonly port: number;
  /** As our own processes reach it. */
  readonly inside: string;
  /** As browsers and platforms reach it. */
  readonly outside: string;
}

export interface Addresses {
  readonly custodian: Place;
  readonly bank: Place;
  readonly demo: Place;
  /** Where we are watched; null: at the custodian's own port. */
  readonly ops: Place | null;
}

export type PlaceName = 'custodian' | 'bank' | 'demo';

/** What is to be listened on, and by which variables. */
type Wanted = Pick<ServerOptions, 'host' | 'port' | 'portName' | 'hostName'>;

/** The variables of the port where we are watched. */
export const OPS_NAMES = { portName: 'CUNGUAN_OPS_PORT', hostName: 'CUNGUAN_OPS_HOST' };

/** A child that is left from a hard-killed start notices within this time that it is alone, and frees its port. */
const CHILD_LEAVES = 5_000;

/**
 * Settles the ports of what this start begins; 0 becomes a free one. Throws a `OperatorError` for one that cannot
 * be had.
 */
export async function settleAddresses(
  config: Config,
  begun: readonly PlaceName[],
  afterCrash: boolean,
): Promise<Addresses> {
  const settle = async (name: PlaceName, port: number, variable: string, url: string | null): Promise<Place> => {
    const wanted = { host: config.host, port, portName: variable };
    return placeOf(config.host, begun.includes(name) ? await settlePort(wanted, afterCrash) : port, url);
  };
  const { opsHost, opsPort } = config;
  const ops = opsPort === null ? null : { host: opsHost, port: opsPort, ...OPS_NAMES };
  return {
    custodian: await settle('custodian', config.port, 'CUNGUAN_PORT', config.publicUrl),
    bank: await settle('bank', config.bankPort, 'CUNGUAN_BANK_PORT', config.bankUrl),
    demo: await settle('demo', config.demoPort, 'CUNGUAN_DEMO_PORT', config.demoUrl),
    ops: ops && placeOf(ops.host, await settlePort(ops, afterCrash), null),
  };
}

function placeOf(host: string, port: number, url: string | null): Place {
  const inside = `http://${reachable(host)}:${port}`;
  return { port, inside, outside: url ?? inside };
}

async function settlePort(wanted: Wanted, afterCrash: boolean): Promise<number> {
  const { host, port } = wanted;
  if (port === 0) return freePort();
  let problem: NodeJS.ErrnoException | null = null;
  const isSettled = async (): Promise<boolean> => {
    problem = await whyNotFree(port, host);
    return problem?.code !== 'EADDRINUSE';
  };
  await until(isSettled, afterCrash ? CHILD_LEAVES : 0);
  if (problem === null) return port;
  throw listenSentence(problem, wanted);
}

/** An address to listen on is not always one to call: all addresses of a machine are reached at the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
