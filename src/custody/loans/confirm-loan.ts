/**
 * CONFIRM_LOAN: tender holds become the borrower's money and the investors' claims (L2.15, D-LOAN). All details or
 * none. A red packet is paid by the marketing account together with its hold, and counts in the claim; commission
 * leaves the borrower at once.
 */
import { type Fen, sum } from '../../kernel/money.ts';
import { fail, ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { balanceOf, dueLine, dues, line, openDue, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { Line } from '../../ledger/post.ts';
import type { PartOf } from '../../ledger/templates.ts';
import { claims } from '../claims/tables.ts';
import { type HoldRow, holds, remainingOf, takeFromHold } from '../holds/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import type { Act, Verb } from '../verb.ts';
import type { ConfirmLoan } from './commands.ts';

type Detail = ConfirmLoan['details'][number];

export const confirmLoan: Verb<ConfirmLoan> = {
  name: 'CONFIRM_LOAN',
  personal: [],
  weight: (command) => 5 + command.details.length * 4,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    const project = want.row(projects, command.projectNo);
    if (project) {
      wantAccounts(want, project.memberNo, 'AVAILABLE');
      wantAccounts(want, project.projectId, 'DEBT');
    }
    wantAccounts(want, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
    if (command.commission > 0n) wantFeeAccounts(want);
    for (const { holdNo } of command.details) {
      const hold = want.row(holds, holdNo);
      if (!hold) continue;
      wantAccounts(want, hold.holderNo, 'FROZEN');
      if (project) want.row(dues, project.projectId, hold.holderNo);
    }
  },
  decide(command, act) {
    const { world, policy } = act;
    const { projectNo, details, commission } = command;
    if (details.length === 0) return refuse('AMOUNT_ZERO', { field: 'details' });
    if (details.length > policy.loanDetailsLimit) return refuse('DETAILS_TOO_MANY', { most: policy.loanDetailsLimit });
    const project = world.get(projects, projectNo);
    if (!project) return refuse('PROJECT_UNKNOWN', { projectNo });
    if (project.status !== 'COLLECTING') return refuse('PROJECT_STATUS', { projectNo, status: project.status });
    const refused = refuseRepeated(details) ?? first(details, (detail) => refuseDetail(detail, act, projectNo));
    if (refused) return fail(refused);
    const found = details.map(({ holdNo, amount }) => foundOf(world.get(holds, holdNo) as HoldRow, amount));
    const packets = sum(found.map(({ packet }) => packet));
    const available = balanceOf(world, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
    if (packets > available) return refuse('MARKETING_INSUFFICIENT', { available, needed: packets });
    const total = sum(details.map(({ amount }) => amount)) + packets;
    if (commission > total) return refuse('COMMISSION_TOO_HIGH', { commission, limit: total });
    // ---- nothing fails below this line
    const due = found.map((each) => lend(act, project, each));
    post(world, 'confirm-loan', act.orderNo, [...entryOf(project, found, total, commission), ...due]);
    world.change(projects, project, { loaned: project.loaned + total });
    return ok({});
  },
};

function refuseRepeated(details: readonly Detail[]): Refusal | null {
  const seen = new Set<string>();
  for (const { holdNo } of details) {
    if (seen.has(holdNo)) return refusal('DETAIL_REPEATED', { what: holdNo });
    seen.add(holdNo);
  }
  return null;
}

function first<T>(items: readonly T[], check: (item: T) => Refusal | null): Refusal | null {
  for (const item of items) {
    const refused = check(item);
    if (refused) return refused;
  }
  return null;
}

function refuseDetail({ holdNo, amount }: Detail, { world, policy }: Act, projectNo: string): Refusal | null {
  const hold = world.get(holds, holdNo);
  if (!hold) return refusal('HOLD_UNKNOWN', { holdNo });
  if (hold.projectNo !== projectNo) return refusal('HOLD_OF_OTHER_PROJECT', { holdNo });
  if (hold.kind !== 'TENDER') return refusal('HOLD_KIND', { holdNo, kind: hold.kind });
  if (amount === 0n) return refusal('AMOUNT_ZERO', { field: 'details.amount' });
  const left = remainingOf(hold);
  if (amount > left) return refusal('HOLD_EXCEEDED', { holdNo, left, needed: amount });
  return policy.loanHold === 'WHOLE' && amount !== left ? refusal('HOLD_MUST_BE_WHOLE', { holdNo, left }) : null;
}

interface Found {
  readonly hold: HoldRow;
  readonly amount: Fen;
  /** The red packet that is paid with it. */
  readonly packet: Fen;
}

function foundOf(hold: HoldRow, amount: Fen): Found {
  return { hold, amount, packet: hold.redPacket };
}

type Entry = Line<PartOf<'confirm-loan'>>;

function entryOf(project: ProjectRow, found: readonly Found[], total: Fen, commission: Fen): Entry[] {
  const lines: Entry[] = [];
  for (const { hold, amount, packet } of found) {
    lines.push(line(hold.holderNo, 'FROZEN', 'principal', -amount));
    lines.push(line(ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE', 'red-packet', -packet));
  }
  return [
    ...lines,
    line(project.memberNo, 'AVAILABLE', 'loan', total),
    line(project.memberNo, 'AVAILABLE', 'commission', -commission),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', commission),
    line(project.projectId, 'DEBT', 'loan', -total),
  ];
}

/** One hold's part becomes a claim of its investor (G-23, D-LOAN-6); answers what is due to him. */
function lend({ world, requestNo }: Act, project: ProjectRow, { hold, amount, packet }: Found): Entry {
  const { projectNo, projectId } = project;
  const { holderNo, holdNo } = hold;
  const principal = amount + packet;
  takeFromHold(world, hold, { confirmed: amount, redPacket: packet });
  world.insert(claims, {
    claimNo: world.nextNo(),
    projectNo,
    holderNo,
    originNo: holdNo,
    confirmNo: requestNo,
    principal,
    ...{ sourceNo: null, tookRest: false, transferred: 0n, soldOut: false },
    createdAt: world.at,
  });
  return dueLine(openDue(world, projectId, holderNo), 'loan', principal);
}
