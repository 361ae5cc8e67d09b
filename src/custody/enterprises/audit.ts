/**
 * The audit of an enterprise as commands of its platform's lane (L2.2-2 … -5): an operator approves it, hands it back
 * or refuses it; what the platform's staff have mended is submitted again. Each is an event of the registration's
 * history and owes its notice, which drops one before it that was not delivered. A command whose commit was answered
 * by silence is run again, and finds itself.
 */
import type { Task } from '../../executor/lane.ts';
import type { Want, World } from '../../executor/world.ts';
import { pack } from '../../kernel/pack.ts';
import { fail, ok } from '../../kernel/result.ts';
import { boundCard, cards } from '../cards/tables.ts';
import { type MemberRow, members, profiles } from '../members/tables.ts';
import { noteEvent } from '../orders/history.ts';
import { completeOrder, orderByNo, refuseOrder, wantOrderByNo } from '../orders/paged.ts';
import { type OrderRow, orders, oweNotice, withdrawNotices } from '../orders/table.ts';
import { object, type Objected, type Objection, type ObjectionFacts, type ObjectionName } from '../objections.ts';
import {
  attachedBefore,
  attachPapers,
  objectToCount,
  papersOf,
  type StoredFile,
  wantPapers,
} from '../papers/attach.ts';
import type { PaperSubject } from '../papers/tables.ts';
import { type Refusal, refusal } from '../refusals.ts';
import type { EnterpriseData, EnterpriseOutcomes } from './commands.ts';
import { dataOf } from './data.ts';
import { AUDIT_STATES, type AuditEvent, MEMBER_STATE } from './states.ts';
import { type AuditStepRow, auditSteps, enterprises, standingData } from './tables.ts';
import type { AuditStatus, AuditVerdict } from './words.ts';

/** How it stood, and how it stands now. */
export interface Audited {
  readonly before: AuditStatus;
  readonly status: AuditStatus;
}

export interface Decided {
  readonly userNo: string;
  readonly verdict: AuditVerdict;
  readonly by: string;
  readonly reason: string;
  readonly commandId: string;
}

export interface Resubmitted {
  readonly userNo: string;
  /** What of the data is corrected. */
  readonly corrected: Partial<EnterpriseData>;
  /** Papers that come with it. */
  readonly files: readonly StoredFile[];
  readonly by: string;
  /** Why the data as they are then cannot be looked at, or null. */
  readonly refused: (data: EnterpriseData) => Refusal | null;
  readonly profile: (data: EnterpriseData) => Profile;
  readonly commandId: string;
}

interface Profile {
  readonly realName: string;
  readonly idNumber: string;
  readonly idFingerprint: string;
  readonly mobile: string;
}

type Outcome = EnterpriseOutcomes['REGISTER_ENTERPRISE'];

/** Decides of an enterprise that is under audit. */
export function decideTask({ userNo, verdict, by, reason, commandId }: Decided): Task<Objected<Audited>> {
  return {
    weight: 4,
    needs: (want) => void wantAudit(want, userNo),
    run: (world) =>
      move(world, { userNo, event: verdict, commandId }, (audit) => {
        // What nobody can look at cannot be approved (L2.2-2).
        const papers = papersOf(world, paperSubject(audit.member));
        if (verdict === 'approved' && papers.length === 0) return objection('ENTERPRISE_WITHOUT_PAPERS', { userNo });
        world.change(members, audit.member, { state: MEMBER_STATE[audit.next] });
        const why = WHY[verdict](reason);
        noteStep(world, audit, { decidedBy: by, reason, submitted: null });
        const outcome: Outcome = { ...(audit.order.outcome as Outcome), status: audit.next };
        if (verdict === 'approved') completeOrder(world, audit.order, outcome);
        else if (verdict === 'refused' && why) refuseOrder(world, audit.order, why, { outcome });
        else standOver(world, audit.order, 'handedBack', outcome, why);
        return null;
      }),
  };
}

const WHY: Readonly<Record<AuditVerdict, (reason: string) => Refusal | null>> = {
  approved: () => null,
  handedBack: (reason) => refusal('ENTERPRISE_HANDED_BACK', { reason }),
  refused: (reason) => refusal('ENTERPRISE_REFUSED', { reason }),
};

