/**
 * One signed form over HTTP. It promises: the answer's bytes are handed on untouched, redirects are not followed, a
 * time-out ends the call whole, reading included, and what failed is told apart – never sent, no answer in time,
 * connection lost – in a sentence that names the address.
 */
import type { UnknownReason } from './errors.ts';

/** The answer as it came. */
export interface Received {
  readonly kind: 'received';
  readonly status: number;
  readonly body: Buffer;
  readonly headers: Headers;
}

/** No answer came. */
export interface Lost {
  readonly kind: 'lost';
  readonly reason: UnknownReason;
  readonly message: string;
}

/** No answer of the custodian's comes near it. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Errors of a connection that was never made – nothing of the request left this machine – and what they mean. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there; is the custodian running, and are host and port right?',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the host’s name could not be looked up',
  EHOSTUNREACH: 'no way leads to that host',
  ENETUNREACH: 'no way leads to that network',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what listens there does not speak TLS; is http meant?',
};
/** The certificate is judged before the request is written. */
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY|DECODE)|HOSTNAME_MISMATCH)/;

/** Posts fields as a form and reads the whole answer within `timeoutMs`. Never throws for what the network does. */
export async function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Received | Lost> {
  const progress = { status: 0, bytes: 0 };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams(fields).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    progress.status = response.status;
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      progress.bytes += chunk.length;
      if (progress.bytes > MOST_BYTES) throw new RangeError(`more than ${MOST_BYTES} bytes`);
    }
    return { kind: 'received', status: response.status, body: Buffer.concat(chunks), headers: response.headers };
  } catch (error) {
    return lost(error, url, timeoutMs, progress);
  }
}

function lost(error: unknown, url: string, timeoutMs: number, progress: { status: number; bytes: number }): Lost {
  const half = progress.status === 0 ? '' : ` (HTTP ${progress.status} had begun, ${progress.bytes} bytes were read)`;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { kind: 'lost', reason: 'TIMEOUT', message: `no whole answer of ${url} within ${timeoutMs} ms${half}` };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const never = progress.status === 0 ? neverSent(code, cause) : null;
  if (never !== null) {
    return {
      kind: 'lost',
      reason: 'NOT_SENT',
      message: `${url} could not be reached: ${never}${code && ` (${code})`}`,
    };
  }
  const why = code || (cause instanceof Error ? cause.message : String(cause));
  return { kind: 'lost', reason: 'CONNECTION', message: `the connection to ${url} was lost: ${why}${half}` };
}

function neverSent(code: string, cause: unknown): string | null {
  if (code in NEVER_SENT) return NEVER_SENT[code] ?? null;
  if (CERTIFICATE.test(code)) return 'its certificate is not trusted';
  if (!(cause instanceof Error)) return null;
  if ('syscall' in cause && cause.syscall === 'connect') return 'no connection came about';
  return cause.message === 'bad port' ? 'fetch does not call that port' : null;
}
