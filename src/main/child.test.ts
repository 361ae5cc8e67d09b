import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isAlive, until } from '../db/embedded/postmaster.ts';
import { startChild } from './child.ts';

const folder = await mkdtemp(join(tmpdir(), 'cunguan-child-'));
after(() => rm(folder, { recursive: true, force: true }));
const reports: string[] = [];

async function start(name: string, program: string) {
  const file = join(folder, `${name}.ts`);
  await writeFile(file, program);
  const logFile = join(folder, `${name}.log`);
  return startChild({
    name: 'The child',
    file,
    env: { NOTE: 'given' },
    secrets: { word: 'whispered' },
    logFile,
    report: (message) => reports.push(message),
  });
}

const READY = `process.send({ ready: true, pid: process.pid, note: process.env.NOTE });
  process.once('disconnect', () => process.exit(0));
  process.once('SIGTERM', () => process.exit(0));`;

test('a child is started with its environment, tells when it is ready, and is stopped', async () => {
  const child = await start('good', `console.error('hello'); ${READY}`);
  const pid = child.word.pid as number;
  assert.equal(child.word.note, 'given');
  await child.stop();
  assert.equal(isAlive(pid), false);
  assert.equal(await readFile(join(folder, 'good.log'), 'utf8'), 'hello\n');
});

test('secrets go over the channel at every start, and stand in no environment and no argument', async () => {
  const told = join(folder, 'told');
  const program = `import { appendFileSync, readFileSync } from 'node:fs';
    process.once('message', ({ word }) => {
      const open = ['environ', 'cmdline'].map((name) => readFileSync('/proc/self/' + name, 'utf8')).join();
      appendFileSync(${JSON.stringify(told)}, word + ' ' + open.includes(word) + '\\n');
      ${READY}
    });`;
  const child = await start('trusted', program);
  process.kill(child.word.pid as number, 'SIGKILL');
  const lines = async () => (await readFile(told, 'utf8')).trim().split('\n');
  assert.ok(await until(async () => (await lines()).length === 2, 10_000));
  assert.deepEqual(await lines(), ['whispered false', 'whispered false']);
  await child.stop();
  assert.deepEqual(reports.splice(0), ['The child died and is started again']);
});

test('a child that cannot start says why in its own sentence, one that just dies in ours', async () => {
  const telling = `process.send({ ready: false, error: 'Port 1 is in use.' }, () => process.disconnect());`;
  await assert.rejects(start('telling', telling), { name: 'OperatorError', message: 'Port 1 is in use.' });
  await assert.rejects(start('dying', 'process.exit(3);'), {
    message: `The child did not start: it ended with 3 (see ${join(folder, 'dying.log')}).`,
  });
});

test('a child that dies is started again until it is stopped', async () => {
  const note = join(folder, 'pids');
  const noted = `appendFileSync(${JSON.stringify(note)}, process.pid + '\\n');`;
  const program = `import { appendFileSync } from 'node:fs'; ${noted} ${READY}`;
  const child = await start('mortal', program);
  process.kill(child.word.pid as number, 'SIGKILL');
  const pids = async (): Promise<number[]> => (await readFile(note, 'utf8')).trim().split('\n').map(Number);
  assert.ok(await until(async () => (await pids()).length === 2, 10_000));
  assert.deepEqual(reports, ['The child died and is started again']);
  await child.stop();
  assert.equal(isAlive((await pids())[1] ?? 0), false);
});