/** Submits an enterprise that was handed back again, with what was corrected. */
export function resubmitTask(request: Resubmitted): Task<Objected<Audited>> {
  const { userNo, corrected, files, by, refused, profile, commandId } = request;
  return {
    weight: 6,
    needs(want) {
      const found = wantAudit(want, userNo);
      if (!found) return;
      want.row(profiles, found.memberNo);
      want.rows(cards, 'byMember', found.memberNo);
    },
    run: (world) =>
      move(world, { userNo, event: 'resubmitted', commandId }, (audit) => {
        const { member, order } = audit;
        const before = standingData(world, order.orderNo);
        if (!before) throw new Error(`nothing was submitted of enterprise ${userNo}`);
        const data = dataOf({ ...before, ...corrected });
        const unfit = refused(data);
        if (unfit) return objection('DATA_REFUSED', { refusal: unfit });
        const subject = paperSubject(member);
        const full = objectToCount(world, subject, files.length);
        if (full) return full.error;
        // ---- nothing fails below this line
        attachPapers(world, subject, files, by);
        world.change(members, member, { state: 'AUDIT' });
        const row = world.get(profiles, member.memberNo);
        if (row) world.change(profiles, row, profile(data));
        const card = boundCard(world, member.memberNo);
        // Nothing was ever paid to the account before.
        if (card) world.change(cards, card, { number: data.accountNumber, bank: data.bank });
        noteStep(world, audit, { decidedBy: null, reason: null, submitted: data });
        const { accountNumber, bank } = data;
        const outcome: Outcome = { ...(order.outcome as Outcome), status: 'AUDIT', accountNumber, bank };
        standOver(world, order, 'resubmitted', outcome, null);
        return null;
      }),
  };
}

/** Attaches papers to an enterprise that is looked at, or being mended. */
export function papersTask(userNo: string, files: readonly StoredFile[], by: string): Task<Objected<Audited>> {
  return {
    weight: files.length,
    needs: (want) => void wantAudit(want, userNo),
    run(world) {
      const found = auditIn(world, userNo);
      if (!found) return object('ENTERPRISE_UNKNOWN', { userNo });
      const { status } = found.order.outcome as Outcome;
      const subject = paperSubject(found.member);
      if (attachedBefore(world, subject, files).length > 0) return ok({ before: status, status });
      if (AUDIT_STATES.isFinal(status)) return object('AUDIT_STANDING', { userNo, status });
      const full = objectToCount(world, subject, files.length);
      if (full) return full;
      attachPapers(world, subject, files, by);
      return ok({ before: status, status });
    },
  };
}

/** What the papers of an enterprise are attached to. */
function paperSubject({ memberNo }: MemberRow): PaperSubject {
  return { kind: 'ENTERPRISE', number: memberNo };
}

function wantAudit(want: Want, userNo: string): MemberRow | undefined {
  const member = want.row(members, userNo);
  const enterprise = member && want.row(enterprises, member.memberNo);
  if (enterprise) {
    wantPapers(want, paperSubject(member));
    wantOrderByNo(want, enterprise.orderNo);
    want.rows(auditSteps, 'byOrder', enterprise.orderNo);
  }
  return member;
}

interface Audit {
  readonly member: MemberRow;
  readonly order: OrderRow;
  readonly next: AuditStatus;
}

interface Move {
  readonly userNo: string;
  readonly event: AuditEvent;
  readonly commandId: string;
}

function auditIn(world: World, userNo: string) {
  const member = world.get(members, userNo);
  const enterprise = member && world.get(enterprises, member.memberNo);
  const order = enterprise && orderByNo(world, enterprise.orderNo);
  return member && enterprise && order ? { member, enterprise, order } : null;
}

/** Moves an audit along an edge of its states; `effects` may still refuse before anything was changed. */
function move(
  world: World,
  { userNo, event, commandId }: Move,
  effects: (audit: Audit) => Objection | null,
): Objected<Audited> {
  const found = auditIn(world, userNo);
  if (!found) return object('ENTERPRISE_UNKNOWN', { userNo });
  const { member, enterprise, order } = found;
  const { status } = order.outcome as Outcome;
  if (enterprise.commandId === commandId) return ok({ before: status, status });
  const next = AUDIT_STATES.next(status, event);
  if (next === null) return object('AUDIT_STANDING', { userNo, status });
  const refused = effects({ member, order, next });
  if (refused) return fail(refused);
  world.change(enterprises, enterprise, { commandId });
  return ok({ before: status, status: next });
}

/** What the event that follows knows besides. */
function noteStep(
  world: World,
  { order }: Audit,
  step: Pick<AuditStepRow, 'decidedBy' | 'reason' | 'submitted'>,
): void {
  world.insert(auditSteps, { orderNo: order.orderNo, seq: order.events + 1, ...step });
}

/** The audit goes on: the order stays accepted, and its platform is told. */
function standOver(
  world: World,
  order: OrderRow,
  event: 'handedBack' | 'resubmitted',
  outcome: Outcome,
  why: Refusal | null,
): void {
  noteEvent(world, order, event, why && pack(why));
  world.change(orders, order, { outcome });
  withdrawNotices(world, order.orderNo);
  oweNotice(world, order, 'ACCEPTED');
}

function objection<N extends ObjectionName>(name: N, facts: ObjectionFacts[N]): Objection {
  return object(name, facts).error;
}
