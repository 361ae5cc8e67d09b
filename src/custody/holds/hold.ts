/**
 * HOLD and AUTO_HOLD: freeze a member's money for a project (L2.12, L5.1, D-PRE): TENDER while it collects, REPAYMENT
 * by the borrower, CREDIT_ASSIGNMENT by whoever else buys its claims and COMPENSATORY by a guarantor while it repays.
 * With a page the trade password stands behind it, without one a live authorisation.
 */
import type { Want } from '../../executor/world.ts';
import { fail, ok } from '../../kernel/result.ts';
import { accountId } from '../../ledger/chart.ts';
import { accounts, balanceOf } from '../../ledger/journal.ts';
import { authorizationFor, authorizations } from '../authorizations/tables.ts';
import { activeMember } from '../members/holders.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import { type Judged, type Refusal, refusal, refuse } from '../refusals.ts';
import { type Act, type Decision, insufficient, type PageVerb, requirePassword, type Verb } from '../verb.ts';
import type { Policy } from '../policy.ts';
import type { ProjectStatus } from '../projects/words.ts';
import type { AutoHold, Hold } from './commands.ts';
import { makeHold } from './tables.ts';
import type { MemberHoldKind } from './words.ts';

export const hold: PageVerb<Hold> = {
  name: 'HOLD',
  personal: [],
  weight: () => 6,
  subject: (command) => command.userNo,
  leaves: 'HOLD',
  needs: (command, want) => void needs(command, want),
  admit,
  page: {
    completion: { by: 'PASSWORD' },
    holder: ({ userNo }) => ({ kind: 'member', userNo }),
    projectNo: ({ projectNo }) => projectNo,
    fee: () => null,
    arrivesAt: () => null,
  },
  decide(command, act) {
    const member = admit(command, act);
    if (!member.ok) return member;
    requirePassword(act, member.value.memberNo);
    return make(command, act, member.value, null);
  },
};

export const autoHold: Verb<AutoHold> = {
  name: 'AUTO_HOLD',
  personal: [],
  weight: () => 7,
  subject: (command) => command.userNo,
  leaves: 'HOLD',
  needs(command, want) {
    const member = needs(command, want);
    if (member) want.rows(authorizations, 'byMember', member.memberNo);
  },
  decide(command, act) {
    const { world } = act;
    const member = admit(command, act);
    if (!member.ok) return member;
    const { kind, amount, userNo } = command;
    const granted = authorizationFor(world, member.value.memberNo, kind);
    if (!granted) return refuse('AUTHORIZATION_MISSING', { userNo, kind });
    if (granted.until !== null && granted.until <= world.at) return refuse('AUTHORIZATION_EXPIRED', { userNo, kind });
    const left = granted.amount === null ? null : granted.amount - granted.used;
    if (left !== null && left < amount) return refuse('AUTHORIZATION_EXCEEDED', { left, needed: amount });
    const decision = make(command, act, member.value, granted.authorizationNo);
    if (decision.ok) world.change(authorizations, granted, { used: granted.used + amount });
    return decision;
  },
};

type Nothing = Record<string, never>;
type AnyHold = Pick<Hold, 'userNo' | 'kind' | 'amount' | 'redPacket' | 'projectNo'>;

function needs(command: AnyHold, want: Want): MemberRow | undefined {
  want.row(projects, command.projectNo);
  const member = want.row(members, command.userNo);
  if (member) {
    want.row(accounts, accountId(member.memberNo, 'AVAILABLE'));
    want.row(accounts, accountId(member.memberNo, 'FROZEN'));
  }
  return member;
}

/** Guards that hold before and after the page. */
function admit(command: AnyHold, { world, policy }: Pick<Act, 'world' | 'policy'>): Judged<MemberRow> {
  const { kind, userNo, projectNo } = command;
  if (command.amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
  const found = activeMember(world, userNo);
  if (!found.ok) return found;
  const project = world.get(projects, projectNo);
  if (!project) return refuse('PROJECT_UNKNOWN', { projectNo });
  if (kind !== 'TENDER' && command.redPacket > 0n) return refuse('RED_PACKET_NOT_ALLOWED', {});
  const { status } = project;
  if (status !== HELD_WHILE[kind]) return refuse('PROJECT_STATUS', { projectNo, status });
  const refused = GUARDS[kind](command, project, found.value, policy);
  return refused ? fail(refused) : found;
}

/** In which state of its project a hold of each kind is made (L2.11-1, L2.11-2). */
const HELD_WHILE: Readonly<Record<MemberHoldKind, ProjectStatus>> = {
  TENDER: 'COLLECTING',
  REPAYMENT: 'REPAYING',
  CREDIT_ASSIGNMENT: 'REPAYING',
  COMPENSATORY: 'REPAYING',
};

type Guard = (command: AnyHold, project: ProjectRow, member: MemberRow, policy: Policy) => Refusal | null;

/** Who may make a hold of each kind, and of how much. */
const GUARDS: Readonly<Record<MemberHoldKind, Guard>> = {
  TENDER(command, project, member, policy) {
    const { memberNo, userNo } = member;
    if (project.memberNo === memberNo) return refusal('BORROWER_TENDERS', { userNo });
    const left = project.amount - project.tendered - project.loaned;
    const needed = command.amount + command.redPacket;
    return refuseRole(member, policy) ?? (needed > left ? refusal('PROJECT_FULL', { left, needed }) : null);
  },
  REPAYMENT: (_command, project, { memberNo, userNo }) =>
    project.memberNo === memberNo ? null : refusal('BORROWER_ONLY', { userNo }),
  CREDIT_ASSIGNMENT(_command, project, member, policy) {
    const { memberNo, userNo } = member;
    return project.memberNo === memberNo ? refusal('BORROWER_BUYS', { userNo }) : refuseRole(member, policy);
  },
  COMPENSATORY(_command, project, { memberNo, userNo, role }) {
    if (project.memberNo === memberNo) return refusal('BORROWER_COMPENSATES', { userNo });
    return role === 'GUARANTOR' ? null : refusal('MEMBER_ROLE', { userNo, needed: 'GUARANTOR' });
  },
};

/** Whoever is to hold a claim is an investor, where the protocol has such roles. */
function refuseRole({ userNo, role }: MemberRow, { investorRoles }: Policy): Refusal | null {
  const allowed = investorRoles === null || investorRoles.includes(role);
  return allowed ? null : refusal('MEMBER_ROLE', { userNo, needed: investorRoles.join('/') });
}

/** Guards on the balance, and the hold itself. */
function make(
  command: AnyHold,
  { world, requestNo, orderNo }: Act,
  { memberNo }: MemberRow,
  authorizationNo: bigint | null,
): Decision<Nothing> {
  const { amount, kind, projectNo, redPacket } = command;
  const available = balanceOf(world, memberNo, 'AVAILABLE');
  if (available < amount) return fail(insufficient(available, amount));
  // ---- nothing fails below this line
  makeHold(world, orderNo, {
    holdNo: requestNo,
    kind,
    holderNo: memberNo,
    projectNo,
    amount,
    redPacket,
    authorizationNo,
  });
  return ok({});
}
