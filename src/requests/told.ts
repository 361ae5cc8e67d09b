/** A kept request as the operator sees it: what was sent and answered by its declared fields, personal data masked. */
import { maskForLog } from '../wire/catalogue/render.ts';
import type { Service } from '../wire/catalogue/service.ts';
import { dialectOf } from '../wire/dialects.ts';
import { fieldsOf } from '../wire/envelope.ts';
import { isObject, readJsonBytes } from '../wire/json.ts';
import { FAULT_CAUSES, type SignatureFault } from '../wire/signature-faults.ts';
import { formatIso } from '../kernel/time.ts';
import type { OpenedRequest, RequestLine } from './requests.store.ts';

/** Values of a message that are shown; what is kept has fewer. */
const MOST_VALUES = 100_000;

/** One line of `request list`; times are ISO 8601 in Beijing. */
export function toldLine(line: RequestLine): object {
  const { requestId, at, platformNo, service, requestNo, userNo, result, code, took } = line;
  return { requestId, at: formatIso(at), platformNo, service, requestNo, userNo, result, code, took };
}

/** All of one, as `request show` tells it. */
export async function toldRequest(found: OpenedRequest): Promise<object> {
  const { verified, dialect, address, caller, sentence, bodySize, bodyDigest, answerSize, fault } = found;
  const service = serviceOf(found);
  return {
    ...toldLine(found),
    ...{ dialect, address, caller, verified, sentence, bodySize, answerSize },
    // Null: kept whole.
    bodyDigest,
    input: bodyDigest === null && service ? masked(service.fields, await readData(found)) : null,
    answer: found.answer && service ? masked(service.answer, found.answer) : null,
    signature: fault && toldFault(JSON.parse(fault) as SignatureFault),
  };
}

function serviceOf({ dialect, service }: RequestLine): Service | null {
  const found = service === null ? null : dialectOf(dialect).catalogue.find(service);
  return found === 'CLOSED' ? null : found;
}

async function readData({ body, contentType }: OpenedRequest): Promise<Buffer | null> {
  const form = await fieldsOf(body, { method: 'POST', contentType });
  return form.ok ? (form.value.get('reqData') ?? null) : null;
}

/** Declared fields only; null when it cannot be read. */
function masked(fields: Service['fields'], bytes: Buffer | null): object | null {
  const read = bytes && readJsonBytes(bytes, MOST_VALUES);
  return read?.ok && isObject(read.value) ? maskForLog(fields, read.value) : null;
}

function toldFault({ size, digest, tried, causes, verifiedBy }: SignatureFault): object {
  return {
    verified: `${size} bytes of reqData, SHA-256 ${digest}`,
    tried: tried.map(({ serial, fingerprint }) => `key ${serial} (${fingerprint})`),
    likely: causes.length > 0 ? causes.map((cause) => FAULT_CAUSES[cause]) : ['no mistake that we know of'],
    verifiedBy,
  };
}
