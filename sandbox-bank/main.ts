/**
 * The sandbox bank's process. What it needs stands in the environment, but for its secrets: those its parent hands over
 * the channel, for an environment can be read by whoever may look at the process. It tells its parent when it listens,
 * with its public key, and ends when the parent is gone. Prints nothing but logs, to stderr.
 */
import { once } from 'node:events';
import { pino } from 'pino';
import { errorFacts } from '../src/kernel/log.ts';
import { OperatorError } from '../src/kernel/operator-error.ts';
import { type BankOptions, type RunningBank, startBank } from './bank.ts';

const log = pino(
  {
    level: process.env.CUNGUAN_LOG_LEVEL ?? 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors of the database quote rows, which carry names and card numbers (rule G-19).
    serializers: { err: errorFacts },
  },
  pino.destination(2),
);

/** What the parent hands over. */
interface Secrets {
  readonly databaseUrl: string;
  /** In hexadecimal. */
  readonly sealingKey: string;
}

function readOptions(environment: NodeJS.ProcessEnv, { databaseUrl, sealingKey }: Secrets): BankOptions {
  const need = (name: string): string => {
    const value = environment[name];
    if (!value) throw new OperatorError(`${name} is not set.`);
    return value;
  };
  const port = Number(environment.CUNGUAN_BANK_PORT ?? 8081);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new OperatorError('CUNGUAN_BANK_PORT is no port number.');
  return {
    databaseUrl,
    sealingKey: Buffer.from(sealingKey, 'hex'),
    host: environment.CUNGUAN_HOST || '127.0.0.1',
    port,
    ...(environment.CUNGUAN_BANK_URL && { publicUrl: environment.CUNGUAN_BANK_URL }),
    custodianUrl: need('CUSTODIAN_URL'),
    ...(environment.CUSTODIAN_PUBLIC_URL && { custodianPublicUrl: environment.CUSTODIAN_PUBLIC_URL }),
    custodianPublicKey: need('CUSTODIAN_BANK_PUBLIC_KEY'),
    log,
  };
}

/** One sentence for what the person at the keyboard can mend. */
function sentenceOf(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${process.env.CUNGUAN_BANK_PORT} of the sandbox bank is in use.`;
  return `The sandbox bank did not start: ${error instanceof Error ? error.message : String(error)}.`;
}

async function main(): Promise<void> {
  let bank: RunningBank | null = null;
  let leaving = false;
  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    // Before the bank listens there is nothing to finish: what a start-up does to the database is transactions.
    (bank?.stop() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('disconnect', leave);
  process.once('SIGTERM', leave);
  // Ctrl-C reaches the whole group: with a parent, it is the parent who decides when this process ends.
  process.on('SIGINT', () => {
    if (!process.connected) leave();
  });
  if (!process.send)
    throw new OperatorError('The sandbox bank is started by the custodian, which hands it its secrets.');
  const [secrets] = (await once(process, 'message')) as [Secrets];
  bank = await startBank(readOptions(process.env, secrets));
  log.info({ url: bank.url }, 'listening');
  process.send?.({ ready: true, url: bank.url, publicKey: bank.publicKey });
}

main().catch((error: unknown) => {
  const sentence = sentenceOf(error);
  log.error({ err: error }, sentence);
  const leave = (): never => process.exit(error instanceof OperatorError ? error.exitCode : 1);
  if (process.send) process.send({ ready: false, error: sentence }, leave);
  else leave();
});
