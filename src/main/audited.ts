/**
 * The commands of the registry, and the one place where they leave their line in the audit trail. A command says
 * whether it reads or changes; one that says neither does not compile. Promises: before a command changes anything its
 * intent is committed, so that no change is without a trace, whenever the process ends; what it found and left follows
 * as its result. Who only reads leaves one line, and is answered when it stands.
 */
import { createHash } from 'node:crypto';
import { isOperatorName } from '../custody/operator.ts';
import type { AuditEvent, Details, Via } from '../audit/entry.ts';
import type { Trail } from '../audit/trail.ts';
import type { AdminArguments, AdminCaller, AdminCommand, AdminCommands } from '../http/admin.ts';
import type { Changed } from '../kernel/change.ts';
import { OperatorError } from '../kernel/operator-error.ts';

interface Reading {
  readonly does: 'reads';
  readonly run: (args: AdminArguments, by: AdminCaller) => Promise<unknown>;
}

interface Changing {
  readonly does: 'changes';
  readonly run: (args: AdminArguments, by: AdminCaller) => Promise<Changed<object, unknown>>;
}

type Command = Reading | Changing;

/** By name, as the door knows them. */
export type Registry = Readonly<Record<string, Command>>;

/** Whatever stands under such a name, of a setting that there is none of, too. */
const SECRET = /password|secret|token|private/i;
/** Characters of all arguments together that are kept, and how deep they go. */
const ARGUMENTS_LIMIT = 16_384;
const DEPTH_LIMIT = 8;
/** Characters of a sentence that are kept: it may quote what was typed. */
const TOLD_LIMIT = 1_000;

/** The commands as the door runs them, each with its line; what a node looks up for itself leaves none. */
export function audited(registry: Registry, trail: Trail, via: Via): AdminCommands {
  return Object.fromEntries(
    Object.entries(registry).map(([name, command]): [string, AdminCommand] => {
      if (command.does === 'changes') return [name, (args, by) => change(trail, command, eventOf(via, name, args, by))];
      if (via === 'node') return [name, (args, by) => command.run(args, by)];
      return [name, (args, by) => read(trail, command, eventOf(via, name, args, by))];
    }),
  );
}

/** An event that is about to be, with the arguments as the command gets them. */
interface Asked {
  readonly event: AuditEvent;
  readonly args: AdminArguments;
  readonly by: AdminCaller;
}

function eventOf(via: Via, command: string, args: AdminArguments, by: AdminCaller): Asked {
  const { reason } = by;
  const details = { reason, arguments: kept(args) };
  const event = {
    via,
    who: actingAs(args, by),
    command,
    platformNo: platformOf(args),
    outcome: 'INTENT',
    intentId: null,
    details,
  } as const;
  return { event, args, by };
}

/** Who decides says under which name; whose account it is stands beside it. */
function actingAs({ as }: AdminArguments, { who }: AdminCaller): string {
  return typeof as === 'string' && isOperatorName(as.trim()) ? `${as.trim()} (${who})` : who;
}

async function read(trail: Trail, command: Reading, { event, args, by }: Asked): Promise<unknown> {
  let value: unknown;
  try {
    value = await command.run(args, by);
  } catch (error) {
    await trail.append({ ...event, ...failure(error, event.details) });
    throw error;
  }
  await trail.append({ ...event, outcome: 'DONE' });
  return value;
}

async function change(trail: Trail, command: Changing, { event, args, by }: Asked): Promise<unknown> {
  const intentId = await trail.append(event);
  let changed: Changed<object, unknown>;
  try {
    changed = await command.run(args, by);
  } catch (error) {
    await trail.conclude({ ...event, intentId, ...failure(error, {}) });
    throw error;
  }
  const { before, after, answer } = changed;
  await trail.conclude({ ...event, intentId, outcome: 'DONE', details: { before, after } });
  return answer;
}

/** How it ended, told as the person is told; of a defect no more than what kind it is. */
function failure(error: unknown, details: Details): Pick<AuditEvent, 'outcome' | 'details'> {
  if (error instanceof OperatorError) {
    const told = hideText(error.message, '').slice(0, TOLD_LIMIT);
    return { outcome: 'REFUSED', details: { ...details, told } };
  }
  return { outcome: 'FAILED', details: { ...details, told: error instanceof Error ? error.name : typeof error } };
}

/** The arguments without what is secret; of very long ones what tells them from others. */
function kept(args: AdminArguments): unknown {
  const shown = hide(args, '', 0);
  const text = JSON.stringify(shown);
  return text.length <= ARGUMENTS_LIMIT ? shown : { characters: text.length, sha256: sha256(text) };
}

function hide(value: unknown, name: string, depth: number): unknown {
  if (typeof value === 'string' && name === 'publicKey') return { sha256: sha256(value) };
  // Of a file what tells it from others: the digest that its paper has.
  if (typeof value === 'string' && name === 'content') return { sha256: sha256(Buffer.from(value, 'base64')) };
  if (typeof value === 'string') return hideText(value, name);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEPTH_LIMIT) return '(deeper)';
  if (Array.isArray(value)) return value.map((each) => hide(each, name, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hide(each, key, depth + 1)]));
}

function hideText(text: string, name: string): string {
  if (/PRIVATE KEY/.test(text) || (name === 'custodianKey' && text !== 'new')) return '(a private key)';
  return SECRET.test(name) ? '(not kept)' : text;
}

function sha256(of: string | Buffer): string {
  return createHash('sha256').update(of).digest('hex');
}

/** Which platform is meant: by its number, or by the id of something of it (`6000000001-1042`). */
function platformOf({ platformNo, id }: AdminArguments): string | null {
  const [no, whose] = [platformNo, id].map((value) => (typeof value === 'string' ? value.trim() : null));
  return /^[A-Za-z0-9_]{1,50}$/.exec(no ?? '')?.[0] ?? /^([A-Za-z0-9_]{1,50})-\d+$/.exec(whose ?? '')?.[1] ?? null;
}
