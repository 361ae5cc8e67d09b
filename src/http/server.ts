/**
 * The listener. It takes bytes and gives bytes: routes see the body as it was received (signatures are over bytes,
 * and a form is read by the room that knows its rules), with a limit per route, a request id and time-outs. It
 * promises that nothing a caller sends becomes a 5xx or a stack trace, and that closing waits for what is under way.
 */
import { randomBytes } from 'node:crypto';
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
import { serveHalfClosed } from '../kernel/half-closed.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { type Bodies, discard, NotTaken, type Why } from './bodies.ts';
import { admitCallers, type CallerLimits, type RouteFacts, SMALL_BODY } from './callers.ts';
import { watchConnections } from './connections.ts';
import { oneOf } from './strangers.ts';

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
  /** Address of the caller. */
  readonly from: string;
  /** Says that somebody known sends this: it does not count against his address. */
  readonly vouch: () => void;
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
  /** Answers in the route's own way what cannot be taken (`body` is empty then); null, or absent: a plain 4xx. */
  readonly refuse?: (call: HttpCall, why: Why) => Answer | null | Promise<Answer>;
  /** Costs next to nothing and is not counted against the caller's address. */
  readonly free?: true;
}

/** How much strangers may cost, all together and each. */
export interface ServerLimits extends CallerLimits {
  /** Connections open at once. */
  readonly connections: number;
  /** Addresses and networks of proxies: their X-Forwarded-For is believed, and they are no strangers themselves. */
  readonly proxies: readonly string[];
  /** Milliseconds within which a request has arrived. */
  readonly arrival: number;
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
  /** The same for the host; CUNGUAN_HOST when absent. */
  readonly hostName?: string;
  /** For a door that strangers can reach. */
  readonly limits?: ServerLimits;
}

/** What a listener has in hand. */
export interface Load {
  readonly connections: number;
  readonly bodyBytes: number;
}

export interface HttpServer {
  load(): Load;
  /** The port it listens on. */
  readonly port: number;
  /** Serves on, but asks callers with each answer to come back over a new connection, which may lead elsewhere. */
  leave(): void;
  /** Takes no more connections, waits for requests under way (not for ever), then closes. Safe to call twice. */
  close(): Promise<void>;
}

/** After an error a connection has so long to take the answer; it is cut then, whatever it still sends. */
const PARTING = 500;
/** How often connections are looked at for what has taken too long. */
const LOOKING = 1_000;
/** A door that only the person at the machine can reach. */
const HOME: ServerLimits = {
  connections: 1_000,
  bodies: 64 * 1024 * 1024,
  address: { perSecond: 1_000_000, burst: 1_000_000 },
  proxies: [],
  arrival: 60_000,
  reading: 30_000,
};
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Starts to listen. Throws a `OperatorError` when the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<HttpServer> {
  const { app, bodies } = build(options);
  const connections = watchConnections(app, (options.limits ?? HOME).connections);
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
    load: () => ({ connections: connections.count(), bodyBytes: bodies.held() }),
    close: connections.close,
  };
}

