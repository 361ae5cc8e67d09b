/**
 * `audit verify`: walks the chain from its beginning, a page at a time, and names the first place that is not as it was
 * written: an entry that is missing, was changed, put in between or put elsewhere, a seal that does not open, an end
 * that was cut off. Everything it says of an entry it says by its number.
 */
import type { Sql } from '../db/pool.ts';
import { SealBroken, type Sealer } from '../kernel/seal.ts';
import { entriesAfter } from './entries.store.ts';
import { BEGINNING, digestOf, type Entry, type Head, openDetails, writeHead } from './entry.ts';
import { GAP } from './trail.ts';

/** Entries that are held at once. */
const PAGE = 500;

/** A link that the chain must have, and who says so. */
export interface Witness extends Head {
  readonly by: string;
}

export interface Verified {
  readonly entries: bigint;
  readonly head: Head;
  /** What was begun and has no result. */
  readonly unfinished: number;
  /** How often a node found that the chain did not have what it had noted. */
  readonly gaps: number;
  /** The entry that tells of the last of these. */
  readonly lastGap: Head | null;
  /** The first difference, a sentence; null when there is none. */
  readonly difference: string | null;
}

/** Walks all of it, and looks for what the witnesses have noted. */
export async function verifyTrail(sql: Sql, sealer: Sealer, witnesses: readonly Witness[]): Promise<Verified> {
  const begun = new Set<bigint>();
  let gaps = 0;
  let lastGap: Head | null = null;
  let last: Head = BEGINNING;
  const answer = (difference: string | null): Verified => {
    return { entries: last.id, head: last, unfinished: begun.size, gaps, lastGap, difference };
  };
  for (;;) {
    const page = await entriesAfter(sql, last.id, PAGE);
    for (const entry of page) {
      const difference = judge(sealer, last, entry, witnesses);
      if (difference !== null) return answer(difference);
      if (entry.outcome === 'INTENT') begun.add(entry.id);
      if (entry.intentId !== null) begun.delete(entry.intentId);
      if (entry.command === GAP) [gaps, lastGap] = [gaps + 1, entry];
      last = entry;
    }
    if (page.length < PAGE) break;
  }
  const lost = witnesses.find(({ id }) => id > last.id);
  if (!lost) return answer(null);
  return answer(`The trail ends with entry ${last.id}, but ${lost.by} noted entry ${lost.id}.`);
}

function judge(sealer: Sealer, last: Head, entry: Entry, witnesses: readonly Witness[]): string | null {
  const due = last.id + 1n;
  if (entry.id !== due) return `Entry ${due} is missing: entry ${last.id} is followed by entry ${entry.id}.`;
  let details: string;
  try {
    details = openDetails(sealer, entry);
  } catch (error) {
    if (error instanceof SealBroken) return `The details of entry ${entry.id} do not open.`;
    throw error;
  }
  if (digestOf(sealer, last.digest, entry, details) !== entry.digest) {
    return `Entry ${entry.id} is not as it was written, or does not follow from the one before.`;
  }
  const other = witnesses.find(({ id, digest }) => id === entry.id && digest !== entry.digest);
  return other ? `Entry ${entry.id} is not the one that ${other.by} noted (${writeHead(other)}).` : null;
}
