/**
 * Commands that work on files alone, or on a database that no node serves yet, leave their lines for the audit trail in
 * a file of the data folder; the next start takes them in. The line that something is begun is on disk before it is.
 * What a crash interrupts between taking in and removing the file is taken in twice, never lost.
 */
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEvent, Outcome } from '../audit/entry.ts';
import type { Trail } from '../audit/trail.ts';
import type { Config } from '../config.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { formatIso } from '../kernel/time.ts';
import { caller, takeReason } from './cli/caller.ts';
import type { Terminal } from './cli/cli.ts';
import { readPrivately } from './file-modes.ts';

const PENDING = 'audit-pending.jsonl';

/** One line of the file. */
interface Pending {
  /** The same for what was begun and what became of it. */
  readonly mark: string;
  readonly at: string;
  readonly who: string;
  readonly command: string;
  readonly outcome: Outcome;
  readonly words: readonly string[];
  readonly reason: string | null;
  readonly told?: string;
}

/**
 * Runs a command with its words, without `--reason`, and leaves what it was and what became of it. A machine that has
 * no data folder, as a job that migrates, is told so and goes on: what it did shows at the next start.
 */
export async function leavingLine(
  { data }: Pick<Config, 'data'>,
  terminal: Pick<Terminal, 'err'>,
  command: string,
  words: readonly string[],
  work: (rest: readonly string[]) => Promise<number>,
): Promise<number> {
  const { reason, rest } = takeReason(words);
  const { account, host } = caller();
  const common = { mark: randomUUID(), who: `${account} on ${host}`, command, words: rest, reason };
  const leave = (outcome: Outcome, told?: string): Promise<void> =>
    write(data, terminal, { ...common, at: formatIso(Date.now()), outcome, ...(told !== undefined && { told }) });
  await leave('INTENT');
  try {
    const code = await work(rest);
    await leave('DONE');
    return code;
  } catch (error) {
    const refused = error instanceof OperatorError;
    await leave(refused ? 'REFUSED' : 'FAILED', refused ? error.message : undefined);
    throw error;
  }
}

async function write(folder: string, terminal: Pick<Terminal, 'err'>, line: Pending): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // It begins a line, so that one that was cut short before it takes none with it.
    await appendFile(join(folder, PENDING), `\n${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    terminal.err(`No line for the audit trail could be left in the data folder ${folder} (${why}).\n`);
  }
}

/** Takes the lines into the trail, in their order. */
export async function takePending(folder: string, trail: Trail): Promise<void> {
  const path = join(folder, PENDING);
  const taken = `${path}.taken`;
  // What an interrupted start has left comes first.
  await takeFile(taken, trail);
  await rename(path, taken).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await takeFile(taken, trail);
}

async function takeFile(path: string, trail: Trail): Promise<void> {
  const text = await readPrivately(path);
  if (text === null) return;
  const begun = new Map<string, bigint>();
  for (const line of text.split('\n').filter(Boolean)) {
    const pending = read(line);
    if (!pending) continue;
    const id = await trail.append(eventOf(pending, begun.get(pending.mark) ?? null));
    if (pending.outcome === 'INTENT') begun.set(pending.mark, id);
  }
  await rm(path);
}

/** A line that was cut short is none: what it was about had not begun. One that is not ours stops no start. */
function read(line: string): Pending | null {
  try {
    const pending: unknown = JSON.parse(line);
    return isPending(pending) ? pending : null;
  } catch {
    return null;
  }
}

const OUTCOMES: readonly unknown[] = ['INTENT', 'DONE', 'REFUSED', 'FAILED'] satisfies Outcome[];

function isPending(value: unknown): value is Pending {
  const { mark, at, who, command, outcome } = (value ?? {}) as Partial<Pending>;
  return [mark, at, who, command].every((text) => typeof text === 'string') && OUTCOMES.includes(outcome);
}

function eventOf({ at, who, command, outcome, words, reason, told }: Pending, intentId: bigint | null): AuditEvent {
  const said = outcome === 'INTENT' ? { reason, arguments: { words } } : { ...(told !== undefined && { told }) };
  const details = { doneAt: at, ...said };
  return { via: 'cli', who, command, platformNo: null, outcome, intentId, details };
}
