/**
 * The audit trail as people read it: an intent and its result are one line, times are ISO 8601 in Beijing, and numbers
 * of accounts are masked; what differs between before and after is told, even where the masks are alike.
 */
import type { Sql } from '../db/pool.ts';
import { maskCard } from '../kernel/mask.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { SealBroken, type Sealer } from '../kernel/seal.ts';
import { formatIso } from '../kernel/time.ts';
import { type EntryFilter, findEntry, type Line, listLines, resultOf } from './entries.store.ts';
import { type Details, type Entry, openDetails, writeHead } from './entry.ts';

/** The most lines of one answer. */
export const MOST_LINES = 1_000;

/** Where the number of an account stands, in whatever it stands. */
const ACCOUNTS = ['settlementAccount', 'settlement-account'];
/** What may be one elsewhere: in a reason, or in a sentence. */
const LONG_NUMBER = /(?<![A-Za-z0-9])\d{15,19}(?![A-Za-z0-9])/g;

/** The latest lines; `more`: there are earlier ones, before the last of these. */
export async function listTrail(
  sql: Sql,
  filter: EntryFilter,
  limit: number,
): Promise<{ readonly entries: readonly object[]; readonly more: boolean }> {
  const found = await listLines(sql, filter, limit + 1);
  return { entries: found.slice(0, limit).map(lineOf), more: found.length > limit };
}

/** Everything about an entry and its result, by the number of either. Throws a `OperatorError` when it cannot. */
export async function showEntry(sql: Sql, sealer: Sealer, id: bigint): Promise<object> {
  const asked = await findEntry(sql, id);
  if (!asked) throw new OperatorError(`There is no entry ${id} in the audit trail.`);
  const entry = (asked.intentId === null ? null : await findEntry(sql, asked.intentId)) ?? asked;
  const result = asked === entry ? await resultOf(sql, entry.id) : asked;
  const said = { ...read(sealer, entry), ...(result && read(sealer, result)) };
  return {
    ...lineOf({ ...entry, outcome: (result ?? entry).outcome, endedAt: result?.at ?? null }),
    reason: masked(said.reason ?? null),
    arguments: masked(said.arguments ?? {}),
    ...(said.told !== undefined && { told: masked(said.told) }),
    ...(said.doneAt !== undefined && { doneAt: said.doneAt }),
    changes: differences(said),
    heads: [entry, ...(result ? [result] : [])].map(writeHead),
  };
}

function lineOf({ id, at, via, who, command, platformNo, outcome, endedAt }: Line): object {
  return {
    ...{ id: String(id), at: formatIso(at), via, who, command, platformNo },
    outcome: outcome === 'INTENT' ? 'no result' : outcome.toLowerCase(),
    endedAt: endedAt === null ? null : formatIso(endedAt),
  };
}

function read(sealer: Sealer, entry: Entry): Details {
  try {
    return JSON.parse(openDetails(sealer, entry)) as Details;
  } catch (error) {
    if (error instanceof SealBroken) throw new OperatorError(`The details of entry ${entry.id} do not open.`);
    throw error;
  }
}

/** Fact by fact, what was and what is. */
function differences({ before, after }: Details): readonly object[] {
  const [was, is] = [before, after].map((side) => (side ?? {}) as Readonly<Record<string, unknown>>);
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
  return [...names].flatMap((what) => {
    const [old, now] = [was?.[what] ?? null, is?.[what] ?? null];
    return JSON.stringify(old) === JSON.stringify(now)
      ? []
      : [{ what, before: masked(old, what), after: masked(now, what) }];
  });
}

/** A value without the numbers of accounts in it. */
function masked(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    return ACCOUNTS.includes(name) ? maskCard(value) : value.replace(LONG_NUMBER, (number) => maskCard(number));
  }
  if (Array.isArray(value)) return value.map((each) => masked(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each, key)]));
}
