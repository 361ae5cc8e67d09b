/**
 * `npm run mutate [-- NAME …]`: plants each fault of the table in a copy of the tree, runs the tests that must notice
 * it, and says which did. One PostgreSQL serves them all, and a run ends at its first failing test. First the same
 * tests run on the copy as it is, since a test that is red anyhow notices nothing. Leaves with 1 when a fault survived
 * or could not be planted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { OperatorError } from '../../kernel/operator-error.ts';
import { withTestServer } from '../run.ts';
import { copyTree, whilePlanted } from './copy.ts';
import type { Mutation } from './mutation.ts';
import { MUTATIONS } from './table.ts';

/** Real milliseconds for each test file, on a machine that has other work: what hangs for longer is noticed as well. */
const PATIENCE = 90_000;

interface Bench {
  readonly root: string;
  readonly url: string;
  /** We are asked to end. */
  readonly stop: AbortSignal;
}

/** Runs the mutations whose name contains one of the words (all when none is given); answers the exit status. */
export async function mutate(words: readonly string[]): Promise<number> {
  const chosen = MUTATIONS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (chosen.length === 0) {
    process.stderr.write(`No mutation is called ${words.join(' or ')}.\n`);
    return 1;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());
  return await withTestServer(async (url, folder) => {
    const bench = { url, root: join(folder, 'tree'), stop: stop.signal };
    copyTree(bench.root);
    const red = await firstFailure(bench, [...new Set(chosen.flatMap(({ tests }) => tests))]);
    if (red !== null) {
      process.stdout.write(`red before anything was planted: ${red}\n`);
      return 1;
    }
    return await plantAll(bench, chosen);
  });
}

async function plantAll(bench: Bench, mutations: readonly Mutation[]): Promise<number> {
  const survived: string[] = [];
  for (const mutation of mutations) {
    const began = performance.now();
    const said = await whilePlanted(bench.root, mutation, () => firstFailure(bench, mutation.tests));
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const killed = typeof said === 'string';
    const how = killed ? `by "${said}"` : (said?.why ?? mutation.why);
    process.stdout.write(`${killed ? 'killed  ' : 'SURVIVED'} ${mutation.name} (${seconds} s) ${how}\n`);
    if (!killed) survived.push(mutation.name);
  }
  process.stdout.write(`${mutations.length - survived.length} of ${mutations.length} killed\n`);
  if (survived.length > 0) process.stdout.write(`survived: ${survived.join(', ')}\n`);
  return survived.length > 0 ? 1 : 0;
}

/** The first test that failed, or that they hang, or null when all is green. */
async function firstFailure({ root, url, stop }: Bench, files: readonly string[]): Promise<string | null> {
  const absent = files.filter((file) => !existsSync(join(root, file)));
  if (absent.length > 0) throw new Error(`there is no ${absent.join(', ')}`);
  const child = spawn(process.execPath, ['--test', '--test-reporter=tap', ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that it can be ended with all that it has started.
    detached: true,
    env: { ...process.env, CUNGUAN_TEST_DATABASE_URL: url, NODE_COMPILE_CACHE: `${root}.cache` },
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const late = AbortSignal.timeout(files.length * PATIENCE);
  const end = () => endGroup(child);
  for (const signal of [late, stop]) signal.addEventListener('abort', end);
  let failed: string | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const red = /^\s*not ok \d+ - (.*)$/.exec(line)?.[1];
    if (red === undefined || failed !== null) continue;
    failed = red;
    end();
  }
  const [code] = await ended;
  for (const signal of [late, stop]) signal.removeEventListener('abort', end);
  if (stop.aborted) throw new OperatorError('Ended before all was planted.');
  return failed ?? (late.aborted ? 'it hangs' : code === 0 ? null : `the tests left with ${code}`);
}

/** Ends a run with all that it has started. */
function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}
