/**
 * A program of ours that runs beside the custodian. It says over its channel when it is ready or why it cannot be, is
 * started again when it dies, and ends by itself when we are gone. It is kept out of our process group, so that Ctrl-C
 * comes to us alone and we end everything in order.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '../kernel/operator-error.ts';

export interface ChildOptions {
  readonly name: string;
  /** The program's main file. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  /** Handed over the channel first of all: an environment can be read by whoever may look at the process. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly logFile: string;
  readonly report: (message: string) => void;
}

/** What a child says when it listens, or instead. */
type Word =
  | { readonly ready: true; readonly [fact: string]: unknown }
  | { readonly ready: false; readonly error: string };

export interface Child {
  /** What it told when it became ready. */
  readonly word: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const START_PATIENCE = 60_000;
const STOP_PATIENCE = 5_000;

/**
 * Starts a child and answers when it is ready. Throws a `OperatorError` when it says that it cannot, or dies before.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  let child = await launch(options);
  const word = await firstWord(child, options);
  let stopping = false;
  let revival: Promise<void> = Promise.resolve();
  const watch = (): void => {
    child.once('exit', () => {
      if (!stopping) revival = revive();
    });
  };
  const revive = async (): Promise<void> => {
    options.report(`${options.name} died and is started again`);
    for (let pause = 200; !stopping; pause = Math.min(pause * 2, 5_000)) {
      await delay(pause);
      if (stopping) return;
      child = await launch(options);
      if (stopping) return end(child);
      try {
        await firstWord(child, options);
        return watch();
      } catch (error) {
        options.report(error instanceof Error ? error.message : String(error));
        await end(child);
      }
    }
  };
  watch();
  const stop = async (): Promise<void> => {
    stopping = true;
    await end(child);
    await revival;
  };
  return { word, stop };
}

async function launch({ file, env, secrets, logFile }: ChildOptions): Promise<ChildProcess> {
  const log = await open(logFile, 'a', 0o600);
  const cache = getCompileCacheDir();
  const child = spawn(process.execPath, [file], {
    env: { ...env, ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }) },
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  // One that could not be started, or is gone already, is told of by its exit.
  if (secrets && child.connected) child.send(secrets, () => undefined);
  return child;
}

async function firstWord(child: ChildProcess, options: ChildOptions): Promise<Extract<Word, { ready: true }>> {
  const heard = once(child, 'message').then(([message]) => message as Word);
  const died = once(child, 'exit').then(([code]): Word => ({ ready: false, error: `it ended with ${code}` }));
  const late = delay(START_PATIENCE, { ready: false, error: 'it took too long' } as const, { ref: false });
  const word = await Promise.race([heard, died, late]);
  if (word.ready) return word;
  await end(child);
  throw new OperatorError(
    /[.。]$/.test(word.error) ? word.error : `${options.name} did not start: ${word.error} (see ${options.logFile}).`,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE);
  await gone;
  clearTimeout(timer);
}
