import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { type Answer, startServer } from './server.ts';

/** What the listener did of it: called the route's refusal, or logged a fault. */
const { promise: done, resolve } = Promise.withResolvers<string>();
const answer: Answer = { status: 200, headers: {}, body: '' };
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  portName: 'CUNGUAN_PORT',
  log: pino({ level: 'warn' }, { write: (line: string) => resolve(line) }),
  routes: [
    {
      method: 'POST',
      path: '/take',
      handle: () => answer,
      refuse: (_call, why) => {
        resolve(why);
        return { ...answer, body: `refused ${why}` };
      },
    },
  ],
});
after(() => server.close());

test('a caller who hangs up in the middle of a body is no fault of ours', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy());
  assert.equal(await done, 'UNREADABLE');
});

test('the answer to a body over the limit reaches a caller who first sends all of it', async () => {
  const body = Buffer.alloc(10_000_000);
  const socket = connect(server.port, '127.0.0.1');
  socket.pause();
  const sent = promisify(socket.write.bind(socket) as (bytes: Buffer, done: (error?: Error | null) => void) => void);
  await sent(Buffer.from(`POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`));
  await sent(body);
  assert.match(await text(socket), /^HTTP\/1\.1 200 [\s\S]*refused TOO_LARGE/);
});

test('closing does not wait for callers who say nothing, or stop in the middle of a request', async () => {
  const own = await startServer({
    host: '127.0.0.1',
    port: 0,
    portName: 'CUNGUAN_PORT',
    log: pino({ level: 'silent' }),
    routes: [],
  });
  const head = 'POST /take HTTP/1.1\r\nHost: x\r\n';
  const callers = ['', head, `${head}Content-Length: 100\r\n\r\nhalf`].map(async (bytes) => {
    const socket = connect(own.port, '127.0.0.1');
    await once(socket, 'connect');
    // A cut may be seen as a reset: both are an end.
    const cut = new Promise((resolve) => socket.once('close', resolve).on('error', resolve));
    socket.resume().write(bytes);
    return { cut };
  });
  const sockets = await Promise.all(callers);
  await own.close();
  await Promise.all(sockets.map(({ cut }) => cut));
});
