/** The request log of a custodian, and what the operator may ask of it. */
import type { Queries } from '../custody/api.ts';
import type { Directory } from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
import { createExplain } from '../requests/explain.ts';
import { createRequestLog, type RequestLog } from '../requests/request-log.ts';
import type { RequestFilter, RequestStore } from '../requests/requests.store.ts';
import { NOBODY } from '../requests/row.ts';
import { toldLine, toldRequest } from '../requests/told.ts';
import type { Registry } from './audited.ts';
import { fileOf, memberNo, optionalText, text } from './commands.ts';
import type { Parts } from './parts.ts';

/** One listing; who needs more narrows it. */
const LIST_LIMIT = 200;
/** Calls that name no platform of ours. */
const STRANGERS = 'none';

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

/** `request list` and `request show`. */
export function requestCommands(store: RequestStore, directory: Directory, queries: Queries): Registry {
  return {
    'request.list': {
      does: 'reads',
      run: async (args) => {
        const found = await store.list(await filterOf(directory, args), LIST_LIMIT + 1);
        return { requests: found.slice(0, LIST_LIMIT).map(toldLine), more: found.length > LIST_LIMIT };
      },
    },
    'request.show': {
      does: 'reads',
      run: async (args) => {
        const requestId = text(args, 'requestId');
        const found = await store.find(requestId);
        if (!found) throw new OperatorError(`There is no request ${requestId} in the log, or no more.`);
        const { platformId, requestNo, verified } = found;
        const order = verified && requestNo !== null ? await queries.order(platformId, requestNo) : null;
        return { ...(await toldRequest(found)), order: order && { verb: order.verb, state: order.state } };
      },
    },
  };
}

async function filterOf(directory: Directory, args: AdminArguments): Promise<RequestFilter> {
  const platformNo = optionalText(args, 'platformNo');
  const file = platformNo === null || platformNo === STRANGERS ? null : await fileOf(directory, platformNo);
  const time = (name: string) => (typeof args[name] === 'number' ? args[name] : null);
  return {
    platformId: platformNo === STRANGERS ? NOBODY : (file?.platform.platformId ?? null),
    requestNo: optionalText(args, 'requestNo'),
    userNo: memberNo(args, 'userNo'),
    code: optionalText(args, 'code'),
    from: time('from'),
    to: time('to'),
  };
}
