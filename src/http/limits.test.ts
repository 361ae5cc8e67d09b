/**
 * Every address and every limit of it: attacked over real sockets by callers who send too much, too slowly, too often,
 * or never read; what the honest are told, and that nothing is left of it afterwards.
 */
import assert from 'node:assert/strict';
import { createPublicKey, createVerify } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import type { HostedPages } from '../pages/pages.ts';
import { MEBIBYTE, open, serve as serveRoutes, until } from '../testing/listener.ts';
import { CUSTODIAN_KEYS, wireStage } from '../testing/wire-stage.ts';
import { healthRoutes } from './health.ts';
import { pageRoutes } from './page-routes.ts';
import type { HttpServer, Route, ServerLimits } from './server.ts';
import { wireRoutes } from './wire-routes.ts';

const page = { status: 200, headers: {}, body: 'a page' };
const pages = {
  handle: async () => page,
  front: async () => page,
  bankReturn: async () => page,
  asset: () => ({ type: 'text/css', body: Buffer.from('x') }),
  opened: () => ({ ...page, status: 303 }),
  tooMany: () => ({ ...page, status: 429 }),
  refused: (trouble: { readonly httpStatus: number; readonly code: string }) => ({
    ...page,
    status: trouble.httpStatus,
    body: `code ${trouble.code}`,
  }),
} as unknown as HostedPages;

const DIALECTS = ['lianyintong', 'depository'] as const;
const ROUTES: readonly Route[] = [
  ...healthRoutes(async () => null, new Registry()),
  ...pageRoutes({ pages, bankReport: async () => false, acknowledgement: 'OK' }),
  ...DIALECTS.map((name) => wireStage(name)).flatMap(({ deps, dialect }) =>
    wireRoutes({ exchange: deps, dialects: [dialect], pages }),
  ),
];

const serve = (limits: Partial<ServerLimits>) => serveRoutes(limits, ROUTES);

