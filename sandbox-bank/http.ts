/**
 * The bank's HTTP ground: every body arrives as bytes (signatures are over bytes), every size is limited, every answer
 * carries the headers that keep a browser safe, and logs hold no card, name or mobile.
 */
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import { serveHalfClosed } from '../src/kernel/half-closed.ts';
import { isOwnHost } from '../src/kernel/host-name.ts';

/** Largest request: an order with its signature is under 4 KiB; a message of 500 characters under 2. */
const BODY_LIMIT = 32 * 1024;

/** Something wrong with a request that its sender can mend; told with this status. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** `own`: names of this machine, besides its addresses and localhost, under which the bank may be called. */
export function createHttp(log: Logger, own: readonly string[]): FastifyInstance {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Addresses hold mobiles and page tokens; `onResponse` writes a line without them.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 10_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 64 },
  });
  serveHalfClosed(app.server);
  app.removeAllContentTypeParsers();
  const bytes = { parseAs: 'buffer' as const, bodyLimit: BODY_LIMIT };
  for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
    app.addContentTypeParser(type, bytes, (_request, body, done) => done(null, body));
  }
  app.addHook('onRequest', async ({ headers }) => {
    if (!isOwnHost(headers.host, own)) throw new BadRequest(421, 'FOREIGN_HOST', 'nobody is called that here');
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) reply.header(name, value);
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode, elapsedTime } = reply;
    log.debug({ method: request.method, route: request.routeOptions.url, statusCode, ms: Math.round(elapsedTime) });
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof BadRequest ? error.status : (error.statusCode ?? 500);
    if (status >= 500) log.error({ err: error }, 'a request failed');
    const code = error instanceof BadRequest ? error.code : status >= 500 ? 'INTERNAL' : 'BAD_REQUEST';
    return reply.code(status).send({ error: code, message: status >= 500 ? 'internal error' : error.message });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'NOT_FOUND', message: 'no such address' }));
  return app;
}

/** The bytes of a request's body; none when it had no body. */
export function bodyOf(request: { readonly body: unknown }): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** The fields of a browser form. */
export function formOf(request: { readonly body: unknown }): URLSearchParams {
  return new URLSearchParams(bodyOf(request).toString('utf8'));
}
