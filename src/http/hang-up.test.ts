import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { startServer } from './server.ts';

const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const observed: [route: string, status: number][] = [];
let seen = Promise.withResolvers<void>();

const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  portName: 'CUNGUAN_PORT',
  log,
  routes: [{ method: 'POST', path: '/take', handle: () => ({ status: 200, headers: {}, body: 'taken' }) }],
  observe: (route, _method, status) => {
    observed.push([route, status]);
    seen.resolve();
  },
});
after(() => server.close());

test('a caller who hangs up in the middle of a body is no fault of ours', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  seen = Promise.withResolvers();
  socket.write('POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy());
  await seen.promise;
  assert.deepEqual(observed, [['/take', 400]]);
  assert.deepEqual(
    lines.filter((line) => /"level":[56]0/.test(line)),
    [],
  );
});
