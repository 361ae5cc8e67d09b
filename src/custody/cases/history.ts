/** What happens to a case is written here and nowhere else: a row of its history, and how it stands then. */
import type { World } from '../../executor/world.ts';
import { CASE_STATES, type CaseEvent } from './states.ts';
import { type CaseEventRow, caseEvents, type CaseRow, cases } from './tables.ts';

/** What somebody does about a case. */
export interface Deed {
  /** Under which name; null: an order, or the bank, does it. */
  readonly by: string | null;
  readonly reason: string | null;
  readonly commandId: string;
}

/** What is about to be opened. */
export type NewCase = Pick<CaseRow, 'kind' | 'plan'> &
  Partial<Pick<CaseRow, 'userNo' | 'receiptNo' | 'breakNo' | 'orderNo'>>;

/** Opens a case. Whoever calls has seen that there is none of its subject (`openCaseOf…`). */
export function openCase(world: World, opened: NewCase, deed: Deed): Readonly<CaseRow> {
  const row = world.insert(cases, {
    caseNo: world.nextNo(),
    ...{ userNo: null, receiptNo: null, breakNo: null, orderNo: null },
    ...opened,
    ...{ state: 'OPEN', events: 1, openedBy: deed.by, openedAt: world.at },
    ...{ proposedBy: null, decidedBy: null, finishedAt: null },
  });
  note(world, row, 'opened', deed, null);
  return row;
}

/** Lets something happen to a case, which its state must allow; `entryNo`: what it moved. */
export function happen(
  world: World,
  row: Readonly<CaseRow>,
  event: CaseEvent,
  deed: Deed,
  entryNo: bigint | null = null,
): void {
  const state = CASE_STATES.next(row.state, event);
  if (state === null) throw new Error(`${event} cannot happen to case ${row.caseNo}, which is ${row.state}`);
  const events = row.events + 1;
  world.change(cases, row, { state, events, ...standingAfter(event, deed, world.at) });
  note(world, row, event, deed, entryNo);
}

/** Who proposed and decided, and when it ended; what leaves the state alone leaves these alone. */
function standingAfter(
  event: CaseEvent,
  { by }: Deed,
  at: number,
): Partial<Pick<CaseRow, 'proposedBy' | 'decidedBy' | 'finishedAt'>> {
  switch (event) {
    case 'papersAdded':
    case 'arrived':
      return {};
    case 'proposed':
      return { proposedBy: by, decidedBy: null };
    case 'approved':
    case 'refused':
      return { decidedBy: by, finishedAt: at };
    case 'sentBack':
      return { decidedBy: by };
    case 'ended':
      return { decidedBy: null, finishedAt: at };
    case 'reopened':
      return { proposedBy: null, decidedBy: null, finishedAt: null };
  }
}

function note(
  world: World,
  row: Readonly<CaseRow>,
  event: CaseEventRow['event'],
  { by, reason, commandId }: Deed,
  entryNo: bigint | null,
): void {
  const { caseNo, events: seq, plan } = row;
  const subject = event === 'opened' ? subjectIn(row) : null;
  world.append(caseEvents, { caseNo, seq, event, at: world.at, by, reason, subject, plan, entryNo, commandId });
}

/** What a case is about, as its history keeps it. */
function subjectIn({ kind, userNo, ...numbers }: Readonly<CaseRow>): string {
  const { receiptNo, breakNo, orderNo } = numbers;
  return JSON.stringify([kind, userNo, ...[receiptNo, breakNo, orderNo].map((no) => no?.toString() ?? null)]);
}
