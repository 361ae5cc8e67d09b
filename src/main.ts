/**
 * The composition root: the first word says what this process is to be, and nothing else wires anything. Failures that
 * somebody at the keyboard can mend are told in one sentence with an exit code; anything else is a defect and shows its
 * stack.
 */
import { callersPath, readConfig } from './config.ts';
import { OperatorError } from './kernel/operator-error.ts';
import { leavingLine } from './main/audit-pending.ts';
import type { Terminal } from './main/cli/cli.ts';
import type { Ending } from './main/serve.ts';

/** Milliseconds between two looks whether npm is still there. */
const PARENT_LOOK = 500;
/** Signals within so many milliseconds are one wish to end. */
const SAME_WISH = 300;

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/** Each role loads what it needs: a command answers in a moment, though a start needs everything. */
async function main(words: readonly string[]): Promise<number> {
  const config = readConfig(process.env);
  // Nobody whom we start inherits it.
  delete process.env.CUNGUAN_MASTER_KEY;
  const locate = (path: string): string => callersPath(path, process.env);
  switch (roleOf(words)) {
    case 'start':
    case 'serve': {
      const { serve } = await import('./main/serve.ts');
      return serve(config, words[0] === 'start' ? 'start' : 'serve', terminal, awaitEnding());
    }
    case 'migrate': {
      const { migrateOnly } = await import('./main/migrate-only.ts');
      return leavingLine(config, terminal, 'migrate', words.slice(1), () => migrateOnly(config, terminal));
    }
    case 'keys make': {
      const { makeKeys } = await import('./main/keys-offline.ts');
      return leavingLine(config, terminal, 'keys.make', words.slice(2), (rest) => makeKeys(config, terminal, rest));
    }
    case 'keys wrap': {
      const { wrapKeys } = await import('./main/keys-offline.ts');
      return leavingLine(config, terminal, 'keys.wrap', words.slice(2), (rest) =>
        wrapKeys(config, terminal, rest, locate),
      );
    }
    default: {
      const { runCli } = await import('./main/cli/cli.ts');
      return runCli({ words, folder: config.data, locate, terminal });
    }
  }
}

/** The words that say what this process is to be; null for a command, and for help. */
function roleOf(words: readonly string[]): string | null {
  if (words.includes('--help')) return null;
  return (words[0] === 'keys' ? words.slice(0, 2).join(' ') : words[0]) ?? null;
}

/** Somebody wants us to end: Ctrl-C, SIGTERM; or the launcher or the npm that started us is gone. */
function awaitEnding(): Ending {
  const asked = Promise.withResolvers<void>();
  const urged = Promise.withResolvers<void>();
  let since: number | null = null;
  const ask = (): void => {
    since ??= performance.now();
    asked.resolve();
    // One Ctrl-C comes twice: from the terminal, and from npm.
    if (performance.now() - since > SAME_WISH) urged.resolve();
  };
  const orphaned = (): void => {
    asked.resolve();
    urged.resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  process.once('disconnect', orphaned);
  // Killed by force, npm tells nobody: what it began would run on unseen, on the ports of the next start.
  const parent = process.ppid;
  const look = (): void => void (process.ppid === parent || orphaned());
  if (process.env.npm_lifecycle_event) setInterval(look, PARENT_LOOK).unref();
  return { asked: asked.promise, urged: urged.promise };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  terminal.err(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
// A channel to the launcher keeps the process alive otherwise.
if (process.connected) process.disconnect();
