/**
 * Sends one notice: one POST of a form, one short answer. It promises to answer within its time-out whatever the
 * receiver does, to read no more than a few bytes of it, to follow no redirect, and never to tell what was in the
 * form or in the answer: a receiver may well echo the personal data it was sent.
 */
import type { LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { type AddressPolicy, findTarget, type Resolve } from './addresses.ts';

export interface SendOptions {
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
  /** Real milliseconds for everything: resolving, connecting, sending, the answer. */
  readonly timeout: number;
}

/** Acknowledged, or one phrase that says why not. */
export type Reply = { readonly acknowledged: true } | { readonly acknowledged: false; readonly reason: string };

/** Room for an acknowledgement with much white space around it. */
const BODY_LIMIT = 4_096;

/**
 * Posts `fields` to `address`. Acknowledged means HTTP 200 and a body that is, white space around it ignored, exactly
 * `acknowledgement` (LW-9, DW-5). Never rejects.
 */
export async function send(
  address: string,
  fields: Readonly<Record<string, string>>,
  acknowledgement: string,
  options: SendOptions,
): Promise<Reply> {
  const signal = AbortSignal.timeout(options.timeout);
  try {
    const target = await within(signal, findTarget(address, options.policy, options.resolve));
    if (!target.ok) return failed(target.reason);
    return await post(target.url, target.addresses, new URLSearchParams(fields).toString(), acknowledgement, signal);
  } catch (error) {
    if (signal.aborted) return failed(`no answer within ${options.timeout / 1_000} s`);
    return failed(`could not be reached: ${codeOf(error)}`);
  }
}

function post(
  url: URL,
  addresses: readonly LookupAddress[],
  body: string,
  acknowledgement: string,
  signal: AbortSignal,
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    // A connection of its own: nothing of one receiver is left behind for another.
    agent: false,
    signal,
    lookup: answering(addresses),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'content-length': Buffer.byteLength(body),
      accept: 'text/plain, */*',
      'user-agent': 'cunguan',
    },
  });
  request.on('error', reject);
  request.on('response', (response) => {
    judge(response, acknowledgement).then(resolve, reject);
  });
  request.end(body);
  return promise.finally(() => request.destroy());
}

async function judge(response: IncomingMessage, acknowledgement: string): Promise<Reply> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) return failed(`answered HTTP ${status}; redirects are not followed`);
  if (status !== 200) return failed(`answered HTTP ${status}`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return failed(`answered HTTP 200 with more than ${BODY_LIMIT} bytes`);
    chunks.push(chunk);
  }
  if (Buffer.concat(chunks).toString('utf8').trim() === acknowledgement) return { acknowledged: true };
  return failed(`answered HTTP 200 with ${size} bytes that are not ${acknowledgement}`);
}

/** A look-up that knows its answer: the addresses that were checked, whatever is asked. */
function answering(addresses: readonly LookupAddress[]): LookupFunction {
  const [first] = addresses;
  return (_host, options, callback) => {
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

/**
 * The system's name for what went wrong (ECONNREFUSED, CERT_HAS_EXPIRED); never a message, which may quote the form.
 */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : 'the connection broke';
}

function failed(reason: string): Reply {
  return { acknowledged: false, reason };
}
