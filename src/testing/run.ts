/**
 * The test run: one throw-away PostgreSQL, its template, `node --test` over the files asked for, and nothing left
 * behind.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbedded } from '../db/embedded/server.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { buildTemplate } from './database.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** The closing lines of Node's TAP report, which scripts look for. */
const CLOSING = /^# (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) .*$/gm;

/** Runs the tests that `args` select (all when none is named) and answers the exit status. */
export async function runTests(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const files = select(names);
  if (files.length === 0) {
    process.stderr.write(`No test file is called ${names.join(' or ')}.\n`);
    return 1;
  }
  const options = args.filter((arg) => arg.startsWith('-'));
  return await withTestServer((url, folder) => runFiles(files, options, url, folder));
}

/** Does some work beside a throw-away PostgreSQL that has the template; answers its exit status. */
export async function withTestServer(work: (url: string, folder: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'cunguan-test-'));
  let server: EmbeddedPostgres | null = null;
  try {
    server = await startEmbedded({ folder, durable: false });
    await buildTemplate(server.url);
    return await work(server.url, folder);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Test files whose path contains one of the names. */
function select(names: readonly string[]): readonly string[] {
  const all = globSync('**/*.test.ts', { cwd: ROOT, exclude: ['node_modules', 'data', '**/node_modules'] });
  const wanted = names.map((name) => name.replace(/^\.\//, '').replace(`${ROOT}/`, ''));
  return all.filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name))).sort();
}

async function runFiles(
  files: readonly string[],
  options: readonly string[],
  url: string,
  folder: string,
): Promise<number> {
  const tap = join(folder, 'report.tap');
  const reports = ['spec', 'tap'].map((name) => `--test-reporter=${name}`);
  const destinations = ['stdout', tap].map((name) => `--test-reporter-destination=${name}`);
  const concurrency = `--test-concurrency=${availableParallelism()}`;
  const child = spawn(process.execPath, ['--test', concurrency, ...reports, ...destinations, ...options, ...files], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CUNGUAN_TEST_DATABASE_URL: url },
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const [code] = (await once(child, 'exit')) as [number | null];
  const closing = (await readFile(tap, 'utf8').catch(() => '')).match(CLOSING) ?? [];
  process.stdout.write(`${closing.slice(-8).join('\n')}\n`);
  return code ?? 1;
}
