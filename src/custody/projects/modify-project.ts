/**
 * MODIFY_PROJECT: status and amount, one atomic step judged on the old state (L2.11, D-MOD). Open holds
 * and claims decide which step is open (G-20, G-24).
 */
import type { World } from '../../executor/world.ts';
import { fail, ok } from '../../kernel/result.ts';
import { wantAccounts } from '../../ledger/journal.ts';
import { members } from '../members/tables.ts';
import { type Refusal, refusal, refuse } from '../refusals.ts';
import type { Verb } from '../verb.ts';
import type { ModifyProject } from './commands.ts';
import { PROJECT_STATES } from './states.ts';
import { outstandingOf, type ProjectRow, projects, recourseOf } from './tables.ts';
import type { ProjectStatus } from './words.ts';

export const modifyProject: Verb<ModifyProject> = {
  name: 'MODIFY_PROJECT',
  personal: [],
  weight: () => 2,
  subject: (command) => command.projectNo,
  leaves: null,
  needs(command, want) {
    const project = want.row(projects, command.projectNo);
    if (!project) return;
    want.row(members, project.borrowerNo);
    wantAccounts(want, project.projectId, 'DEBT');
    if (project.recourseId !== null) wantAccounts(want, project.recourseId, 'DEBT');
  },
  decide(command, { world }) {
    const { projectNo, status, amount } = command;
    if (status === null && amount === null) return refuse('PROJECT_NOTHING_TO_CHANGE', {});
    if (amount === 0n) return refuse('AMOUNT_ZERO', { field: 'amount' });
    const project = world.get(projects, projectNo);
    if (!project) return refuse('PROJECT_UNKNOWN', { projectNo });
    const refused =
      (amount === null ? null : refuseAmount(project, amount)) ?? (status && refuseStatus(world, project, status));
    if (refused) return fail(refused);
    const borrower = world.get(members, project.borrowerNo);
    if (!borrower) return refuse('MEMBER_UNKNOWN', { userNo: project.borrowerNo });
    // ---- nothing fails below this line
    const before = borrowingOf(world, project, project.status, project.amount);
    const after = borrowingOf(world, project, status ?? project.status, amount ?? project.amount);
    world.change(projects, project, { status: status ?? project.status, amount: amount ?? project.amount });
    if (after !== before) world.change(members, borrower, { borrowing: borrower.borrowing - before + after });
    return ok({ status: project.status });
  },
};

/** What a project counts for in the borrower's running total (D-PRJ-1). */
function borrowingOf(world: World, project: ProjectRow, status: ProjectStatus, amount: bigint): bigint {
  if (status === 'COLLECTING') return amount;
  return status === 'REPAYING' ? outstandingOf(world, project) + recourseOf(world, project) : 0n;
}

/** The amount changes only while COLLECTING and never below what is tendered and loaned (L2.11-5). */
function refuseAmount(project: ProjectRow, amount: bigint): Refusal | null {
  const { projectNo, status } = project;
  if (status !== 'COLLECTING') return refusal('PROJECT_STATUS', { projectNo, status });
  const least = project.tendered + project.loaned;
  return amount < least ? refusal('PROJECT_AMOUNT_TOO_LOW', { least }) : null;
}

function refuseStatus(world: World, project: ProjectRow, status: ProjectStatus): Refusal | null {
  const { projectNo } = project;
  const edge = PROJECT_STATES.edges.find(({ from, to }) => from === project.status && to === status);
  if (!edge) return refusal('PROJECT_TRANSITION', { from: project.status, to: status });
  switch (edge.event) {
    case 'loaned':
      if (project.loaned === 0n) return refusal('PROJECT_NOT_LOANED', { projectNo });
      return project.openTenders > 0 ? refusal('PROJECT_HAS_HOLDS', { projectNo }) : null;
    case 'miscarried':
      if (project.loaned > 0n) return refusal('PROJECT_LOANED', { projectNo });
      return project.openTenders > 0 ? refusal('PROJECT_HAS_HOLDS', { projectNo }) : null;
    case 'repaid':
      if (outstandingOf(world, project) > 0n) return refusal('PROJECT_HAS_CLAIMS', { projectNo });
      return project.openHolds > 0 ? refusal('PROJECT_HAS_HOLDS', { projectNo }) : null;
  }
}
