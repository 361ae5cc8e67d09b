/**
 * What is done about a case, in its platform's lane: opened, given papers, proposed, decided. Promises: who proposed
 * does not approve; what is approved is judged again as things stand then; what is approved twice, at once or after a
 * lost commit, happens once; of one subject one case is open.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { pack } from '../../kernel/pack.ts';
import { type Failure, ok } from '../../kernel/result.ts';
import { object, type Objected, type Objection } from '../objections.ts';
import { attachPapers, objectToCount, papersOf, type StoredFile, wantPapers } from '../papers/attach.ts';
import type { PaperSubject } from '../papers/tables.ts';
import { type Deed, happen, openCase } from './history.ts';
import type { CaseAct, CaseKind, Subject } from './kind.ts';
import { kindOf, planIn } from './kinds.ts';
import { CASE_STATES, type CaseEvent } from './states.ts';
import { caseEvents, type CaseRow, cases } from './tables.ts';
import type { CaseKindName, CasePlan, CaseSubject } from './words.ts';

/** How the platform is served in whose lane it happens. */
export type CaseGround = Omit<CaseAct, 'world'>;

/** A case as it stands after what was done. */
export type CaseDone = Objected<Readonly<CaseRow>>;

export interface Opening {
  readonly kind: CaseKindName;
  readonly subject: CaseSubject;
  readonly plan: CasePlan;
}

/** Opens a case, when nothing stands against it. */
export function openTask(ground: CaseGround, { kind, subject, plan }: Opening, deed: Deed): Task<CaseDone> {
  const about = subjectOf(subject);
  const declared = kindOf(kind);
  return {
    weight: 4,
    needs(want) {
      wantDone(want, deed);
      wantOpenCases(want, kind, about);
      declared.needs(about, plan, want);
    },
    run(world) {
      const done = doneBefore(world, deed);
      if (done) return done;
      const other = openCaseOf(world, kind, about);
      if (other) return object('CASE_OPEN_ALREADY', { caseNo: other.caseNo });
      const objection = declared.judge(about, plan, { world, ...ground });
      if (objection) return objection;
      return told(openCase(world, { kind, ...about, plan: plan && pack(plan) }, deed));
    },
  };
}

/** Proposes it, by another plan where one is given. */
export function proposeTask(ground: CaseGround, caseNo: bigint, plan: CasePlan, deed: Deed): Task<CaseDone> {
  return caseTask(caseNo, 'proposed', deed, plan, (row, declared, world) => {
    const chosen = plan ?? planIn(row);
    if (declared.plans && chosen === null) return object('CASE_WITHOUT_PLAN', { kind: row.kind });
    const have = papersOf(world, paperSubject(caseNo)).length;
    const least = declared.papers;
    if (have < least) return object('CASE_WITHOUT_PAPERS', { kind: row.kind, least });
    const objection = declared.judge(row, chosen, { world, ...ground });
    if (objection) return objection;
    world.change(cases, row, { plan: chosen && pack(chosen) });
    happen(world, row, 'proposed', deed);
    return null;
  });
}

/** Approves what another proposed: judged as things stand now, and done. */
export function approveTask(ground: CaseGround, caseNo: bigint, deed: Deed): Task<CaseDone> {
  return caseTask(caseNo, 'approved', deed, null, (row, declared, world) => {
    const { proposedBy } = row;
    if (proposedBy === deed.by) return object('CASE_SAME_PERSON', { name: proposedBy ?? '' });
    const act = { world, ...ground };
    const plan = planIn(row);
    const objection = declared.judge(row, plan, act);
    if (objection) return objection;
    // ---- nothing fails below this line
    happen(world, row, 'approved', deed, declared.approve(row, plan, act));
    return null;
  });
}

/** Sends it back for more, or refuses it: nothing moves. */
export function declineTask(
  ground: CaseGround,
  caseNo: bigint,
  event: 'sentBack' | 'refused',
  deed: Deed,
): Task<CaseDone> {
  return caseTask(caseNo, event, deed, null, (row, declared, world) => {
    happen(world, row, event, deed);
    if (event === 'refused') declared.refuse?.(row, { world, ...ground });
    return null;
  });
}