/** Why an address cannot be listened on, for the person at the keyboard; the error itself where he can mend nothing. */
export function listenSentence(
  error: NodeJS.ErrnoException,
  { host, port, portName, hostName = 'CUNGUAN_HOST' }: Pick<ServerOptions, 'host' | 'port' | 'portName' | 'hostName'>,
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
    return new OperatorError(`This machine has no address ${host}: set ${hostName} to one that it has.`);
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

function build(options: ServerOptions): { readonly app: FastifyInstance; readonly bodies: Bodies } {
  const { proxies, arrival, ...limits } = options.limits ?? HOME;
  const isProxy = oneOf(proxies);
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // Paths carry page tokens, which are secrets: the rooms write their own, masked line (rule G-19).
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: SMALL_BODY,
    requestTimeout: arrival,
    http: { headersTimeout: Math.min(arrival, 15_000), connectionsCheckingInterval: LOOKING },
    keepAliveTimeout: 72_000,
    trustProxy: isProxy,
    forceCloseConnections: 'idle',
    // A request that slips in while we close is still served; it would be a 503 otherwise.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    clientErrorHandler: (error, socket) => {
      const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
      if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      // Left to itself the caller keeps what he has sent in our memory for as long as he likes.
      setTimeout(() => socket.destroy(), PARTING).unref();
    },
    // A path that cannot be read is nobody's: clients take 404 alone for a definite failure (LW-1).
    frameworkErrors: (_error, request, reply) => answerNobody(request, reply),
  });
  serveHalfClosed(app.server);
  app.removeAllContentTypeParsers();
  const bodies = admitCallers(app, { ...limits, isProxy });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => answerNobody(request, reply));
  const { observe } = options;
  if (observe) {
    app.addHook('onResponse', async (request, reply) => {
      observe(request.routeOptions.url ?? 'none', request.method, reply.statusCode, reply.elapsedTime / 1000);
    });
  }
  for (const route of options.routes) addRoute(app, route);
  return { app, bodies };
}

function addRoute(app: FastifyInstance, route: Route): void {
  const { refuse } = route;
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? SMALL_BODY,
    config: { free: route.free === true } satisfies RouteFacts,
    handler: async (request, reply) => send(reply, await route.handle(callOf(request))),
    errorHandler: async (error: FastifyError, request, reply) => {
      const status = statusOf(error, request);
      if (status === 413 || (status === 429 && isShort(request))) await discard(request.raw);
      const why = error instanceof NotTaken ? error.why : 'UNREADABLE';
      const answer = status < 500 && (await refuse?.(callOf(request), why));
      if (!answer) return answerError(error, request, reply);
      // Not all of the body may have been read: the connection cannot be used again.
      return send(reply.header('connection', 'close'), answer);
    },
  });
}

/** A body that is there already: closing on it would cost the caller the answer. */
function isShort(request: FastifyRequest): boolean {
  return request.account === null && Number(request.headers['content-length'] ?? 0) <= SMALL_BODY;
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
    vouch: () => request.account?.vouch(),
  };
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  // Whoever asks us about an answer names it by this.
  reply.header('x-request-id', reply.request.id);
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function plain(status: number, text: string): Answer {
  return { status, headers: PLAIN, body: `${text}\n` };
}

/** Nobody has this path, or not with this method. */
function answerNobody(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!request.raw.complete) reply.header('connection', 'close');
  return send(reply, plain(404, '没有这个地址 Not found'));
}

/** What the caller did wrong is a 4xx of few words; what we did wrong is logged whole and told as nothing. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = statusOf(error, request);
  if (status === 413) {
    reply.header('connection', 'close');
    return send(reply, plain(413, '内容过大 Content too large'));
  }
  if (status === 429) {
    reply.header('connection', 'close').header('retry-after', '1');
    return send(reply, plain(429, '请求过于频繁，请稍后再试 Too many requests'));
  }
  if (status < 500) return send(reply, plain(status, '请求有误 Bad request'));
  request.log.error({ err: error, requestId: request.id }, 'a request failed');
  return send(reply, plain(500, `系统异常，编号 ${request.id} Internal error`));
}

const STATUS: Readonly<Record<Why, number>> = { TOO_LARGE: 413, UNREADABLE: 400, BUSY: 429 };

/**
 * Only the framework's own errors, and a body that breaks off, are the caller's fault; an error thrown by a room is
 * ours, whatever it carries.
 */
function statusOf(error: FastifyError, request: FastifyRequest): number {
  if (error instanceof NotTaken) return STATUS[error.why];
  if (error.code === 'ECONNRESET' && !request.raw.complete) return 400;
  const status = error.code?.startsWith('FST_') ? (error.statusCode ?? 500) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
