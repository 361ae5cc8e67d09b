/**
 * Recourse (追偿): what compensators are owed in the investors' place, principal only (G-23). It stands in the second
 * book under a debt of its own beside that of the claims, which the project gets when it is compensated for the first
 * time: so claims and recourse never mix, what is due on claims alone decides whether a project may finish (G-24), and
 * a project that nobody compensated costs nothing more. No claim's row stands behind it: it cannot be sold.
 */
import type { Want, World } from '../../executor/world.ts';
import { accountId } from '../../ledger/chart.ts';
import { accounts, dues, openDue, wantAccounts } from '../../ledger/journal.ts';
import type { DueRow } from '../../ledger/post.ts';
import { type ProjectRow, projects } from '../projects/tables.ts';
import type { Recourses } from '../repayments/payments.ts';

/** Asks for all recourse on a project, where there is any. */
export function wantRecourses(want: Want, { recourseId }: ProjectRow): void {
  if (recourseId === null) return;
  wantAccounts(want, recourseId, 'DEBT');
  want.rows(dues, 'byDebt', recourseId);
}

/** What is due by recourse on a project to each who compensated in it, were it nothing. */
export function recoursesOf(world: World, { recourseId }: ProjectRow): Recourses {
  if (recourseId === null) return NOBODY;
  return new Map(world.find(dues, 'byDebt', recourseId).map((due) => [due.holderNo, due]));
}

/** Where nobody compensated, and where nobody is paid by recourse. */
export const NOBODY: Recourses = new Map();

/** Asks for what a compensator's recourse stands on. */
export function wantRecourse(want: Want, { recourseId }: ProjectRow, holderNo: bigint): void {
  if (recourseId === null) return;
  wantAccounts(want, recourseId, 'DEBT');
  want.row(dues, recourseId, holderNo);
}

/** The account of a compensator's recourse; opened, and the project's debt with it, when there is none yet. */
export function openRecourse(world: World, project: ProjectRow, holderNo: bigint): DueRow {
  return openDue(world, project.recourseId ?? beginRecourse(world, project, holderNo), holderNo);
}

function beginRecourse(world: World, project: ProjectRow, holderNo: bigint): bigint {
  const recourseId = world.nextNo();
  world.absent(accounts, accountId(recourseId, 'DEBT'));
  world.absent(dues, recourseId, holderNo);
  world.change(projects, project, { recourseId });
  return recourseId;
}
