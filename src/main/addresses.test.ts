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
  const { custodian } = await settle({ CUNGUAN_PORT: String(port) });
  assert.deepEqual([custodian.port, custodian.inside], [port, `http://127.0.0.1:${port}`]);
});