const headOf = ({ method, path }: Route, length: number) =>
  `${method} ${path.replace(/:\w+/g, 'x')} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;

/** What the protocol of an address owes to every caller: an answer signed by the custodian. */
function dialectOf({ path }: Route) {
  const found = DIALECTS.map((name) => wireStage(name).dialect).find(({ paths }) =>
    [...paths.gateway, ...paths.service].some((own) => path.endsWith(own)),
  );
  return found && { dialect: found, isService: found.paths.service.some((own) => path.endsWith(own)) };
}

/** Status, and in the protocols the code, of an answer whose signature is right. */
function judge(route: Route, answer: string): string {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const status = head.split(' ')[1] ?? 'none';
  const protocol = dialectOf(route);
  if (!protocol || status === '408' || route.method === 'GET') return status;
  if (!protocol.isService) return `${status} ${body.trim()}`;
  const { dialect } = protocol;
  const signature = new RegExp(`^${dialect.signatureHeader}: (\\S+)`, 'm').exec(head)?.[1] ?? '';
  const encoding = dialect.name === 'lianyintong' ? 'base64' : 'hex';
  const verify = createVerify('RSA-SHA1').update(body);
  assert.ok(verify.verify(createPublicKey(CUSTODIAN_KEYS.publicKey), signature, encoding), `signed: ${answer}`);
  const { code, respCode } = JSON.parse(body) as Record<string, string>;
  return `${status} ${code ?? respCode}`;
}

interface Limit {
  readonly limits: Partial<ServerLimits>;
  /** Bytes on the socket that run into the limit, and what is owed. */
  attack(route: Route): string | null;
  owed(route: Route): string;
}

const FORM = { lianyintong: '100002', depository: '00003' } as const;
const DECLINED = { lianyintong: '100008', depository: '00008' } as const;

function said(
  route: Route,
  bare: string,
  status: string,
  codes: Readonly<Record<'lianyintong' | 'depository', string>>,
) {
  const protocol = dialectOf(route);
  if (!protocol || route.method === 'GET') return bare;
  const code = codes[protocol.dialect.name];
  return protocol.isService ? `${status} ${code}` : `${bare === '413' ? '400' : bare} code ${code}`;
}

const LIMITS: Readonly<Record<string, Limit>> = {
  'a body over the limit': {
    limits: {},
    attack: (route) => (route.method === 'POST' ? headOf(route, 9 * MEBIBYTE) + 'x'.repeat(9 * MEBIBYTE) : null),
    owed: (route) => said(route, '413', '200', FORM),
  },
  'a body that stops in the middle, and is not read on': {
    limits: { arrival: 200 },
    attack: (route) => (route.method === 'POST' ? `${headOf(route, 50_000)}${'x'.repeat(40_000)}` : null),
    owed: () => '408',
  },
  'a head that never ends': {
    limits: { arrival: 200 },
    attack: (route) => headOf(route, 0).slice(0, -2),
    owed: () => '408',
  },
  'bodies for which there is no room': {
    limits: { bodies: 10_000 },
    attack: (route) => (route.method === 'POST' ? `${headOf(route, 50_000)}${'x'.repeat(40_000)}` : null),
    owed: (route) => said(route, '429', '429', DECLINED),
  },
  'too many from one address': {
    limits: { address: { perSecond: 0, burst: 0.5 } },
    attack: (route) => (route.free ? null : headOf(route, 0)),
    owed: (route) => said(route, '429', '429', DECLINED),
  },
};

for (const [name, limit] of Object.entries(LIMITS)) {
  test(`every address against ${name}: an honest answer, and nothing is left of it`, async () => {
    const server = await serve(limit.limits);
    const attacked = ROUTES.filter((route) => limit.attack(route) !== null);
    assert.ok(attacked.length > 3);
    for (let from = 0; from < attacked.length; from += 12) {
      const some = attacked.slice(from, from + 12).map(async (route) => {
        const socket = await open(server);
        socket.write(limit.attack(route) ?? '');
        assert.equal(judge(route, await text(socket)), limit.owed(route), `${route.method} ${route.path}`);
      });
      await Promise.all(some);
    }
    await until(() => server.load().connections === 0 && server.load().bodyBytes === 0);
  });
}

test('what is free of charge is answered to an address that has nothing left', async () => {
  const server = await serve({ address: { perSecond: 0, burst: 1 } });
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).status;
  assert.deepEqual([await get('/pages/x'), await get('/pages/x')], [200, 429]);
  for (const path of ['/healthz', '/readyz', '/metrics', '/pages/assets/x.css']) assert.equal(await get(path), 200);
});

test('a client that sends most of a large body and never reads is gone after the time-out', async () => {
  const server = await serve({ arrival: 300 });
  const route = ROUTES.find(({ path, method }) => path === '/lanmaotech/service' && method === 'POST') as Route;
  const sockets = await Promise.all(Array.from({ length: 10 }, () => open(server)));
  for (const socket of sockets) socket.pause().write(headOf(route, 8 * MEBIBYTE) + 'x'.repeat(7 * MEBIBYTE));
  await until(() => server.load().bodyBytes > 30 * MEBIBYTE);
  await until(() => server.load().bodyBytes === 0 && server.load().connections === 0);
  for (const socket of sockets) socket.destroy();
});

test('half-sent bodies give way, the oldest first, and whoever sends at once is served', async () => {
  const server = await serve({ bodies: 4 * MEBIBYTE });
  const route = ROUTES.find(({ path, method }) => path === '/lanmaotech/service' && method === 'POST') as Route;
  const slow = await Promise.all(Array.from({ length: 20 }, () => open(server)));
  for (const socket of slow) {
    socket.write(headOf(route, 8 * MEBIBYTE) + 'x'.repeat(900 * 1024));
    assert.ok(server.load().bodyBytes <= 4 * MEBIBYTE);
  }
  const told = await fetch(`http://127.0.0.1:${server.port}/lanmaotech/service`, {
    method: 'POST',
    body: 'x'.repeat(3 * MEBIBYTE),
  });
  assert.equal(told.status, 200);
  assert.ok(server.load().bodyBytes <= 4 * MEBIBYTE);
  assert.equal(judge(route, await text(slow[0] as Socket)), '429 100008', 'the first of them was told so');
  for (const socket of slow) socket.destroy();
  await until(() => server.load().bodyBytes === 0);
});

