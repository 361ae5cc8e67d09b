/** Where the program is watched, when that is a port of its own: what each port says, and until when. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { until } from '../src/db/embedded/postmaster.ts';
import { Program } from './program.ts';

/** Status and text, or null where nothing listens. */
async function get(url: string): Promise<readonly [number, string] | null> {
  const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => null);
  return answer && [answer.status, await answer.text()];
}

test('readiness and figures have a port of their own, which opens first and closes last', async () => {
  await using program = await Program.prepare();
  await program.start({ CUNGUAN_OPS_PORT: '0', CUNGUAN_DRAIN: '30' });
  const { custodian, ops } = program.at;
  assert.notEqual(ops, '');
  for (const base of [custodian, ops]) assert.deepEqual(await get(`${base}/healthz`), [200, 'alive\n']);
  for (const path of ['/readyz', '/metrics']) assert.equal((await get(`${custodian}${path}`))?.[0], 404, path);
  assert.equal((await get(`${ops}/service`))?.[0], 404);
  assert.deepEqual(await get(`${ops}/readyz`), [200, 'ready\n']);
  const [, figures] = (await get(`${ops}/metrics`)) ?? [];
  assert.match(figures ?? '', /^cunguan_request_log_rows_total\{outcome="written"\} 0$/m, 'of the business, too');
  assert.match(figures ?? '', /^cunguan_http_seconds_count\{route="\/healthz",method="GET",status="200"\} 1$/m);

  program.askToStop();
  assert.ok(await until(async () => (await get(`${ops}/readyz`))?.[0] === 503, 2_000), 'readyz says 503');
  assert.deepEqual(await get(`${custodian}/healthz`), [200, 'alive\n'], 'and callers are served on');

  // A request that is still arriving holds the end up for half a second.
  const { hostname, port } = new URL(custodian);
  const slow = connect(Number(port), hostname).on('error', () => undefined);
  await once(slow, 'connect');
  slow.write('POST /service HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n');
  const asked = performance.now();
  await until(async () => performance.now() - asked > 400, 1_000);
  program.askToStop();
  assert.ok(await until(async () => (await get(`${custodian}/healthz`)) === null, 5_000), 'the main port closes');
  assert.deepEqual(await get(`${ops}/readyz`), [503, 'this node is stopping\n'], 'who watches is told so to the end');
  slow.destroy();
  await program.stop();
  assert.equal(await get(`${ops}/healthz`), null);
});
