/**
 * The real program for tests: `start` as a process of its own with a data folder and ports of its own, and the command
 * line beside it, run as a person runs it. Stopping asks for the orderly end and insists on exit code 0.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const ROOT = join(import.meta.dirname, '..');
/** The launcher of a checkout. */
export const launcherOf = (root: string): string => join(root, 'bin', 'cunguan.js');
/** A start may share two cores with everything else that is tested. */
const START_PATIENCE = 90_000;

/** What a command line answered. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Addresses {
  readonly custodian: string;
  readonly demo: string;
  readonly bank: string;
  /** Where it is watched, when that is a port of its own. */
  readonly ops: string;
}

/** Another environment, added to ours, and another checkout than this one. */
interface Version {
  readonly environment?: NodeJS.ProcessEnv;
  readonly root?: string;
}

/** Runs one command line on a data folder. `cwd` is where the person stands. */
export async function cunguan(
  data: string,
  words: readonly string[],
  cwd = ROOT,
  { environment = {}, root = ROOT }: Version = {},
): Promise<Said> {
  const env = { ...process.env, CUNGUAN_DATA: data, ...environment };
  const child = spawn(process.execPath, [launcherOf(root), ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, out, err };
}

/** A data folder that goes away with the test, and the program on it, started as often as a test wants. */
export class Program implements AsyncDisposable {
  readonly data: string;
  readonly #folder: string;
  #child: ChildProcess | null = null;
  #addresses: Addresses | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
    this.data = join(folder, 'data');
  }

  static async prepare(): Promise<Program> {
    return new Program(await mkdtemp(join(tmpdir(), 'cunguan-e2e-')));
  }

  /**
   * Starts it; answers how many milliseconds the line `cunguan ready` took. `environment` is added to ours; `command`
   * is how a person would start it, the launcher when absent.
   */
  async start(
    environment: NodeJS.ProcessEnv = {},
    command = [process.execPath, launcherOf(ROOT), 'start'],
  ): Promise<number> {
    const began = performance.now();
    const ports = { CUNGUAN_PORT: '0', CUNGUAN_BANK_PORT: '0', CUNGUAN_DEMO_PORT: '0' };
    const { DATABASE_URL: _, UV_THREADPOOL_SIZE: __, ...ours } = process.env;
    const child = spawn(command[0] ?? '', command.slice(1), {
      cwd: ROOT,
      env: { ...ours, ...ports, CUNGUAN_DATA: this.data, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#addresses = null;
    this.#child = child;
    const said = await greeting(child);
    this.#addresses = readGreeting(said, {
      demo: command.at(-1) !== 'serve',
      bank: !said.includes('none is connected'),
    });
    return performance.now() - began;
  }

  /** Whether it was started and nobody has ended it. */
  get isUp(): boolean {
    return this.#child !== null && this.#addresses !== null;
  }

  /** Its process, as long as it is up. */
  get pid(): number {
    assert.ok(this.#child?.pid, 'the program was started');
    return this.#child.pid;
  }

  /** Where it answers. */
  get at(): Addresses {
    assert.ok(this.#addresses, 'the program was started');
    return this.#addresses;
  }

  /** Runs a command line beside it. */
  async cli(...words: readonly string[]): Promise<Said> {
    return cunguan(this.data, words);
  }

  /** The same, insisting on success; answers the JSON document. */
  async ask<T>(...words: readonly string[]): Promise<T> {
    const { code, out, err } = await this.cli(...words, '--json');
    assert.deepEqual([code, err], [0, ''], `cunguan ${words.join(' ')}: ${out}`);
    return JSON.parse(out) as T;
  }

  /** Where its embedded PostgreSQL listens. */
  async databaseUrl(): Promise<string> {
    const { port, secret } = JSON.parse(await readFile(join(this.data, 'postgres.json'), 'utf8')) as {
      readonly port: number;
      readonly secret: string;
    };
    return `postgres://cunguan:${secret}@127.0.0.1:${port}/cunguan`;
  }

  /** Hard-kills the custodian alone, as a failing machine does; PostgreSQL and the children are left to themselves. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** The directory of its embedded PostgreSQL. */
  async databaseDirectory(): Promise<string> {
    const memory = JSON.parse(await readFile(join(this.data, 'postgres.json'), 'utf8')) as { readonly home: string };
    return join(memory.home, 'postgres');
  }

  /** Asks it to end, as a service manager does, and does not wait. */
  askToStop(): void {
    this.#child?.kill('SIGTERM');
  }

  /** Ends it as Ctrl-C does, and waits for the end. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = await gone;
    assert.equal(code, 0, 'an orderly stop ends with 0');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stop();
    } finally {
      await rm(this.#folder, { recursive: true, force: true });
    }
  }
}

/** What it says until all its lines are there; throws with what it said instead. */
async function greeting(child: ChildProcess): Promise<string> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    if (/^cunguan ready .*\n[\s\S]*^data and logs .*\n/m.test(said)) resolve(said);
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  child.once('exit', (code) => reject(new Error(`cunguan start ended with ${code}: ${said}`)));
  const timer = setTimeout(() => reject(new Error(`cunguan start took too long: ${said}`)), START_PATIENCE);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** `owes`: what has to be told; a node alone has no demo, production no sandbox bank. */
function readGreeting(said: string, owes: Readonly<Record<'demo' | 'bank', boolean>>): Addresses {
  const after = (words: string, isOwed = true): string => {
    const found = new RegExp(`^${words}\\s+(http\\S+)$`, 'm').exec(said)?.[1] ?? '';
    assert.ok(found || !isOwed, `"${words}" among: ${said}`);
    return found;
  };
  return {
    custodian: after('cunguan ready'),
    demo: after('demo platform', owes.demo),
    bank: after('sandbox bank', owes.bank),
    ops: after('health, figures', false),
  };
}
