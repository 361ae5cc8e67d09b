/** `audit …`: what was done, by whom, from what to what; and whether the trail is as it was written. */
import { type Head, readHead, writeHead } from '../audit/entry.ts';
import { listTrail, MOST_LINES, showEntry } from '../audit/reads.ts';
import type { Trail } from '../audit/trail.ts';
import { verifyTrail, type Witness } from '../audit/verify.ts';
import type { Sql } from '../db/pool.ts';
import type { AdminArguments } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Registry } from './audited.ts';
import { optionalText, text } from './commands.ts';

/** Lines of a listing for which nobody said how many. */
const USUAL_LINES = 50;

export function auditCommands(sql: Sql, sealer: Sealer, trail: Trail): Registry {
  return {
    'audit.list': { does: 'reads', run: (args) => list(sql, args) },
    'audit.show': { does: 'reads', run: async (args) => showEntry(sql, sealer, numberOf(text(args, 'id'))) },
    'audit.verify': { does: 'reads', run: (args) => verify(sql, sealer, trail, args) },
  };
}

async function list(sql: Sql, args: AdminArguments): Promise<unknown> {
  const { since, limit = USUAL_LINES } = args;
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > MOST_LINES)
    throw new OperatorError(`A listing has 1 to ${MOST_LINES} lines.`);
  const before = optionalText(args, 'before');
  const filter = {
    platformNo: optionalText(args, 'platformNo'),
    command: optionalText(args, 'command')?.replaceAll(' ', '.') ?? null,
    since: typeof since === 'number' ? since : null,
    before: before === null ? null : numberOf(before),
  };
  return listTrail(sql, filter, limit);
}

function numberOf(word: string): bigint {
  if (/^\d{1,18}$/.test(word)) return BigInt(word);
  throw new OperatorError(`An entry has a number (see "audit list"), not "${word}".`);
}

/** A difference is a failure that names the first place; so is a gap after the last one that is known. */
async function verify(sql: Sql, sealer: Sealer, trail: Trail, args: AdminArguments): Promise<unknown> {
  const noted = await trail.noted();
  const [head, gap] = [headGiven(args, 'head'), headGiven(args, 'gap')];
  const witnesses: Witness[] = [
    ...(noted ? [{ ...noted, by: 'this node' }] : []),
    ...(head ? [{ ...head, by: 'whoever gave --head' }] : []),
    ...(gap ? [{ ...gap, by: 'whoever gave --gap' }] : []),
  ];
  const found = await verifyTrail(sql, sealer, witnesses);
  if (found.difference !== null) throw new OperatorError(`Broken: ${found.difference}`);
  const { entries, unfinished, gaps, lastGap } = found;
  // Told by its digest and not by a count: an end that is cut off takes the gaps in it along.
  if (lastGap && lastGap.id > (gap?.id ?? 0n))
    throw new OperatorError(
      `The end of the trail was lost ${gaps === 1 ? 'once' : `${gaps} times`}, see entry ${lastGap.id}: it was cut ` +
        `off, or a backup put back. Once it is known why, say --gap ${writeHead(lastGap)}.`,
    );
  return { entries: String(entries), differences: 0, unfinished, gaps, head: writeHead(found.head) };
}

function headGiven(args: AdminArguments, name: 'head' | 'gap'): Head | null {
  const said = optionalText(args, name);
  const head = said === null ? null : readHead(said);
  if (said !== null && head === null)
    throw new OperatorError(`--${name} is the number of an entry and its digest, as in the log: 12:DIGEST.`);
  return head;
}
