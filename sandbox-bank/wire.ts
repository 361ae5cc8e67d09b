/**
 * The direct interface's envelope: a POST of JSON bytes whose signature, time and nonce stand in headers, answered the
 * same way. It promises that a handler runs only for a request that the custodian signed, for this path, a short while
 * ago, and once; and that whatever comes of it, a failure too, is answered signed.
 */
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Instant, MINUTE } from '../src/kernel/time.ts';
import { BadRequest, bodyOf } from './http.ts';
import { answerBytes, type BankKeys, isSigned, requestBytes } from './signing.ts';

/** How far a request's time stamp may be from the machine's clock: sandbox clocks are moved, wires are in real time. */
const FRESH = 5 * MINUTE;
/** Nonces remembered at once. They live while a stamp can be fresh; beyond that many requests the oldest go first. */
const NONCES = 200_000;

export type Fields = Readonly<Record<string, unknown>>;

/** Answers JSON, or null for no answer at all: the connection is held until the asker leaves. */
export type Handler = (fields: Fields, reply: FastifyReply) => Promise<object | null>;

export interface WireOptions {
  readonly app: FastifyInstance;
  readonly keys: BankKeys;
  readonly custodian: KeyObject;
  /** The machine's clock. */
  readonly machine: () => Instant;
  /** Real milliseconds for which a question without an answer is held before the connection is cut. */
  readonly silenceMs: number;
}

/** A function that adds one signed route: `route('/api/card/verify', handler)`. */
export function signedRoutes(options: WireOptions): (path: string, handler: Handler) => void {
  const seen = rememberNonces(options.machine);
  return (path, handler) => {
    options.app.post(path, async (request, reply) => {
      const nonce = header(request, 'bank-nonce');
      let status = 200;
      let answer: object | null;
      try {
        answer = await handler(admit(options, seen, path, request), reply);
      } catch (error) {
        if (!(error instanceof BadRequest)) request.log.error({ err: error, path }, 'a direct request failed');
        status = error instanceof BadRequest ? error.status : 500;
        answer = error instanceof BadRequest ? { error: error.code, message: error.message } : { error: 'INTERNAL' };
      }
      if (answer === null) return hold(reply, options.silenceMs);
      const body = Buffer.from(JSON.stringify(answer), 'utf8');
      const timestamp = String(options.machine());
      const signature = await options.keys.sign(answerBytes(status, timestamp, nonce, body));
      return reply
        .code(status)
        .headers({ 'bank-timestamp': timestamp, 'bank-nonce': nonce, 'bank-signature': signature })
        .type('application/json; charset=utf-8')
        .send(body);
    });
  };
}

/** The fields of a request that may be acted upon. */
function admit(options: WireOptions, seen: (nonce: string) => boolean, path: string, request: FastifyRequest): Fields {
  const timestamp = header(request, 'bank-timestamp');
  const nonce = header(request, 'bank-nonce');
  const body = bodyOf(request);
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(nonce))
    throw new BadRequest(401, 'UNSIGNED', 'bank-nonce is missing or malformed');
  if (!isSigned(options.custodian, requestBytes(path, timestamp, nonce, body), header(request, 'bank-signature'))) {
    throw new BadRequest(401, 'BAD_SIGNATURE', 'the signature does not fit');
  }
  // Written so that a stamp that is no number is not fresh either.
  if (!(Math.abs(Number(timestamp) - options.machine()) <= FRESH)) throw new BadRequest(401, 'STALE', 'not fresh');
  if (seen(nonce)) throw new BadRequest(401, 'REPLAYED', 'this nonce was used before');
  return parseJson(body);
}

/** The fields of a body of JSON; a refusal for anything but an object. */
export function parseJson(body: Buffer): Fields {
  try {
    const fields: unknown = JSON.parse(body.toString('utf8'));
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return { ...fields };
  } catch {
    // Answered below: a body that is no JSON and a body that is no object are the same mistake.
  }
  throw new BadRequest(400, 'BAD_REQUEST', 'the body is not a JSON object');
}

/** Memory is enough: after a restart a replayed order meets its own order number and changes nothing. */
function rememberNonces(machine: () => Instant): (nonce: string) => boolean {
  const known = new Map<string, Instant>();
  return (nonce) => {
    const now = machine();
    for (const [old, at] of known) {
      if (known.size < NONCES && now - at <= 2 * FRESH) break;
      known.delete(old);
    }
    if (known.has(nonce)) return true;
    known.set(nonce, now);
    return false;
  };
}

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

function hold(reply: FastifyReply, milliseconds: number): FastifyReply {
  reply.hijack();
  const { socket } = reply.raw;
  const timer = setTimeout(() => socket?.destroy(), milliseconds);
  timer.unref();
  socket?.once('close', () => clearTimeout(timer));
  return reply;
}
