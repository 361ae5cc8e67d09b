/**
 * Receivers of notices for plain `http`, Express and Fastify, without depending on either. They promise: the signature
 * is verified over the bytes as they came, nothing unbelievable reaches your handler, and a notice is acknowledged only
 * after your handler has resolved. What is not acknowledged, the custodian sends again; so a handler may see the same
 * notice twice, also at the same time, and tells it by `idempotencyKey`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CunguanError } from './errors.ts';
import type { Rejected } from './inbound.ts';

/** What is needed of a client. */
export interface NoticeReader<Notice> {
  readonly acknowledgement: string;
  readNotice(body: Uint8Array | string): Notice | Rejected;
}

export interface NoticeOptions<Notice> {
  /**
   * Keeps what the notice says. Resolve once that is committed, not before; throw, and the custodian will send it
   * again. It may be called twice with the same `idempotencyKey`.
   */
  readonly onNotice: (notice: Notice) => unknown;
  /** Told of what was not believed, for your log; anybody can post to an address. */
  readonly onRejected?: (rejected: Rejected) => void;
}

interface PlainOptions<Notice> extends NoticeOptions<Notice> {
  /** Told of what `onNotice` threw, where no framework is; a warning of the process when absent. */
  readonly onError?: (error: unknown) => void;
}

/** What is answered to the custodian. */
interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Far more than a notice ever is. */
const MOST_BYTES = 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';
const TEXT = 'text/plain; charset=utf-8';

type Next = (error?: unknown) => void;

/**
 * A request listener for `http.createServer`, and a handler for Express (`app.post(path, noticeListener(…))`). It reads
 * the body itself, or takes `request.rawBody` or a `request.body` of bytes (`express.raw()`); a body that another
 * parser has made an object of cannot be verified any more, and is an error that says so. In Express errors go to
 * `next`.
 */
export function noticeListener<Notice extends { readonly kind: 'verified' }>(
  reader: NoticeReader<Notice>,
  options: PlainOptions<Notice>,
): (request: IncomingMessage, response: ServerResponse, next?: Next) => void {
  return (request, response, next) => {
    const answer = async (): Promise<void> => {
      const { status, text } =
        request.method === 'POST' ? await take(reader, options, await bodyOf(request)) : { status: 405, text: 'POST' };
      response.writeHead(status, { 'content-type': TEXT, ...(status === 405 ? { allow: 'POST' } : {}) }).end(text);
    };
    answer().catch((error: unknown) => {
      if (next) return next(error);
      (options.onError ?? warn)(error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': TEXT }).end('NOT_TAKEN');
    });
  };
}

/** What of Fastify is used: `app.register(noticePlugin(…))`. */
export interface FastifyLike {
  removeContentTypeParser(type: string): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: Buffer, done: (error: Error | null, body?: unknown) => void) => void,
  ): unknown;
  post(path: string, handler: (request: { body: unknown }, reply: FastifyReplyLike) => Promise<unknown>): unknown;
}

interface FastifyReplyLike {
  code(status: number): FastifyReplyLike;
  type(type: string): FastifyReplyLike;
  send(text: string): unknown;
}

/**
 * A plugin for Fastify that receives notices at `path`. Forms are kept as bytes inside the plugin only, so a parser of
 * yours stays what it is elsewhere. Errors go to Fastify's error handler.
 */
export function noticePlugin<Notice extends { readonly kind: 'verified' }>(
  reader: NoticeReader<Notice>,
  options: NoticeOptions<Notice> & { readonly path: string },
): (instance: FastifyLike) => Promise<void> {
  return async (instance) => {
    instance.removeContentTypeParser(FORM);
    instance.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
      done(null, body);
    });
    instance.post(options.path, async (request, reply) => {
      const body = request.body instanceof Uint8Array ? request.body : Buffer.alloc(0);
      const { status, text } = await take(reader, options, body);
      return reply.code(status).type(TEXT).send(text);
    });
  };
}

/** The one way of a notice: verified, handed over, acknowledged. Throws what the handler throws. */
async function take<Notice extends { readonly kind: 'verified' }>(
  reader: NoticeReader<Notice>,
  { onNotice, onRejected }: NoticeOptions<Notice>,
  body: Uint8Array,
): Promise<Reply> {
  const notice = reader.readNotice(body);
  if (notice.kind === 'rejected') {
    onRejected?.(notice);
    return { status: 400, text: notice.why };
  }
  await onNotice(notice);
  return { status: 200, text: reader.acknowledgement };
}

/** The body's bytes, wherever the framework has left them. */
async function bodyOf(request: IncomingMessage & { readonly rawBody?: unknown; body?: unknown }): Promise<Uint8Array> {
  for (const kept of [request.rawBody, request.body]) if (kept instanceof Uint8Array) return kept;
  if (request.readableEnded) {
    const remedy = 'register noticeListener before express.urlencoded(), or use express.raw() for its path';
    throw new CunguanError(
      'CONFIG',
      `the notice’s body was parsed already, so its signature cannot be verified: ${remedy}`,
    );
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) break;
    chunks.push(chunk);
  }
  // Cut short it verifies as nothing, and is rejected as what it is.
  return Buffer.concat(chunks);
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
