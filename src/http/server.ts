/**
 * The listener. It takes bytes and gives bytes: routes see the body as it was received (signatures are over bytes,
 * and a form is read by the room that knows its rules), with a limit per route, a request id and time-outs. It
 * promises that nothing a caller sends becomes a 5xx or a stack trace, and that closing waits for what is under way.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { OperatorError } from '../kernel/operator-error.ts';

/** One request, free of any framework. */
export interface HttpCall {
  readonly method: string;
  /** Path without query, as received. */
  readonly path: string;
  /** Query without the question mark, as received; empty when there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body's bytes as received; empty when there is none. */
  readonly body: Buffer;
  /** Parts of the path that the route names (`:token`, `*`). */
  readonly parameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Address of the peer. */
  readonly from: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/healthz`, `/pages/:token`, `*`. */
  readonly path: string;
  readonly handle: (call: HttpCall) => Answer | Promise<Answer>;
  /** Bytes of body taken; 64 KiB when absent. */
  readonly bodyLimit?: number;
  /** Answers a body that cannot be taken in the route's own way (`body` is empty then); a plain 4xx when absent. */
  readonly refuse?: (call: HttpCall, why: 'TOO_LARGE' | 'UNREADABLE') => Answer | Promise<Answer>;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly routes: readonly Route[];
  readonly log: Logger;
  /** Told after each answer: the route's path, method, status and seconds. */
  readonly observe?: (route: string, method: string, status: number, seconds: number) => void;
  /** The name of the port's variable, for the sentence when the port is taken. */
  readonly portName: string;
}

export interface HttpServer {
  /** The port it listens on. */
  readonly port: number;
  /** Serves on, but asks callers with each answer to come back over a new connection, which may lead elsewhere. */
  leave(): void;
  /** Takes no more connections, waits for requests under way (not for ever), then closes. Safe to call twice. */
  close(): Promise<void>;
}

const SMALL_BODY = 64 * 1024;
/** Closing gives a request that is still arriving this many milliseconds, and one that is being answered these. */
const ARRIVING = 500;
const ANSWERING = 15_000;
/** Of a body that is too large so many bytes are taken and thrown away before the answer. */
const DISCARDED = 32 * 1024 * 1024;
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Starts to listen. Throws a `OperatorError` when the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<HttpServer> {
  const app = build(options);
  const close = closing(app);
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await app.close();
    throw listenSentence(error as NodeJS.ErrnoException, options);
  }
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    leave: () => {
      app.server.maxRequestsPerSocket = 1;
    },
    close,
  };
}

/**
 * Node closes connections that have been used and rest. One that a browser opened beforehand, or a caller who stopped
 * in the middle of a request, would hold the end up for ever: nothing has been done for those, so they are cut.
 */
function closing(app: FastifyInstance): () => Promise<void> {
  const open = new Set<Socket>();
  const answered = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      answered.delete(socket);
    });
  });
  // The body has arrived by then.
  app.addHook('preHandler', async (request) => void answered.add(request.raw.socket));
  app.addHook('onResponse', async (request) => void answered.delete(request.raw.socket));
  const cut = (isDue: (socket: Socket) => boolean): void => {
    for (const socket of open) if (isDue(socket)) socket.destroy();
  };
  return async () => {
    const timers = [
      setTimeout(() => cut((socket) => !answered.has(socket)), ARRIVING),
      setTimeout(() => cut(() => true), ANSWERING),
    ];
    await app.close();
    for (const timer of timers) clearTimeout(timer);
  };
}

/** Why an address cannot be listened on, for the person at the keyboard; the error itself where he can mend nothing. */
export function listenSentence(
  error: NodeJS.ErrnoException,
  { host, port, portName }: Pick<ServerOptions, 'host' | 'port' | 'portName'>,
): Error {
  if (error.code === 'EADDRINUSE') {
    return new OperatorError(
      `Port ${port} of ${host} is in use: stop what uses it, or set ${portName} to another port.`,
    );
  }
  if (error.code === 'EACCES') {
    return new OperatorError(`Port ${port} may not be opened by this user: set ${portName} to a port above 1023.`);
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new OperatorError(`This machine has no address ${host}: set CUNGUAN_HOST to one that it has.`);
  }
  return error;
}

/** Ids that no other start of the custodian has given out; they are names and no secrets, so counting on will do. */
function requestIds(): () => string {
  const start = randomBytes(5).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}

function build(options: ServerOptions): FastifyInstance {
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // Paths carry page tokens, which are secrets: the rooms write their own, masked line (rule G-19).
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: SMALL_BODY,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // A request that slips in while we close is still served; it would be a 503 otherwise.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((_request, reply) => send(reply, plain(404, '没有这个地址 Not found')));
  const { observe } = options;
  if (observe) {
    app.addHook('onResponse', async (request, reply) => {
      observe(request.routeOptions.url ?? 'none', request.method, reply.statusCode, reply.elapsedTime / 1000);
    });
  }
  for (const route of options.routes) addRoute(app, route);
  return app;
}

function addRoute(app: FastifyInstance, route: Route): void {
  const { refuse } = route;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? SMALL_BODY,
    handler: async (request, reply) => send(reply, await route.handle(callOf(request))),
    errorHandler: async (error: FastifyError, request, reply) => {
      const status = statusOf(error, request);
      if (status === 413) await discard(request.raw);
      if (!refuse || status >= 500) return answerError(error, request, reply);
      // Not all of the body may have been read: the connection cannot be used again.
      reply.header('connection', 'close');
      return send(reply, await refuse(callOf(request), status === 413 ? 'TOO_LARGE' : 'UNREADABLE'));
    },
  });
}

/** Most callers read no answer before they have sent everything, and lose it when we close on them in the middle. */
function discard(body: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = DISCARDED;
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) resolve();
  });
  body.once('end', resolve).once('close', resolve);
  if (body.readableEnded || body.destroyed) resolve();
  body.resume();
  return promise;
}

function callOf(request: FastifyRequest): HttpCall {
  const mark = request.url.indexOf('?');
  return {
    method: request.method,
    path: mark < 0 ? request.url : request.url.slice(0, mark),
    query: mark < 0 ? '' : request.url.slice(mark + 1),
    headers: request.headers as Readonly<Record<string, string | undefined>>,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    parameters: request.params as Readonly<Record<string, string>>,
    requestId: request.id,
    from: request.ip,
  };
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function plain(status: number, text: string): Answer {
  return { status, headers: PLAIN, body: `${text}\n` };
}

/** What the caller did wrong is a 4xx of few words; what we did wrong is logged whole and told as nothing. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOf(error, request);
  if (status === 413) {
    reply.header('connection', 'close');
    return send(reply, plain(413, '内容过大 Content too large'));
  }
  if (status < 500) return send(reply, plain(status, '请求有误 Bad request'));
  request.log.error({ err: error, requestId: request.id }, 'a request failed');
  return send(reply, plain(500, `系统异常，编号 ${request.id} Internal error`));
}

/**
 * Only the framework's own errors, and a body that breaks off, are the caller's fault; an error thrown by a room is
 * ours, whatever it carries.
 */
function statusOf(error: FastifyError, request: FastifyRequest): number {
  if (error.code === 'ECONNRESET' && !request.raw.complete) return 400;
  const status = error.code?.startsWith('FST_') ? (error.statusCode ?? 500) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
