/**
 * What repayments and compensations have in common: who may be paid how much, and the lines of it. A payee gets
 * principal + interest + dividend - commission; dividends come from the marketing account, commissions go to the fee
 * account.
 */
import type { Want, World } from '../../executor/world.ts';
import { type Fen, least, sum } from '../../kernel/money.ts';
import { ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { balanceOf, dueLine, dues, line, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';
import type { DueRow, Line } from '../../ledger/post.ts';
import { SOLD_OUT } from '../claims/tables.ts';
import { type HoldRow, holds, remainingOf } from '../holds/tables.ts';
import type { HoldKind } from '../holds/words.ts';
import { members } from '../members/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import { type Judged, type Refusal, refusal, refuse } from '../refusals.ts';
import type { Act } from '../verb.ts';
import type { RepaymentDetail } from './commands.ts';

/** What a command that pays out of a project's hold says. */
interface Paying {
  readonly projectNo: string;
  readonly holdNo: string;
  readonly details: readonly RepaymentDetail[];
}

/** A detail with its payee, the principal within what is due to him. */
export interface Payment {
  readonly holderNo: bigint;
  /** What is due to him on his claims; null when he never had one, or sold the last. */
  readonly claim: DueRow | null;
  /** The principal that falls from his claims. */
  readonly principal: Fen;
  /** What is due to him by recourse; null when he never compensated. */
  readonly recourse: DueRow | null;
  /** The principal that falls from his recourse. */
  readonly recovered: Fen;
  readonly interest: Fen;
  readonly commission: Fen;
  readonly dividend: Fen;
}

/** What is due by recourse on a project, by the numbers of its compensators. */
export type Recourses = ReadonlyMap<bigint, DueRow>;

/** Asks for what paying out of a hold looks at; answers the project as soon as it has come. */
export function wantPayments(want: Want, { projectNo, holdNo, details }: Paying): ProjectRow | undefined {
  const hold = want.row(holds, holdNo);
  if (hold) wantAccounts(want, hold.holderNo, 'FROZEN');
  const project = want.row(projects, projectNo);
  if (project) wantAccounts(want, project.projectId, 'DEBT');
  wantFeeAccounts(want);
  wantAccounts(want, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
  for (const detail of details) {
    const payee = 'account' in detail ? ACCOUNT_HOLDERS[detail.account] : want.row(members, detail.userNo)?.memberNo;
    if (payee === undefined) continue;
    wantAccounts(want, payee, 'AVAILABLE');
    if (project) want.row(dues, project.projectId, payee);
  }
  return project;
}

/** The holder who is paid, or undefined when nobody is called so. */
export function payeeNo(world: World, detail: RepaymentDetail): bigint | undefined {
  return 'account' in detail ? ACCOUNT_HOLDERS[detail.account] : world.get(members, detail.userNo)?.memberNo;
}

/** The name by which a detail calls its payee. */
export function payeeName(detail: RepaymentDetail): string {
  return 'account' in detail ? detail.account : detail.userNo;
}

/** The project and the hold that is paid out of: the one repays, the other is for it and of this kind. */
export function payingOf(
  { world }: Act,
  { projectNo, holdNo }: Paying,
  kind: HoldKind,
): Judged<{ readonly project: ProjectRow; readonly hold: HoldRow }> {
  const project = world.get(projects, projectNo);
  if (!project) return refuse('PROJECT_UNKNOWN', { projectNo });
  if (project.status !== 'REPAYING') return refuse('PROJECT_STATUS', { projectNo, status: project.status });
  const hold = world.get(holds, holdNo);
  if (!hold) return refuse('HOLD_UNKNOWN', { holdNo });
  if (hold.projectNo !== projectNo) return refuse('HOLD_OF_OTHER_PROJECT', { holdNo });
  if (hold.kind !== kind) return refuse('HOLD_KIND', { holdNo, kind: hold.kind });
  return ok({ project, hold });
}

/**
 * The details as payments, or the first refusal among them. Details of one payee count together; a claim is repaid
 * before recourse is (G-25).
 */
export function readPayments(
  { world, platform }: Act,
  { projectId }: ProjectRow,
  details: readonly RepaymentDetail[],
  recourses: Recourses,
): Judged<readonly Payment[]> {
  if (details.length === 0) return refuse('AMOUNT_ZERO', { field: 'details' });
  const excessIsInterest = platform.settings['principal-rule'] === 'excess-as-interest';
  const left = new Map<DueRow, Fen>();
  const take = (due: DueRow | null, wanted: Fen): Fen => {
    if (!due) return 0n;
    const open = left.get(due) ?? due.balance;
    const taken = least(open, wanted);
    left.set(due, open - taken);
    return taken;
  };
  const payments: Payment[] = [];
  for (const detail of details) {
    const { principal: asked, interest, dividend, commission } = detail;
    const userNo = payeeName(detail);
    const holderNo = payeeNo(world, detail);
    if (holderNo === undefined) return refuse('PAYEE_WITHOUT_CLAIM', { userNo });
    // One whose claim has ended by being repaid may still get interest or a dividend, not one who sold it (L2.16-4).
    const due = world.get(dues, projectId, holderNo);
    const claim = due && due.lastPart !== SOLD_OUT ? due : null;
    const recourse = recourses.get(holderNo) ?? null;
    if (!claim && !recourse) return refuse('PAYEE_WITHOUT_CLAIM', { userNo });
    if (asked + interest + dividend === 0n) return refuse('AMOUNT_ZERO', { field: 'details.amount' });
    if (asked + interest + dividend < commission) return refuse('PAYEE_NET_NEGATIVE', { userNo });
    const principal = take(claim, asked);
    const recovered = take(recourse, asked - principal);
    const excess = asked - principal - recovered;
    if (excess > 0n && !excessIsInterest)
      return refuse('CLAIM_EXCEEDED', { userNo, claim: principal + recovered, principal: asked });
    payments.push({
      ...{ holderNo, claim, principal, recourse, recovered, interest: interest + excess, commission, dividend },
    });
  }
  return ok(payments);
}

/** What leaves the hold. */
export function takenBy(payments: readonly Payment[], commission: Fen): Fen {
  return sum(payments.map(({ principal, recovered, interest }) => principal + recovered + interest)) + commission;
}

/** The refusal of payments that are more than is left of the hold, or of marketing money for their dividends. */
export function refuseAmounts(
  { world }: Act,
  hold: HoldRow,
  payments: readonly Payment[],
  commission: Fen,
): Refusal | null {
  const left = remainingOf(hold);
  const needed = takenBy(payments, commission);
  // A hold without a rest has ended, and nothing is confirmed out of it: not even a dividend, which takes nothing.
  if (needed > left || left === 0n) return refusal('HOLD_EXCEEDED', { holdNo: hold.holdNo, left, needed });
  const dividends = sum(payments.map(({ dividend }) => dividend));
  const available = balanceOf(world, ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE');
  return dividends > available ? refusal('MARKETING_INSUFFICIENT', { available, needed: dividends }) : null;
}

/** Sums over the payments, for the counters of their project. */
export function totalsOf(payments: readonly Payment[]) {
  return {
    principal: sum(payments.map(({ principal }) => principal)),
    interest: sum(payments.map(({ claim, interest }) => (claim ? interest : 0n))),
    recovered: sum(payments.map(({ recovered }) => recovered)),
    recoveredInterest: sum(payments.map(({ claim, interest }) => (claim ? 0n : interest))),
  };
}

/** What was paid on claims, with the claims falling by it, and all that rides along. */
export function paymentLines<const P extends string>(
  payer: P,
  project: ProjectRow,
  hold: HoldRow,
  payments: readonly Payment[],
  commission: Fen,
): Line<P | 'commission' | 'principal' | 'interest' | 'dividend' | 'payee-commission'>[] {
  const lines: ReturnType<typeof paymentLines<P>> = [
    line(hold.holderNo, 'FROZEN', payer, commission - takenBy(payments, commission)),
    line(hold.holderNo, 'FROZEN', 'commission', -commission),
  ];
  const noted: typeof lines = [];
  for (const { holderNo, claim, principal, interest, dividend, commission: own } of payments) {
    if (claim) {
      lines.push(
        line(holderNo, 'AVAILABLE', 'principal', principal),
        line(holderNo, 'AVAILABLE', 'interest', interest),
      );
      noted.push(dueLine(claim, 'principal', -principal));
    }
    lines.push(
      line(holderNo, 'AVAILABLE', 'dividend', dividend),
      line(holderNo, 'AVAILABLE', 'payee-commission', -own),
    );
  }
  lines.push(
    line(ACCOUNT_HOLDERS.MARKETING, 'AVAILABLE', 'dividend', -sum(payments.map(({ dividend }) => dividend))),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'commission', commission),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'payee-commission', sum(payments.map((payment) => payment.commission))),
  );
  noted.push(line(project.projectId, 'DEBT', 'principal', sum(payments.map(({ principal }) => principal))));
  return [...lines, ...noted];
}
