/**
 * What a kind of case is: one declaration, in the table of `kinds.ts`, which asks for one of each word. The mechanism
 * (states, four eyes, papers, history, one open case of a subject) is the same for all and stands in `tasks.ts`.
 */
import type { Want, World } from '../../executor/world.ts';
import type { Failure } from '../../kernel/result.ts';
import type { Objection } from '../objections.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { Policy } from '../policy.ts';
import type { CaseRow } from './tables.ts';
import type { CaseSubject } from './words.ts';

/** In whose lane it is decided, and how that platform is served. */
export interface CaseAct {
  readonly world: World;
  readonly platform: PlatformRecord;
  readonly policy: Policy;
}

export interface CaseKind<P> {
  readonly about: CaseSubject['about'];
  /** Whether somebody must choose what approval does before it can be proposed. */
  readonly plans: boolean;
  /** Papers that there must be before it can be proposed. */
  readonly papers: number;
  /** Asks for the rows that the others look at; `plan` null while there is none. */
  needs(row: Subject, plan: P | null, want: Want): void;
  /** What stands against it as things are now; asked when it is opened, proposed and approved. Null: nothing. */
  judge(row: Subject, plan: P | null, act: CaseAct): Failure<Objection> | null;
  /** Does what was approved, which cannot fail any more; answers the entry that it made, if any. */
  approve(row: Readonly<CaseRow>, plan: P, act: CaseAct): bigint | null;
  /** What else refusing it does; nothing, where it is absent. */
  refuse?(row: Readonly<CaseRow>, act: CaseAct): void;
}

/** What a case is about, before there is a row of it too. */
export type Subject = Pick<CaseRow, 'userNo' | 'receiptNo' | 'breakNo'>;
