/**
 * CREATE_PROJECT: a project begins COLLECTING (L2.10, D-PRJ). Where the regulator caps what one borrower may raise, a
 * request above the caps is refused and recorded.
 */
import { fail, ok } from '../../kernel/result.ts';
import { activeMember } from '../members/holders.ts';
import { type MemberRow, members } from '../members/tables.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import type { Act, Verb } from '../verb.ts';
import type { CreateProject } from './commands.ts';
import { overCapRequests, projects } from './tables.ts';

export const createProject: Verb<CreateProject> = {
  name: 'CREATE_PROJECT',
  personal: [],
  weight: () => 2,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    want.row(projects, command.projectNo);
    want.row(members, command.borrowerNo);
  },
  decide(command, act) {
    const { world, policy } = act;
    const { projectNo, amount } = command;
    if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
    if (world.get(projects, projectNo)) return refuse('PROJECT_EXISTS', { projectNo });
    const found = activeMember(world, command.borrowerNo);
    if (!found.ok) return found;
    const borrower = found.value;
    if (policy.borrowerRoles && !policy.borrowerRoles.includes(borrower.role)) {
      return refuse('MEMBER_ROLE', { userNo: borrower.userNo, needed: policy.borrowerRoles.join('/') });
    }
    const capped = overCap(command, act, borrower);
    if (capped) return capped;
    // ---- nothing fails below this line
    world.insert(projects, {
      projectNo,
      projectId: world.nextNo(),
      memberNo: borrower.memberNo,
      borrowerNo: borrower.userNo,
      amount,
      name: command.name,
      description: command.description,
      periodDays: command.periodDays,
      rate: command.rate,
      repaymentWay: command.repaymentWay,
      status: 'COLLECTING',
      tendered: 0n,
      loaned: 0n,
      repaidPrincipal: 0n,
      repaidInterest: 0n,
      recourseId: null,
      recoveredPrincipal: 0n,
      recoveredInterest: 0n,
      openHolds: 0,
      openTenders: 0,
      createdAt: world.at,
    });
    world.change(members, borrower, { borrowing: borrower.borrowing + amount });
    return ok({});
  },
};

/** Caps on one project and on the borrower's running total (D-PRJ-1). */
function overCap({ projectNo, amount }: CreateProject, act: Act, borrower: MemberRow) {
  const cap = act.policy.projectCaps?.[borrower.type];
  const total = borrower.borrowing + amount;
  if (cap === undefined || total <= cap) return null;
  const why: Refusal =
    amount > cap ? refusal('PROJECT_OVER_CAP', { cap, amount }) : refusal('BORROWER_TOTAL_OVER_CAP', { cap, total });
  const { requestNo } = act;
  return {
    ...fail(why),
    keep: (world: Act['world']) => {
      const { memberNo } = borrower;
      world.insert(overCapRequests, {
        recordNo: world.nextNo(),
        requestNo,
        memberNo,
        projectNo,
        amount,
        total,
        cap,
        at: world.at,
      });
    },
  };
}