test('of too many connections those give way that were silent for longest; the honest do not notice', async () => {
  const server = await serve({ connections: 20 });
  const regular = await open(server);
  const ask = async () => {
    regular.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    return String((await once(regular, 'data'))[0]);
  };
  assert.match(await ask(), /200 OK/);
  const slow: Socket[] = [];
  for (let index = 0; index < 100; index += 1) {
    const socket = await open(server);
    socket.write('POST /lanmaotech/service HTTP/1.1\r\nHost: x\r\n');
    slow.push(socket);
    assert.ok(server.load().connections <= 20);
  }
  assert.equal((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status, 200);
  assert.match(await ask(), /200 OK/, 'one that was answered before stays longer than those that never were');
  for (const socket of [...slow, regular]) socket.destroy();
});

test('behind a proxy that is named, callers are told apart as it says; else nobody is believed', async () => {
  for (const [proxies, statuses] of [
    [['127.0.0.0/8'], [200, 200, 429]],
    [[], [200, 429, 429]],
  ] as const) {
    const server = await serve({ proxies, address: { perSecond: 0, burst: 1 } });
    const from = async (address: string) =>
      (await fetch(`http://127.0.0.1:${server.port}/pages/x`, { headers: { 'x-forwarded-for': address } })).status;
    assert.deepEqual([await from('10.0.0.1'), await from('10.0.0.2'), await from('10.0.0.1')], statuses);
    const bare = async () => (await fetch(`http://127.0.0.1:${server.port}/pages/x`)).status;
    const told = [await bare(), await bare(), await bare()];
    assert.deepEqual(told, proxies.length > 0 ? [200, 200, 200] : [429, 429, 429], 'a proxy is no stranger');
  }
});

/** When the caller of the newest request has shut his sending side. */
let shut: Promise<unknown> = Promise.resolve();
subscribe('http.server.request.start', (message) => {
  shut = once((message as { readonly socket: Socket }).socket, 'end');
});
const afterShutting = ROUTES.map(
  (route): Route => ({
    ...route,
    handle: async (call) => {
      await shut;
      return route.handle(call);
    },
  }),
);

test('a caller who shuts his sending side after the request gets his answer, at every address', async () => {
  const server = await serveRoutes({}, afterShutting);
  const usual = await serve({});
  const ask = async (at: HttpServer, route: Route, shuts: boolean) => {
    const socket = await open(at);
    const bytes = headOf(route, 0).replace('Host: x', 'Host: x\r\nConnection: close');
    if (shuts) socket.end(bytes);
    else socket.write(bytes);
    return judge(route, await text(socket));
  };
  for (const route of ROUTES) {
    const told = await ask(usual, route, false);
    assert.match(told, /^[2-4]\d\d/);
    assert.equal(await ask(server, route, true), told, `${route.method} ${route.path}`);
  }
  await until(() => server.load().connections === 0 && server.load().bodyBytes === 0);
});

test('of a caller who shut his sending side and went away, or stopped in the middle, nothing is kept', async () => {
  const server = await serveRoutes({ arrival: 300, reading: 300 }, afterShutting);
  const [whole] = ROUTES.filter(({ path, method }) => path === '/lanmaotech/service' && method === 'POST') as [Route];
  const heads = ['', 'GET / HTTP/1.1\r\n', headOf(whole, 100), `${headOf(whole, 100)}half`];
  for (const bytes of heads) (await open(server)).end(bytes);
  for (const bytes of [headOf(whole, 0), headOf(whole, 0).repeat(2)]) {
    const socket = await open(server);
    socket.end(bytes, () => socket.destroy());
  }
  await until(() => server.load().connections === 0 && server.load().bodyBytes === 0);
});
