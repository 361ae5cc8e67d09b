/**
 * The demo platform over HTTP: pages, the steps' forms, and the two addresses the custodian posts to. It promises that
 * every page works without JavaScript, that a form of another site is refused, and that nothing loads from elsewhere.
 */
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Desk } from './desk.ts';
import { takeNotice, takeReturn } from './orders.ts';
import type { Office } from './orders.ts';
import { errorPage, homePage } from './pages/plain-pages.ts';
import { SHEETS } from './pages/layout.ts';
import type { View } from './pages/layout.ts';
import { walkRoutes } from './routes.ts';
import type { SandboxClock } from './sandbox-clock.ts';
import type { Dialect, Store } from './state.ts';
import { DIALECTS } from './state.ts';
import { say } from './texts.ts';
import type { Language } from './texts.ts';

export interface AppOptions {
  readonly desks: Readonly<Record<Dialect, Desk>>;
  readonly store: Store;
  readonly clock: SandboxClock;
  /** Where browsers and the custodian reach us, without a slash at the end. */
  readonly origin: string;
  readonly custodianUrl: string;
  readonly bankUrl: string;
}

const ASSETS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SHEETS.map((name) => [`${name}.css`, 'text/css; charset=utf-8'])),
  'demo.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
};

/** Builds the server; it does not listen yet. */
export function buildApp(options: AppOptions): FastifyInstance {
  // Browsers open connections beforehand, which would hold the end up.
  const app = fastify({
    bodyLimit: 256 * 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  // Callers that shut their sending side once the request is out are answered all the same.
  Object.assign(app.server, { httpAllowHalfOpen: true });
  // Signatures cover bytes, so forms are taken as bytes (G-1).
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const csp = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    // By scheme: the custodian may redirect, and an IPv6 literal is no source at all.
    `form-action 'self' ${new URL(options.custodianUrl).protocol}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', csp);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request.headers.host, options.origin)) return sendError(options, request, reply, 421, FOREIGN_HOST);
  });
  app.addHook('preHandler', async (request, reply) => {
    if (isForeignForm(request)) return sendError(options, request, reply, 403, FOREIGN);
    await options.clock.follow();
  });
  app.setNotFoundHandler((request, reply) => sendError(options, request, reply, 404, MISSING));
  app.setErrorHandler((error, request, reply) => {
    process.stderr.write(`demo: ${error instanceof Error ? error.stack : String(error)}\n`);
    return sendError(options, request, reply, 500, BROKEN);
  });
  assets(app);
  welcome(app, options);
  for (const dialect of DIALECTS) {
    const office: Office = { desk: options.desks[dialect], store: options.store, origin: options.origin };
    custodianRoutes(app, options, office);
    walkRoutes(app, office, (request) => viewOf(options, request));
  }
  return app;
}

const FOREIGN = say('这个表单不是从榆树湾的页面提交的。', 'That form was not sent from a page of Elm Bay.');
const FOREIGN_HOST = say('这里没有这个网站。', 'There is no such site here.');
const MISSING = say('没有这个页面。', 'There is no such page.');
const BROKEN = say('榆树湾这边出了错，请返回再试。', 'Something broke on our side; go back and try again.');
const UNSIGNED = say(
  '返回的报文没有通过验签，已忽略。请以查询结果为准。',
  'The return did not pass verification and was ignored. Ask for the result instead.',
);

/** Browsers say where a form was made; only the custodian's return may come from elsewhere, and it is signed. */
function isForeignForm(request: FastifyRequest): boolean {
  if (request.method !== 'POST' || /^\/(?:notify|return)\//.test(request.url)) return false;
  const { origin } = request.headers;
  return origin !== undefined && URL.parse(origin)?.host !== request.headers.host;
}

/** A foreign name that is made to lead here (DNS rebinding) would let its page read ours. */
function isOwnHost(header: string | undefined, origin: string): boolean {
  const name = URL.parse(`http://${header}`)?.hostname ?? '';
  return /^(?:[\d.]+|\[[\da-f:]+\]|(?:.+\.)?localhost)$/.test(name) || name === new URL(origin).hostname;
}

function languageOf(request: FastifyRequest): Language {
  const chosen = /(?:^|;\s*)lang=(zh|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  return (chosen ?? firstOf(request.headers['accept-language'] ?? '')) === 'en' ? 'en' : 'zh';
}

/** The first of our languages that a browser names; browsers name them in the order of their liking. */
function firstOf(acceptLanguage: string): string | undefined {
  return /(?:^|,)\s*(zh|en)(?:[-;,]|$)/i.exec(acceptLanguage)?.[1]?.toLowerCase();
}

function viewOf(options: AppOptions, request: FastifyRequest): View {
  const language = languageOf(request);
  const [path = '/'] = request.url.split('?');
  return { language, path: path.startsWith('//') ? '/' : path, bankUrl: options.bankUrl, t: (text) => text[language] };
}

function sendError(
  options: AppOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  text: { readonly zh: string; readonly en: string },
): FastifyReply {
  const view = { ...viewOf(options, request), path: '/' };
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(errorPage(view, view.t(text), '/'));
}

function assets(app: FastifyInstance): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const content = readFileSync(new URL(`assets/${name}`, import.meta.url));
    app.get(`/assets/${name}`, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(content),
    );
  }
}

function welcome(app: FastifyInstance, options: AppOptions): void {
  app.get('/healthz', (_request, reply) => reply.send('ok'));
  app.get('/', (request, reply) => reply.type('text/html; charset=utf-8').send(homePage(viewOf(options, request))));
  app.addHook('onRequest', async (request, reply) => {
    const language = new URL(request.url, options.origin).searchParams.get('lang');
    if (request.method !== 'GET' || (language !== 'zh' && language !== 'en')) return;
    reply.header('set-cookie', `lang=${language}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`);
    return reply.redirect(viewOf(options, request).path, 303);
  });
}

/** What the custodian posts to: notices from server to server, returns through the browser. */
function custodianRoutes(app: FastifyInstance, options: AppOptions, office: Office): void {
  const { dialect } = office.desk;
  const bodyOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
  app.post(`/notify/${dialect}`, async (request, reply) => {
    const acknowledgement = await takeNotice(office, `/notify/${dialect}`, bodyOf(request));
    return acknowledgement === null
      ? reply.code(400).type('text/plain').send('NOT VERIFIED')
      : reply.type('text/plain').send(acknowledgement);
  });
  app.post(`/return/${dialect}`, async (request, reply) => {
    const order = await takeReturn(office, `/return/${dialect}`, bodyOf(request));
    if (!order) return sendError(options, request, reply, 400, UNSIGNED);
    return reply.redirect(`/${dialect}#step-${order.step}`, 303);
  });
  // A person who reloads the return address is taken back to the walk.
  app.get(`/return/${dialect}`, (_request, reply) => reply.redirect(`/${dialect}`, 303));
}
