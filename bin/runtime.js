/**
 * Every launcher begins here: makes sure that the Node that runs us is the one this version is built for, and that it
 * has the thread pool it needs, before anything else is loaded. Plain JavaScript that an old Node can read.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node 24 that npm installed with us, or null. */
function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(
    root,
    'node_modules',
    `node-${process.platform.replace('win32', 'win')}-${process.arch}`,
    'bin',
    name,
  );
  return existsSync(path) ? path : null;
}

/**
 * Goes on in this process only when it runs Node 24 or later with a thread pool sized for signing and hashing;
 * otherwise the same command line is run again under the pinned Node, and this call never returns.
 */
export async function ensureRuntime() {
  const fits = Number(process.versions.node.split('.')[0]) >= NEEDED;
  if (fits && process.env.UV_THREADPOOL_SIZE) return;
  const node = fits ? process.execPath : pinnedNode();
  if (!node) {
    process.stderr.write(
      `cunguan needs Node ${NEEDED}; this is ${process.version} and no other is installed with it: run "npm ci".\n`,
    );
    process.exit(1);
  }
  const threads = process.env.UV_THREADPOOL_SIZE ?? String(Math.max(4, availableParallelism() * 2));
  // Reading and stripping a few hundred TypeScript files takes a second of each start; the second start finds it done.
  const cache = process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node');
  const env = { ...process.env, UV_THREADPOOL_SIZE: threads, NODE_COMPILE_CACHE: cache };
  // A batch of thousands of rows is garbage at once: in a young generation of the default size it costs a sixth of
  // the time.
  const args = ['--max-semi-space-size=64', ...process.execArgv, ...process.argv.slice(1)];
  // Becoming the other process keeps one process to signal, wait for and kill; an old Node can only run it beside
  // itself.
  if (typeof process.execve === 'function') process.execve(node, [node, ...args], env);
  await runBeside(node, args, env);
}

async function runBeside(node, args, env) {
  const child = spawn(node, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve) => {
    child.on('exit', (...how) => resolve(how));
    child.on('error', (error) => {
      process.stderr.write(`cunguan could not run ${node}: ${error.message}\n`);
      resolve([1, null]);
    });
  });
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
}
