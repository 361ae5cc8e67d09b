/** An audit trail whose note is in memory, and events for it. */
import type { AuditEvent, Details } from '../audit/entry.ts';
import { Trail } from '../audit/trail.ts';
import type { Sql } from '../db/pool.ts';
import type { Sealer } from '../kernel/seal.ts';

/** A trail and the lines that it logs; `noted` is what stands in its note. */
export interface TestTrail extends Trail {
  readonly lines: (readonly [level: string, facts: Readonly<Record<string, unknown>>])[];
  readonly note: { text: string | null };
}

export function createTestTrail(sql: Sql, sealer: Sealer, now?: () => number): TestTrail {
  const lines: TestTrail['lines'] = [];
  const keep = (level: string) => (facts: object) => void lines.push([level, { ...facts }]);
  const log = { info: keep('info'), warn: keep('warn'), error: keep('error') };
  const note: TestTrail['note'] = { text: null };
  const written = {
    read: async () => note.text,
    write: async (text: string) => {
      note.text = text;
    },
  };
  return Object.assign(new Trail({ sql, sealer, log, note: written, ...(now && { now }) }), { lines, note });
}

/** Something that somebody did. */
export function event(command: string, details: Details = {}): AuditEvent {
  return { via: 'cli', who: 'ann on host-1', command, platformNo: null, outcome: 'DONE', intentId: null, details };
}
