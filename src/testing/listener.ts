/** A listener for tests: real sockets, limits that a test sets, and callers that misbehave. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after } from 'node:test';
import { pino } from 'pino';
import { type HttpServer, type Route, type ServerLimits, startServer } from '../http/server.ts';

export const MEBIBYTE = 1024 * 1024;
/** Limits that no test meets by accident. */
const WIDE: ServerLimits = {
  connections: 1_000,
  bodies: 64 * MEBIBYTE,
  address: { perSecond: 1_000_000, burst: 1_000_000 },
  proxies: [],
  arrival: 30_000,
  reading: 30_000,
};

/** A listener with these routes, until the tests of the file are over. */
export async function serve(limits: Partial<ServerLimits>, routes: readonly Route[]): Promise<HttpServer> {
  const log = pino({ level: 'silent' });
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, portName: 'PORT', log, routes, limits: { ...WIDE, ...limits } },
  });
  after(() => server.close());
  return server;
}

/** A connection to it that may be cut. */
export async function open(server: HttpServer): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  // A cut may be seen as a reset.
  return socket.on('error', () => undefined);
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, 'in time');
    await new Promise(setImmediate);
  }
}
