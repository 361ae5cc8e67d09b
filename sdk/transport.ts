/**
 * One signed form over HTTP. It promises: the answer's bytes are handed on untouched, redirects are not followed, a
 * time-out ends the call, and what failed is told apart: never sent, no answer in time, connection lost.
 */
import type { UnknownReason } from './answer.ts';

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

/** Errors of a connection that was never made: nothing of the request left this machine. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Posts fields as a form and reads the whole answer within `timeoutMs`. Never throws for what the network does. */
export async function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Received | Lost> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams(fields).toString(),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = Buffer.from(await response.arrayBuffer());
    return { kind: 'received', status: response.status, body, headers: response.headers };
  } catch (error) {
    return lost(error, timeoutMs);
  }
}

function lost(error: unknown, timeoutMs: number): Lost {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { kind: 'lost', reason: 'TIMEOUT', message: `no answer within ${timeoutMs} ms` };
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = NEVER_SENT.has(code) ? 'NOT_SENT' : 'CONNECTION';
  return { kind: 'lost', reason, message: code || (error instanceof Error ? error.message : String(error)) };
}
