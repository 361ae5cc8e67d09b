/**
 * What happens to a request before its route sees it: it is counted against its caller's address, and its body is taken
 * within limits, as the bytes that were received.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Rate } from '../kernel/allowances.ts';
import { type Bodies, createBodies, discard, NotTaken } from './bodies.ts';
import { type Account, createStrangers } from './strangers.ts';

/** Bytes of body that a route takes which does not say otherwise. */
export const SMALL_BODY = 64 * 1024;

/** How much strangers may cost. */
export interface CallerLimits {
  /** Bytes of bodies that have not been answered, all together. */
  readonly bodies: number;
  /** Requests of one address by callers that nobody vouches for. */
  readonly address: Rate;
  /** Milliseconds after which an answer of which nothing is read is given up. */
  readonly reading: number;
}

interface Callers extends CallerLimits {
  readonly isProxy: (address: string) => boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    account: Account | null;
    answer: ServerResponse;
  }
}

/** Counts what a caller costs before he is known, and takes his body within limits. */
export function admitCallers(app: FastifyInstance, limits: Callers): Bodies {
  const strangers = createStrangers(limits.address);
  const bodies = createBodies(limits.bodies);
  app.decorateRequest('account', null);
  app.decorateRequest('answer', null as unknown as ServerResponse);
  app.addHook('onRequest', async (request, reply) => {
    request.answer = reply.raw;
    if ((request.routeOptions.config as RouteFacts | undefined)?.free) return;
    // A proxy that does not say for whom it speaks speaks for everybody.
    if (limits.isProxy(request.ip)) return;
    request.account = strangers.enter(request.ip);
    if (!request.account) throw new NotTaken('BUSY');
  });
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    // Whoever has no address here is told so, however much he sends.
    request.is404
      ? discard(payload)
      : bodies.take(payload, {
          limit: request.routeOptions.bodyLimit ?? SMALL_BODY,
          affords: (bytes) => request.account?.affords(bytes) ?? true,
          answer: request.answer,
        }),
  );
  app.addHook('onSend', async (request) => void request.raw.socket.setTimeout(limits.reading));
  return bodies;
}

/** What a route tells of itself. */
export interface RouteFacts {
  readonly free?: boolean;
}
