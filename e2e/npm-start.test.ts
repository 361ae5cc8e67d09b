import assert from 'node:assert/strict';
import test from 'node:test';
import { until } from '../src/db/embedded/postmaster.ts';
import { Program } from './program.ts';

const NPM = ['npm', 'start'];

async function runs(program: Program): Promise<boolean> {
  return (await program.cli('clock', 'show')).code === 0;
}

test('npm start: what is asked of npm reaches the program, and it does not outlive npm', async () => {
  await using program = await Program.prepare();
  await program.start({}, NPM);
  assert.ok(await runs(program));
  const front = await fetch(`${program.at.custodian}/`);
  const told = await front.text();
  assert.equal(front.status, 200);
  for (const place of [program.at.demo, program.at.bank]) assert.ok(told.includes(`href="${place}"`), 'what runs here');
  await program.stop();
  assert.ok(!(await runs(program)), 'npm returns when all of it has ended');
  await program.start({}, NPM);
  await program.kill();
  assert.ok(await until(async () => !(await runs(program)), 20_000), 'npm killed by force takes it along');
  await program.start({}, NPM);
  assert.equal((await program.cli('ledger', 'verify')).code, 0);
});
