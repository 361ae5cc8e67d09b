/**
 * What watches us asks here: alive, ready, and figures in Prometheus' format. None of it touches money. Strangers need
 * none of it: that we are alive they see, the rest is for a port that they do not reach.
 */
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Answer, Load, Route } from './server.ts';

/** Who asks whether we are ready wants to know soon, also when the database hangs. */
const ANSWER_WITHIN = 3_000;
const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

export interface Metrics {
  readonly registry: Registry;
  /** To be given to the server: one observation per answer. */
  readonly observe: (route: string, method: string, status: number, seconds: number) => void;
}

/** A registry with the process's own figures and the duration of answers per route. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'cunguan_' });
  const durations = new Histogram({
    name: 'cunguan_http_seconds',
    help: 'Duration of answers by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  return {
    registry,
    observe: (route, method, status, seconds) => durations.observe({ route, method, status }, seconds),
  };
}

/** Adds what the listener has in hand to the figures. */
export function watchLoad(registry: Registry, load: () => Load): void {
  const gauges: readonly [string, string, keyof Load][] = [
    ['cunguan_http_connections', 'Connections open', 'connections'],
    ['cunguan_http_body_bytes', 'Bytes of bodies that have not been answered', 'bodyBytes'],
  ];
  for (const [name, help, figure] of gauges) {
    const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(load()[figure]) });
  }
}

/** All that may be said to anybody. */
export const ALIVE: Route = { method: 'GET', path: '/healthz', free: true, handle: () => text(200, 'alive') };

/** `isReady` answers what is missing, in a few words, or null when requests can be served. */
export function healthRoutes(isReady: () => Promise<string | null>, registry: Registry): readonly Route[] {
  return [
    ALIVE,
    {
      method: 'GET',
      path: '/readyz',
      free: true,
      handle: async () => {
        const { promise: late, resolve } = Promise.withResolvers<string>();
        const timer = setTimeout(resolve, ANSWER_WITHIN, 'no answer in time');
        const missing = await Promise.race([isReady(), late]).finally(() => clearTimeout(timer));
        return missing === null ? text(200, 'ready') : text(503, missing);
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      free: true,
      handle: async () => ({
        status: 200,
        headers: { ...TEXT, 'content-type': registry.contentType },
        body: await registry.metrics(),
      }),
    },
  ];
}

function text(status: number, body: string): Answer {
  return { status, headers: TEXT, body: `${body}\n` };
}
