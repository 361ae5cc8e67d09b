/** Bodies on their way in and answers on their way out: whose memory they take, and for how long. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEBIBYTE, open, serve, until } from '../testing/listener.ts';
import type { Route } from './server.ts';

const page = { status: 200, headers: {}, body: 'a page' };

test('bodies of megabytes are read at a pace, and what is short passes them by', async () => {
  const taken: string[] = [];
  const take: Route = {
    method: 'POST',
    path: '/take',
    bodyLimit: 8 * MEBIBYTE,
    handle: (call) => {
      taken.push(call.body.length > MEBIBYTE ? 'long' : 'short');
      return page;
    },
  };
  const server = await serve({ bodies: 256 * MEBIBYTE }, [take]);
  const post = async (body: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/take`, { method: 'POST', body });
    assert.equal(answer.status, 200);
  };
  const began = performance.now();
  const long = Promise.all(Array.from({ length: 6 }, () => post('x'.repeat(7 * MEBIBYTE))));
  await until(() => taken.includes('long'));
  for (let count = 0; count < 10; count += 1) await post('y');
  assert.ok(taken.filter((one) => one === 'long').length < 6, `${taken}`);
  await long;
  assert.ok(
    performance.now() - began > 1_000,
    '42 MiB at 16 a second, of which 2 may come at once, and a little with each look',
  );
});

test('long bodies that are being answered hold their room, and orders are taken all the same', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const take: Route = {
    method: 'POST',
    path: '/take',
    bodyLimit: 8 * MEBIBYTE,
    handle: async (call) => {
      if (call.body.length < MEBIBYTE) return page;
      arrive();
      await released;
      return page;
    },
  };
  const server = await serve({ bodies: 4 * MEBIBYTE }, [take]);
  const post = async (bytes: number) =>
    (await fetch(`http://127.0.0.1:${server.port}/take`, { method: 'POST', body: 'x'.repeat(bytes) })).status;
  const held = post(4 * MEBIBYTE - 10);
  await arrived;
  assert.deepEqual([await post(1_000), await post(50_000), await post(500_000)], [200, 200, 429]);
  release();
  assert.equal(await held, 200);
  assert.equal(await post(500_000), 200);
});

test('an answer that nobody reads does not stay: the connection is given up', async () => {
  const large: Route = { method: 'GET', path: '/large', handle: () => ({ ...page, body: 'x'.repeat(64 * MEBIBYTE) }) };
  const server = await serve({ reading: 300 }, [large]);
  const socket = await open(server);
  socket.pause().write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => server.load().connections === 1);
  await until(() => server.load().connections === 0);
  socket.destroy();
});

test('who is vouched for does not count against his address, however much he sends', async () => {
  const known: Route = {
    method: 'POST',
    path: '/known',
    bodyLimit: MEBIBYTE,
    handle: (call) => {
      if (call.body.includes('friend')) call.vouch();
      return page;
    },
  };
  const server = await serve({ address: { perSecond: 0, burst: 40 } }, [known]);
  const post = async (body: string) =>
    (await fetch(`http://127.0.0.1:${server.port}/known`, { method: 'POST', body })).status;
  for (let count = 0; count < 50; count += 1) assert.equal(await post(`friend${'x'.repeat(500_000)}`), 200);
  assert.equal(await post('x'.repeat(500_000)), 200);
  assert.equal(await post('x'.repeat(500_000)), 429, 'a stranger has spent what there was');
});
