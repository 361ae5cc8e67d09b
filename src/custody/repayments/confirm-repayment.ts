/**
 * CONFIRM_REPAYMENT: a repayment hold is paid out to the holders of claims, and to whoever compensated (L2.16, D-REP,
 * G-25). All details or none. Who holds both is repaid his claim first, then his recourse.
 */
import type { World } from '../../executor/world.ts';
import { type Fen, sum } from '../../kernel/money.ts';
import { fail, ok } from '../../kernel/result.ts';
import { dueLine, line, post } from '../../ledger/journal.ts';
import type { Line } from '../../ledger/post.ts';
import type { PartOf } from '../../ledger/templates.ts';
import { recoursesOf, wantRecourses } from '../compensations/recourse.ts';
import { type HoldRow, takeFromHold } from '../holds/tables.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import type { Act, Verb } from '../verb.ts';
import type { ConfirmRepayment } from './commands.ts';
import {
  type Payment,
  paymentLines,
  payingOf,
  readPayments,
  refuseAmounts,
  takenBy,
  totalsOf,
  wantPayments,
} from './payments.ts';

export const confirmRepayment: Verb<ConfirmRepayment> = {
  name: 'CONFIRM_REPAYMENT',
  personal: [],
  weight: (command) => 5 + command.details.length * 4,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    const project = wantPayments(want, command);
    if (!project) return;
    want.row(members, project.borrowerNo);
    wantRecourses(want, project);
  },
  decide(command, act) {
    const { details, commission } = command;
    const paying = payingOf(act, command, 'REPAYMENT');
    if (!paying.ok) return paying;
    const { project, hold } = paying.value;
    const read = readPayments(act, project, details, recoursesOf(act.world, project));
    if (!read.ok) return read;
    const refused = refuseAmounts(act, hold, read.value, commission);
    if (refused) return fail(refused);
    // ---- nothing fails below this line
    pay(act, project, hold, read.value, commission);
    return ok({});
  },
};

function pay(act: Act, project: ProjectRow, hold: HoldRow, payments: readonly Payment[], commission: Fen) {
  const { world, orderNo } = act;
  const lines = paymentLines('repayment', project, hold, payments, commission);
  // What a compensator gets first: his commission may come out of it.
  post(world, 'confirm-repayment', orderNo, [...recourseLines(project, payments), ...lines]);
  takeFromHold(world, hold, { confirmed: takenBy(payments, commission) });
  const { principal, interest, recovered, recoveredInterest } = totalsOf(payments);
  world.change(projects, project, {
    repaidPrincipal: project.repaidPrincipal + principal,
    repaidInterest: project.repaidInterest + interest,
    recoveredPrincipal: project.recoveredPrincipal + recovered,
    recoveredInterest: project.recoveredInterest + recoveredInterest,
  });
  lowerBorrowing(world, project, principal + recovered);
}

function lowerBorrowing(world: World, project: ProjectRow, principal: Fen): void {
  const borrower = world.get(members, project.borrowerNo) as MemberRow;
  world.change(members, borrower, { borrowing: borrower.borrowing - principal });
}

/** What goes to compensators: their recourse falls by it, and so does what the project owes by recourse. */
function recourseLines(project: ProjectRow, payments: readonly Payment[]): Line<PartOf<'confirm-repayment'>>[] {
  if (project.recourseId === null) return [];
  const lines: Line<PartOf<'confirm-repayment'>>[] = [];
  for (const { holderNo, claim, recourse, recovered, interest } of payments) {
    if (!recourse) continue;
    lines.push(
      line(holderNo, 'AVAILABLE', 'recourse', recovered),
      line(holderNo, 'AVAILABLE', 'recourse-interest', claim ? 0n : interest),
      dueLine(recourse, 'recourse', -recovered),
    );
  }
  lines.push(line(project.recourseId, 'DEBT', 'recourse', sum(payments.map(({ recovered }) => recovered))));
  return lines;
}
