/** Cases (人工事项) as the lane sees them: what people decide under four eyes, and what happened to each, as rows. */
import { defineTable } from '../../executor/table.ts';
import type { CaseEvent, CaseState } from './states.ts';
import type { CaseKindName } from './words.ts';

export interface CaseRow {
  readonly caseNo: bigint;
  readonly kind: CaseKindName;
  readonly state: CaseState;
  /** The member that it is about; null for other kinds, as below. */
  readonly userNo: string | null;
  readonly receiptNo: bigint | null;
  readonly breakNo: bigint | null;
  /** The order of a page that waits for the decision. */
  readonly orderNo: bigint | null;
  /** Packed; null before one was made, and where the kind leaves no choice. */
  readonly plan: string | null;
  /** How many there are in its history. */
  readonly events: number;
  /** An operator; null: the order. */
  readonly openedBy: string | null;
  readonly openedAt: number;
  readonly proposedBy: string | null;
  /** Who approved or refused it, or sent it back. */
  readonly decidedBy: string | null;
  readonly finishedAt: number | null;
}

export const cases = defineTable<CaseRow>()('cases', {
  numbered: { by: 'lastNo', column: 'caseNo' },
  key: ['caseNo'],
  types: {
    caseNo: 'bigint',
    kind: 'text',
    state: 'text',
    userNo: 'text',
    receiptNo: 'bigint',
    breakNo: 'bigint',
    orderNo: 'bigint',
    plan: 'text',
    events: 'int',
    openedBy: 'text',
    openedAt: 'instant',
    proposedBy: 'text',
    decidedBy: 'text',
    finishedAt: 'instant',
  },
  mutable: ['state', 'plan', 'events', 'proposedBy', 'decidedBy', 'finishedAt'],
  finders: { byMember: ['kind', 'userNo'], byReceipt: ['receiptNo'], byBreak: ['breakNo'] },
});

export interface CaseEventRow {
  readonly caseNo: bigint;
  /** 1 for the first of the case. */
  readonly seq: number;
  readonly event: CaseEvent | 'opened';
  readonly at: number;
  /** Who did it: an operator, or whoever brought papers; null: an order, or the bank. */
  readonly by: string | null;
  readonly reason: string | null;
  /** Of the first: what the case is about, a list of kind, member, receipt, break and order. */
  readonly subject: string | null;
  /** The plan as it stood then, packed. */
  readonly plan: string | null;
  /** The entry that it made. */
  readonly entryNo: bigint | null;
  /** The command that did it: one that is run again after a lost commit finds its own. */
  readonly commandId: string;
}

export const caseEvents = defineTable<CaseEventRow>()('case_events', {
  key: ['caseNo', 'seq'],
  types: {
    caseNo: 'bigint',
    seq: 'int',
    event: 'text',
    at: 'instant',
    by: 'text',
    reason: 'sealed',
    subject: 'text',
    plan: 'text',
    entryNo: 'bigint',
    commandId: 'text',
  },
  finders: { byCommand: ['commandId'] },
});
