/**
 * The audit trail: what people decided and what nodes began, one entry after another, never changed. Promises: the
 * numbers have no gap, whoever writes at once; an entry that was answered is committed, stands in the log by number and
 * digest, and is noted outside the database; and where the chain does not have what this node noted last – a tail that
 * was cut off, or an older copy that was put back – the next entry says so.
 */
import type { Sql } from '../db/pool.ts';
import { errorFacts, type Log } from '../kernel/log.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Instant } from '../kernel/time.ts';
import { hasHead, insertEntry, lastHead, lockEntries } from './entries.store.ts';
import { type AuditEvent, chained, type Entry, type Head, readHead, writeHead } from './entry.ts';

/** The name of the entry which says that the chain did not have what was noted. */
export const GAP = 'audit.gap';

/** Where a node notes its last entry, outside the database. */
export interface Note {
  /** What was noted last; null for nothing. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

export interface TrailOptions {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly note: Note;
  /** Real milliseconds, an argument for tests. */
  readonly now?: () => Instant;
}

export class Trail {
  private readonly options: TrailOptions;
  private readonly now: () => Instant;
  /** One at a time, so that whoever waits for the lock holds one connection and not all. */
  private turn: Promise<unknown> = Promise.resolve();
  private remembered: Head | null = null;

  constructor(options: TrailOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
  }

  /** Adds an event; answers its number once it is committed. */
  append(event: AuditEvent): Promise<bigint> {
    const added = this.turn.then(() => this.add(event));
    this.turn = added.catch(() => undefined);
    return added;
  }

  /** Adds what became of an intent. What is done is done: where it cannot be added, the intent stands without it. */
  async conclude(event: AuditEvent): Promise<void> {
    await this.append(event).catch((error: unknown) => {
      const { command, outcome, intentId } = event;
      const facts = { ...errorFacts(error), command, outcome, intent: String(intentId) };
      this.options.log.error(facts, 'the audit trail could not take a result');
    });
  }

  /** The last entry of this node, as it is noted outside the database; null before the first. */
  async noted(): Promise<Head | null> {
    if (this.remembered === null) {
      const text = await this.options.note.read();
      this.remembered = text === null ? null : (readHead(text) ?? UNREADABLE);
    }
    return this.remembered;
  }

  private async add(event: AuditEvent): Promise<bigint> {
    const { sql, sealer, log, note } = this.options;
    const noted = await this.noted();
    const entries = await sql.begin(async (tx) => {
      await lockEntries(tx);
      const last = await lastHead(tx);
      const whole = noted === null || (await hasHead(tx, noted));
      const entries: Entry[] = [];
      for (const each of whole ? [event] : [gapAfter(noted, last), event]) {
        const entry = chained(sealer, entries.at(-1) ?? last, each, this.now());
        await insertEntry(tx, entry);
        entries.push(entry);
      }
      return entries;
    });
    for (const entry of entries) tell(log, entry);
    const entry = entries.at(-1) as Entry;
    this.remembered = { id: entry.id, digest: entry.digest };
    await note
      .write(`${writeHead(entry)}\n`)
      .catch((error: unknown) => log.error(errorFacts(error), 'the end of the audit trail could not be noted'));
    return entry.id;
  }
}

/** What was noted and can no longer be read: the chain has no such link, which tells of it as of any that is lost. */
const UNREADABLE: Head = { id: 0n, digest: 'unreadable' };

function gapAfter(noted: Head, last: Head): AuditEvent {
  return {
    ...{ via: 'node', who: 'cunguan', command: GAP, platformNo: null, outcome: 'FAILED', intentId: null },
    details: { before: { noted: writeHead(noted) }, after: { found: writeHead(last) } },
  };
}

function tell(log: Log, entry: Entry): void {
  const facts = { head: writeHead(entry), command: entry.command, outcome: entry.outcome };
  if (entry.command === GAP) log.error(facts, 'the audit trail does not have what this node noted last');
  else log.info(facts, 'audit');
}
