/** The request log of a custodian, and what the operator may ask of it. */
import type { Queries } from '../custody/api.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
import { createExplain } from '../requests/explain.ts';
import { createRequestLog, type RequestLog } from '../requests/request-log.ts';
import type { Parts } from './parts.ts';

/** In production nobody looks into what a signature would have taken. */
export function openRequestLog(
  { config, sql, log }: Parts,
  sealer: Sealer,
  queries: Queries,
  clock: Clock,
): RequestLog {
  const explain = config.mode === 'sandbox' ? createExplain(queries, clock) : null;
  return createRequestLog({ sql, sealer, log, days: config.requestLogDays, explain });
}
