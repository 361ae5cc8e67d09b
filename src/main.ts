/**
 * The composition root: the first word says what this process is to be, and nothing else wires anything. Failures that
 * somebody at the keyboard can mend are told in one sentence with an exit code; anything else is a defect and shows its
 * stack.
 */
import { callersPath, readConfig } from './config.ts';
import { OperatorError } from './kernel/operator-error.ts';
import type { Terminal } from './main/cli/cli.ts';

/** Milliseconds between two looks whether npm is still there. */
const PARENT_LOOK = 500;

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/** Each role loads what it needs: a command answers in a moment, though a start needs everything. */
async function main(words: readonly string[]): Promise<number> {
  const config = readConfig(process.env);
  switch (words[0]) {
    case 'start':
    case 'serve': {
      const { serve } = await import('./main/serve.ts');
      return serve(config, words[0], terminal, stopAsked());
    }
    case 'migrate': {
      const { migrateOnly } = await import('./main/migrate-only.ts');
      return migrateOnly(config, terminal);
    }
    default: {
      const { runCli } = await import('./main/cli/cli.ts');
      const locate = (path: string): string => callersPath(path, process.env);
      return runCli({ words, folder: config.data, locate, terminal });
    }
  }
}

/** Resolves when somebody wants us to end: Ctrl-C, SIGTERM; or when the launcher or the npm that started us is gone. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    process.once('disconnect', () => resolve());
    // Killed by force, npm tells nobody: what it began would run on unseen, on the ports of the next start.
    const parent = process.ppid;
    const look = (): void => void (process.ppid === parent || resolve());
    if (process.env.npm_lifecycle_event) setInterval(look, PARENT_LOOK).unref();
  });
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
