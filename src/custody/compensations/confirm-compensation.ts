/**
 * CONFIRM_COMPENSATION: a guarantor, or the platform's compensation account, pays the holders of claims in the
 * borrower's place (L2.17, G-23 to G-25). All details or none. The principal leaves the payees' claims and becomes the
 * compensator's recourse; interest moves no claim. Whoever compensated is a payee of the project's repayments from then
 * on, were his recourse nothing. Only a guarantor pays a commission: the platform owes itself none.
 */
import { type Fen, sum } from '../../kernel/money.ts';
import { fail, ok } from '../../kernel/result.ts';
import { ACCOUNT_HOLDERS } from '../../ledger/chart.ts';
import { dueLine, line, post } from '../../ledger/journal.ts';
import { type HoldRow, holds, takeFromHold } from '../holds/tables.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import { type Refusal, refusal } from '../refusals.ts';
import {
  type Payment,
  payeeName,
  payeeNo,
  paymentLines,
  payingOf,
  readPayments,
  refuseAmounts,
  takenBy,
  totalsOf,
  wantPayments,
} from '../repayments/payments.ts';
import type { Act, Verb } from '../verb.ts';
import type { ConfirmCompensation } from './commands.ts';
import { NOBODY, openRecourse, wantRecourse } from './recourse.ts';

export const confirmCompensation: Verb<ConfirmCompensation> = {
  name: 'CONFIRM_COMPENSATION',
  personal: [],
  weight: (command) => 5 + command.details.length * 4,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    const project = wantPayments(want, command);
    const hold = want.row(holds, command.holdNo);
    if (project && hold) wantRecourse(want, project, hold.holderNo);
  },
  decide(command, act) {
    const paying = payingOf(act, command, 'COMPENSATORY');
    if (!paying.ok) return paying;
    const { project, hold } = paying.value;
    const unfit = refuseCompensator(command, act, project, hold);
    if (unfit) return fail(unfit);
    const read = readPayments(act, project, command.details, NOBODY);
    if (!read.ok) return read;
    const refused = refuseAmounts(act, hold, read.value, command.commission);
    if (refused) return fail(refused);
    // ---- nothing fails below this line
    compensate(act, project, hold, read.value, command.commission);
    return ok({});
  },
};

/** The compensator is neither the borrower nor a payee of the same call; only a guarantor pays a commission (L2.17). */
function refuseCompensator(
  { details, commission }: ConfirmCompensation,
  { world }: Act,
  project: ProjectRow,
  { holderNo }: HoldRow,
): Refusal | null {
  if (holderNo === project.memberNo) return refusal('BORROWER_COMPENSATES', { userNo: project.borrowerNo });
  if (holderNo === ACCOUNT_HOLDERS.COMPENSATION && commission > 0n) return refusal('COMMISSION_NOT_ALLOWED', {});
  const self = details.find((detail) => payeeNo(world, detail) === holderNo);
  return self ? refusal('COMPENSATOR_IS_PAYEE', { userNo: payeeName(self) }) : null;
}

function compensate(
  { world, orderNo }: Act,
  project: ProjectRow,
  hold: HoldRow,
  payments: readonly Payment[],
  commission: Fen,
): void {
  const recourse = openRecourse(world, project, hold.holderNo);
  const principal = sum(payments.map((payment) => payment.principal));
  post(world, 'confirm-compensation', orderNo, [
    ...paymentLines('compensation', project, hold, payments, commission),
    dueLine(recourse, 'recourse', principal),
    line(recourse.debtNo, 'DEBT', 'recourse', -principal),
  ]);
  takeFromHold(world, hold, { confirmed: takenBy(payments, commission) });
  const totals = totalsOf(payments);
  world.change(projects, project, {
    repaidPrincipal: project.repaidPrincipal + totals.principal,
    repaidInterest: project.repaidInterest + totals.interest,
  });
}
