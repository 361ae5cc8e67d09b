/**
 * CONFIRM_LOAN: tender holds become the borrower's money and the investors' claims (L2.15, D-LOAN). All details or
 * none. A red packet is paid by the marketing account together with its hold, and counts in the claim; commission
 * leaves the borrower at once.
 */
import type { World } from '../../executor/world.ts';
import { type Fen, sum } from '../../kernel/money.ts';
import { fail, ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS, type AccountKind } from '../../ledger/chart.ts';
import { balanceOf, line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { Line } from '../../ledger/post.ts';
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
    if (project) wantAccounts(want, project.memberNo, 'AVAILABLE');
    wantAccounts(want, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
    if (command.commission > 0n) wantFeeAccounts(want);
    for (const { holdNo } of command.details) {
      const hold = want.row(holds, holdNo);
      if (hold) wantAccounts(want, hold.holderNo, 'FROZEN');
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
    const found = details.map(({ holdNo, amount }) => ({ hold: world.get(holds, holdNo) as HoldRow, amount }));
    const packets = sum(found.map(({ hold }) => hold.redPacket));
    const available = balanceOf(world, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
    if (packets > available) return refuse('MARKETING_INSUFFICIENT', { available, needed: packets });
    const total = sum(details.map(({ amount }) => amount)) + packets;
    if (commission > total) return refuse('COMMISSION_TOO_HIGH', { commission, limit: total });
    // ---- nothing fails below this line
    post(world, 'confirm-loan', act.orderNo, entryOf(project, found, total, commission));
    world.change(projects, project, { loaned: project.loaned + total, outstanding: project.outstanding + total });
    for (const { hold, amount } of found) lend(world, act, project, hold, amount);
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
}

function entryOf(project: ProjectRow, found: readonly Found[], total: Fen, commission: Fen): Line[] {
  const from = (holder: bigint, kind: AccountKind, part: string, amount: Fen) => line(holder, kind, part, -amount);
  return [
    ...found.flatMap(({ hold, amount }) => [
      from(hold.holderNo, 'FROZEN', 'principal', amount),
      from(ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE', 'red-packet', hold.redPacket),
    ]),
    line(project.memberNo, 'AVAILABLE', 'loan', total),
    from(project.memberNo, 'AVAILABLE', 'commission', commission),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', commission),
  ];
}

/** One hold's part becomes a claim of its investor (G-23, D-LOAN-6). */
function lend(world: World, act: Act, project: ProjectRow, hold: HoldRow, amount: Fen): void {
  const principal = amount + hold.redPacket;
  takeFromHold(world, hold, { confirmed: amount, redPacket: hold.redPacket });
  world.insert(claims, {
    claimNo: world.nextNo(),
    projectNo: project.projectNo,
    memberNo: hold.holderNo,
    originNo: hold.holdNo,
    confirmNo: act.requestNo,
    principal,
    remaining: principal,
    createdAt: world.at,
  });
}
