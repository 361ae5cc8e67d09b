import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { createMetrics, healthRoutes } from './health.ts';
import { type Answer, type HttpCall, type Route, startServer } from './server.ts';

const calls: HttpCall[] = [];
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const held = Promise.withResolvers<void>();
const arrived = Promise.withResolvers<void>();
const plain = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });
let missing: string | null = null;
const metrics = createMetrics();

const routes: readonly Route[] = [
  ...healthRoutes(async () => missing, metrics.registry),
  {
    method: 'POST',
    path: '/take/:name',
    bodyLimit: 1_000,
    handle: (call) => {
      calls.push(call);
      return plain('taken');
    },
    refuse: (_call, why) => plain(`refused ${why}`),
  },
  { method: 'POST', path: '/small', bodyLimit: 10, handle: () => plain('small') },
  {
    method: 'GET',
    path: '/broken',
    handle: () => {
      throw Object.assign(new Error('card 6222020200112233445'), { statusCode: 404 });
    },
  },
  {
    method: 'GET',
    path: '/slow',
    handle: async () => {
      arrived.resolve();
      await held.promise;
      return plain('done');
    },
  },
];
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  portName: 'CUNGUAN_PORT',
  routes,
  log,
  observe: metrics.observe,
});
const base = `http://127.0.0.1:${server.port}`;
after(() => server.close());

test('G-1 the body arrives byte for byte, whatever it says it is', async () => {
  const body = Buffer.from([0x72, 0x3d, 0xff, 0x00, 0xb0, 0x25, 0x2b, 0x0d, 0x0a]);
  for (const type of [
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data',
    'text/plain',
    '',
  ]) {
    const headers = type ? { 'content-type': type } : new Headers();
    const response = await fetch(`${base}/take/x?a=%ff&b=+`, { method: 'POST', body, headers });
    assert.equal(await response.text(), 'taken', type);
    const call = calls.at(-1);
    assert.deepEqual([call?.body, call?.query, call?.path], [body, 'a=%ff&b=+', '/take/x']);
  }
  assert.notEqual(calls[0]?.requestId, calls[1]?.requestId);
});

test('a body over the limit is refused in the route’s own way, or with a plain 413', async () => {
  const post = (path: string, size: number) => fetch(base + path, { method: 'POST', body: 'x'.repeat(size) });
  assert.equal(await (await post('/take/x', 1_000)).text(), 'taken');
  const own = await post('/take/x', 1_001);
  assert.deepEqual([own.status, await own.text()], [200, 'refused TOO_LARGE']);
  assert.equal((await post('/small', 11)).status, 413);
});

/** Sends bytes as they are and answers the status line. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(bytes);
  return (await text(socket)).split('\r\n')[0] ?? '';
}

test('nothing malformed is a 5xx or kills the listener', async () => {
  const wrong = [
    'GARBAGE\r\n\r\n',
    'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET /healthz HTTP/9.9\r\n\r\n',
    'POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n',
    'POST /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ;;;\r\nContent-Length: 1\r\n\r\nx',
    'POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    'DELETE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  ];
  for (const bytes of wrong) assert.match(await raw(bytes), /^HTTP\/1\.1 4\d\d /, bytes.slice(0, 40));
  assert.equal((await fetch(`${base}/healthz`)).status, 200);
});

test('G-19 what breaks inside is a 500 without a word of why, and the log has the place but not the data', async () => {
  const response = await fetch(`${base}/broken`);
  const body = await response.text();
  assert.equal(response.status, 500);
  assert.match(body, /^系统异常，编号 [0-9a-z-]+ Internal error\n$/);
  assert.ok(lines.some((line) => line.includes('a request failed')));
  assert.doesNotMatch(body, /6222/);
});

test('healthz says alive, readyz what is missing, metrics count by route and never by address', async () => {
  assert.equal(await (await fetch(`${base}/healthz`)).text(), 'alive\n');
  missing = 'the database does not answer';
  const unready = await fetch(`${base}/readyz`);
  assert.deepEqual([unready.status, await unready.text()], [503, `${missing}\n`]);
  missing = null;
  assert.equal((await fetch(`${base}/readyz`)).status, 200);
  await fetch(`${base}/take/very-secret-token`, { method: 'POST' });
  const figures = await (await fetch(`${base}/metrics`)).text();
  assert.match(figures, /cunguan_http_seconds_count\{route="\/take\/:name",method="POST",status="200"\} \d+/);
  assert.doesNotMatch(figures + lines.join(), /very-secret-token/);
});

test('a port in use is told in one sentence that names the variable', async () => {
  const again = startServer({ host: '127.0.0.1', port: server.port, portName: 'CUNGUAN_PORT', routes: [], log });
  await assert.rejects(
    again,
    /^OperatorError: Port \d+ of 127\.0\.0\.1 is in use: .* set CUNGUAN_PORT to another port\.$/,
  );
});

test('closing waits for the request under way and takes no new connection', async () => {
  const own = await startServer({ host: '127.0.0.1', port: 0, portName: 'CUNGUAN_PORT', routes, log });
  const slow = fetch(`http://127.0.0.1:${own.port}/slow`);
  await arrived.promise;
  const closed = own.close();
  held.resolve();
  assert.equal(await (await slow).text(), 'done');
  await closed;
  await assert.rejects(fetch(`http://127.0.0.1:${own.port}/healthz`));
});
