import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import test from 'node:test';
import { readConfig } from '../config.ts';
import { settleAddresses } from './addresses.ts';

test('a port that is taken and an address that this machine has not are told apart, each in one sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const settle = (environment: Record<string, string>) =>
    settleAddresses(readConfig(environment), ['custodian'], false);
  await assert.rejects(settle({ CUNGUAN_PORT: String(port) }), {
    name: 'OperatorError',
    message: `Port ${port} of 127.0.0.1 is in use: stop what uses it, or set CUNGUAN_PORT to another port.`,
  });
  await assert.rejects(settle({ CUNGUAN_PORT: String(port), CUNGUAN_HOST: '192.0.2.1' }), {
    name: 'OperatorError',
    message: 'This machine has no address 192.0.2.1: set CUNGUAN_HOST to one that it has.',
  });
  holder.close();
  await once(holder, 'close');
  const { custodian, ops } = await settle({ CUNGUAN_PORT: String(port) });
  assert.deepEqual([custodian.port, custodian.inside, ops], [port, `http://127.0.0.1:${port}`, null]);
});

test('the port where we are watched has a host of its own, and sentences name its variables', async () => {
  const settle = (environment: Record<string, string>) =>
    settleAddresses(readConfig({ CUNGUAN_PORT: '0', CUNGUAN_HOST: '0.0.0.0', ...environment }), ['custodian'], false);
  const { ops } = await settle({ CUNGUAN_OPS_PORT: '0' });
  assert.deepEqual(ops?.inside, `http://127.0.0.1:${ops?.port}`);
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  await assert.rejects(settle({ CUNGUAN_OPS_PORT: String(port) }), {
    message: `Port ${port} of 127.0.0.1 is in use: stop what uses it, or set CUNGUAN_OPS_PORT to another port.`,
  });
  holder.close();
  await once(holder, 'close');
  await assert.rejects(settle({ CUNGUAN_OPS_PORT: String(port), CUNGUAN_OPS_HOST: '192.0.2.1' }), {
    message: 'This machine has no address 192.0.2.1: set CUNGUAN_OPS_HOST to one that it has.',
  });
});