/** Attaches papers to it. */
export function papersTask(caseNo: bigint, files: readonly StoredFile[], deed: Deed): Task<CaseDone> {
  return caseTask(caseNo, 'papersAdded', deed, null, (row, _declared, world) => {
    const subject = paperSubject(caseNo);
    const objection = objectToCount(world, subject, files.length);
    if (objection) return objection;
    attachPapers(world, subject, files, deed.by ?? '');
    happen(world, row, 'papersAdded', deed);
    return null;
  });
}

/** What a case's papers are attached to. */
function paperSubject(caseNo: bigint): PaperSubject {
  return { kind: 'CASE', number: caseNo };
}

type Act = (row: Readonly<CaseRow>, declared: CaseKind<CasePlan>, world: World) => Failure<Objection> | null;

/** Something that is done about a case which is there, once, when its state allows it. */
function caseTask(caseNo: bigint, event: CaseEvent, deed: Deed, plan: CasePlan, act: Act): Task<CaseDone> {
  return {
    weight: 6,
    needs(want) {
      wantDone(want, deed);
      wantPapers(want, paperSubject(caseNo));
      const row = want.row(cases, caseNo);
      if (row) kindOf(row.kind).needs(row, plan ?? planIn(row), want);
    },
    run(world) {
      const done = doneBefore(world, deed);
      if (done) return done;
      const row = world.get(cases, caseNo);
      if (!row) return object('CASE_UNKNOWN', { caseNo });
      const { state } = row;
      if (CASE_STATES.next(state, event) === null) return object('CASE_NOT_SO', { caseNo, state, event });
      return act(row, kindOf(row.kind), world) ?? told(row);
    },
  };
}

function wantDone(want: Want, { commandId }: Deed): void {
  const [event] = want.rows(caseEvents, 'byCommand', commandId) ?? [];
  if (event) want.row(cases, event.caseNo);
}

/** The case as it stands, when this very command was committed before and its answer was lost. */
function doneBefore(world: World, { commandId }: Deed): CaseDone | null {
  const [event] = world.find(caseEvents, 'byCommand', commandId);
  const row = event && world.get(cases, event.caseNo);
  return row ? told(row) : null;
}

/** A copy: the row goes on living in the lane. */
function told(row: Readonly<CaseRow>): CaseDone {
  return ok({ ...row });
}

function subjectOf(subject: CaseSubject): Subject {
  const nothing = { userNo: null, receiptNo: null, breakNo: null };
  switch (subject.about) {
    case 'MEMBER':
      return { ...nothing, userNo: subject.userNo };
    case 'RECEIPT':
      return { ...nothing, receiptNo: subject.receiptNo };
    case 'BREAK':
      return { ...nothing, breakNo: subject.breakNo };
  }
}

function wantOpenCases(want: Want, kind: CaseKindName, { userNo, receiptNo, breakNo }: Subject): void {
  if (userNo !== null) want.rows(cases, 'byMember', kind, userNo);
  if (receiptNo !== null) want.rows(cases, 'byReceipt', receiptNo);
  if (breakNo !== null) want.rows(cases, 'byBreak', breakNo);
}

/** The case of the same subject that is not finished: of a member one of each kind, of all else one of any. */
function openCaseOf(world: World, kind: CaseKindName, subject: Subject): Readonly<CaseRow> | undefined {
  const { userNo, receiptNo, breakNo } = subject;
  const same = [
    ...(userNo === null ? [] : world.find(cases, 'byMember', kind, userNo)),
    ...(receiptNo === null ? [] : world.find(cases, 'byReceipt', receiptNo)),
    ...(breakNo === null ? [] : world.find(cases, 'byBreak', breakNo)),
  ];
  return same.find(({ finishedAt }) => finishedAt === null);
}
