/**
 * Where we are watched: readiness and figures, on a port of their own or, in a sandbox that has none, beside all else.
 * That port opens before anything serves and closes after everything has ended, so that who watches is told so to the
 * end; the other one says to strangers that we are alive, and no more.
 */
import { readMigrations } from '../db/migrate.ts';
import { ALIVE, createMetrics, healthRoutes, type Metrics } from '../http/health.ts';
import { type Route, startServer } from '../http/server.ts';
import { OPS_NAMES } from './addresses.ts';
import type { Parts } from './parts.ts';
import { MIGRATIONS } from './paths.ts';
import { type Readiness, watchReadiness } from './readiness.ts';

export interface Ops {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** What the custodian's own port serves of it. */
  readonly routes: readonly Route[];
}

/** Opens the port, if there is to be one; `stack` closes it. */
export async function openOps({ config, addresses, sql, log }: Parts, stack: AsyncDisposableStack): Promise<Ops> {
  const metrics = createMetrics();
  const readiness = watchReadiness(sql, (await readMigrations(MIGRATIONS)).length);
  const routes = healthRoutes(readiness.missing, metrics.registry);
  if (addresses.ops === null) return { metrics, readiness, routes };
  const server = await startServer({ host: config.opsHost, port: addresses.ops.port, ...OPS_NAMES, log, routes });
  stack.defer(() => server.close());
  return { metrics, readiness, routes: [ALIVE] };
}
