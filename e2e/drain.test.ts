import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { until } from '../src/db/embedded/postmaster.ts';
import { Program } from './program.ts';

interface Heard {
  readonly status: number | undefined;
  readonly connection: string | undefined;
}

/** Over a connection that is kept, as a load balancer does. */
function get(agent: Agent, url: string): Promise<Heard | null> {
  const { promise, resolve } = Promise.withResolvers<Heard | null>();
  request(url, { agent }, (response) => {
    response.resume().once('end', () => {
      resolve({ status: response.statusCode, connection: response.headers.connection });
    });
  })
    .once('error', () => resolve(null))
    .end();
  return promise;
}

test('asked to stop, a node says at once that it is not ready, and serves on for a while', async () => {
  await using program = await Program.prepare();
  await program.start({ CUNGUAN_DRAIN: '30' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path: string) => get(agent, `${program.at.custodian}${path}`);
  assert.deepEqual(await ask('/readyz'), { status: 200, connection: 'keep-alive' });
  program.askToStop();
  assert.ok(await until(async () => (await ask('/readyz'))?.status === 503, 2_000), 'readyz says 503');
  const heard = performance.now();
  assert.deepEqual(await ask('/healthz'), { status: 200, connection: 'close' }, 'the next request may go elsewhere');
  assert.equal((await program.cli('clock', 'show')).code, 0, 'commands are answered, too');
  // Signals within 300 ms are one wish, and on a quick machine the command line took less.
  await until(async () => performance.now() - heard > 400, 1_000);
  const asked = performance.now();
  await program.stop();
  assert.ok(performance.now() - asked < 15_000, 'asked once more, it does not wait');
  assert.equal(await ask('/healthz'), null);
  agent.destroy();
});
