/**
 * CONFIRM_REPAYMENT: a repayment hold is paid out to the holders of claims (L2.16, D-REP). All details or none. A
 * payee gets principal + interest + dividend - commission; dividends come from the marketing account, commissions go
 * to the fee account.
 */
import type { World } from '../../executor/world.ts';
import { type Fen, sum } from '../../kernel/money.ts';
import { ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { balanceOf, dueLine, dues, line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { DueRow, Line } from '../../ledger/post.ts';
import type { PartOf } from '../../ledger/templates.ts';
import { SOLD_OUT } from '../claims/tables.ts';
import { type HoldRow, holds, remainingOf, takeFromHold } from '../holds/tables.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import { type Judged, refuse } from '../refusals.ts';
import type { Act, Verb } from '../verb.ts';
import type { ConfirmRepayment, RepaymentDetail } from './commands.ts';

/** A detail with its payee, principal within the claim. */
interface Payment extends RepaymentDetail {
  readonly memberNo: bigint;
  /** What the project owes the payee. */
  readonly due: DueRow;
}

export const confirmRepayment: Verb<ConfirmRepayment> = {
  name: 'CONFIRM_REPAYMENT',
  personal: [],
  weight: (command) => 5 + command.details.length * 4,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    const hold = want.row(holds, command.holdNo);
    if (hold) wantAccounts(want, hold.holderNo, 'FROZEN');
    const project = want.row(projects, command.projectNo);
    if (project) {
      want.row(members, project.borrowerNo);
      wantAccounts(want, project.projectId, 'DEBT');
    }
    wantFeeAccounts(want);
    wantAccounts(want, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
    for (const { userNo } of command.details) {
      const payee = want.row(members, userNo);
      if (!payee) continue;
      wantAccounts(want, payee.memberNo, 'AVAILABLE');
      if (project) want.row(dues, project.projectId, payee.memberNo);
    }
  },
  decide(command, act) {
    const { world } = act;
    const { projectNo, holdNo, commission } = command;
    const project = world.get(projects, projectNo);
    if (!project) return refuse('PROJECT_UNKNOWN', { projectNo });
    if (project.status !== 'REPAYING') return refuse('PROJECT_STATUS', { projectNo, status: project.status });
    const hold = world.get(holds, holdNo);
    if (!hold) return refuse('HOLD_UNKNOWN', { holdNo });
    if (hold.projectNo !== projectNo) return refuse('HOLD_OF_OTHER_PROJECT', { holdNo });
    if (hold.kind !== 'REPAYMENT') return refuse('HOLD_KIND', { holdNo, kind: hold.kind });
    const read = readDetails(project, command, act);
    if (!read.ok) return read;
    const payments = read.value;
    const left = remainingOf(hold);
    const needed = sum(payments.map(({ principal, interest }) => principal + interest)) + commission;
    // A hold without a rest has ended, and nothing is confirmed out of it: not even a dividend, which takes nothing.
    if (needed > left || left === 0n) return refuse('HOLD_EXCEEDED', { holdNo, left, needed });
    const dividends = sum(payments.map(({ dividend }) => dividend));
    const available = balanceOf(world, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
    if (dividends > available) return refuse('MARKETING_INSUFFICIENT', { available, needed: dividends });
    // ---- nothing fails below this line
    pay(act, project, hold, payments, commission, needed);
    return ok({});
  },
};

/** The details as payments, or the first refusal among them. Details of one payee count together. */
function readDetails({ projectId }: ProjectRow, command: ConfirmRepayment, act: Act): Judged<readonly Payment[]> {
  const { world, platform } = act;
  const { details } = command;
  if (details.length === 0) return refuse('AMOUNT_ZERO', { field: 'details' });
  const excessIsInterest = platform.settings['principal-rule'] === 'excess-as-interest';
  const left = new Map<DueRow, Fen>();
  const payments: Payment[] = [];
  for (const detail of details) {
    const { userNo, principal, interest, dividend, commission } = detail;
    const payee = world.get(members, userNo);
    const due = payee && world.get(dues, projectId, payee.memberNo);
    // One whose claim has ended by being repaid may still get interest or a dividend, not one who sold it (L2.16-4).
    if (!due || due.lastPart === SOLD_OUT) return refuse('PAYEE_WITHOUT_CLAIM', { userNo });
    const claim = left.get(due) ?? due.balance;
    if (principal + interest + dividend === 0n) return refuse('AMOUNT_ZERO', { field: 'details.amount' });
    if (principal + interest + dividend < commission) return refuse('PAYEE_NET_NEGATIVE', { userNo });
    const excess = principal > claim ? principal - claim : 0n;
    if (excess > 0n && !excessIsInterest) return refuse('CLAIM_EXCEEDED', { userNo, claim, principal });
    const within = { principal: principal - excess, interest: interest + excess };
    payments.push({ ...detail, ...within, memberNo: due.holderNo, due });
    left.set(due, claim - within.principal);
  }
  return ok(payments);
}

function pay(act: Act, project: ProjectRow, hold: HoldRow, payments: readonly Payment[], commission: Fen, taken: Fen) {
  const { world, orderNo } = act;
  const lines = [...moneyOf(hold, payments, commission, taken), ...principalOf(project, payments)];
  post(world, 'confirm-repayment', orderNo, lines);
  takeFromHold(world, hold, { confirmed: taken });
  const principal = sum(payments.map((payment) => payment.principal));
  world.change(projects, project, {
    repaidPrincipal: project.repaidPrincipal + principal,
    repaidInterest: project.repaidInterest + sum(payments.map(({ interest }) => interest)),
  });
  lowerBorrowing(world, project, principal);
}

function lowerBorrowing(world: World, project: ProjectRow, principal: Fen): void {
  const borrower = world.get(members, project.borrowerNo) as MemberRow;
  world.change(members, borrower, { borrowing: borrower.borrowing - principal });
}

type Entry = Line<PartOf<'confirm-repayment'>>;

/** What falls in the second book: each payee's claim, and the debt by the sum of them. */
function principalOf(project: ProjectRow, payments: readonly Payment[]): Entry[] {
  const lines: Entry[] = payments.map(({ due, principal }) => dueLine(due, 'principal', -principal));
  lines.push(line(project.projectId, 'DEBT', 'principal', sum(payments.map(({ principal }) => principal))));
  return lines;
}

function moneyOf(hold: HoldRow, payments: readonly Payment[], commission: Fen, taken: Fen): Entry[] {
  const lines: Entry[] = [
    line(hold.holderNo, 'FROZEN', 'repayment', commission - taken),
    line(hold.holderNo, 'FROZEN', 'commission', -commission),
  ];
  for (const payment of payments) {
    const { memberNo } = payment;
    lines.push(
      line(memberNo, 'AVAILABLE', 'principal', payment.principal),
      line(memberNo, 'AVAILABLE', 'interest', payment.interest),
      line(memberNo, 'AVAILABLE', 'dividend', payment.dividend),
      line(memberNo, 'AVAILABLE', 'payee-commission', -payment.commission),
    );
  }
  lines.push(
    line(ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE', 'dividend', -sum(payments.map(({ dividend }) => dividend))),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', commission),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'payee-commission', sum(payments.map((payment) => payment.commission))),
  );
  return lines;
}
