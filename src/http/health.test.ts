import assert from 'node:assert/strict';
import test from 'node:test';
import { Registry } from 'prom-client';
import { healthRoutes } from './health.ts';
import type { HttpCall } from './server.ts';

const call: HttpCall = {
  method: 'GET',
  path: '/readyz',
  query: '',
  headers: {},
  body: Buffer.alloc(0),
  parameters: {},
  requestId: '1',
  from: '127.0.0.1',
  vouch: () => undefined,
};

test('readyz says that we are not ready when the database hangs, instead of hanging with it', async () => {
  const routes = healthRoutes(() => new Promise(() => undefined), new Registry());
  const ready = routes.find((route) => route.path === '/readyz');
  assert.deepEqual((await ready?.handle(call))?.status, 503);
});
