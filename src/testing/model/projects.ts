/** Projects: L2.10, L2.11, D-PRJ, D-MOD, G-20, G-22, G-24. */
import type { CreateProject, ModifyProject } from '../../custody/commands.ts';
import type { ProjectStatus } from '../../custody/vocabulary.ts';
import type { Fen } from '../../kernel/money.ts';
import type { Books, Project } from './books.ts';
import { unknown } from './members.ts';
import type { Broken, Rules } from './rule.ts';

export const createProject: Rules<CreateProject> = {
  broken: (books, { projectNo, borrowerNo, amount }) => ({
    ...unknown(books, borrowerNo),
    ...overCaps(books, borrowerNo, amount),
    AMOUNT_ZERO: amount === 0n,
    PROJECT_EXISTS: books.projects.has(projectNo),
    MEMBER_ROLE: !mayBorrow(books, borrowerNo),
  }),
  done(books, { projectNo, borrowerNo: borrower, amount }) {
    books.projects.set(projectNo, { borrower, amount, status: 'COLLECTING', loaned: 0n, repaid: 0n, interest: 0n });
  },
};

function mayBorrow(books: Books, userNo: string): boolean {
  const member = books.members.get(userNo);
  return !member || books.terms.mayBorrow.includes(member.role);
}

/** One project, and all that its borrower has under way (D-PRJ-1). */
function overCaps(books: Books, borrower: string, amount: Fen): Broken {
  const cap = books.terms.caps?.[books.members.get(borrower)?.type ?? 'PERSON'];
  if (cap === undefined) return {};
  return { PROJECT_OVER_CAP: amount > cap, BORROWER_TOTAL_OVER_CAP: books.borrowing(borrower) + amount > cap };
}

/** Both changes are judged on the old state (L2.11). */
export const modifyProject: Rules<ModifyProject> = {
  broken(books, { projectNo, status, amount }) {
    const project = books.projects.get(projectNo);
    const form = { PROJECT_NOTHING_TO_CHANGE: status === null && amount === null, AMOUNT_ZERO: amount === 0n };
    if (!project) return { ...form, PROJECT_UNKNOWN: true };
    const least = books.tendered(projectNo) + project.loaned;
    return {
      ...form,
      ...(status === null ? {} : statusBroken(books, projectNo, project, status)),
      PROJECT_STATUS: amount !== null && project.status !== 'COLLECTING',
      PROJECT_AMOUNT_TOO_LOW: amount !== null && amount < least,
    };
  },
  done(books, { projectNo, status, amount }) {
    const project = books.projects.get(projectNo) as Project;
    project.status = status ?? project.status;
    project.amount = amount ?? project.amount;
  },
};

const WAYS: Readonly<Record<ProjectStatus, readonly ProjectStatus[]>> = {
  COLLECTING: ['REPAYING', 'MISCARRY'],
  REPAYING: ['FINISH'],
  FINISH: [],
  MISCARRY: [],
};

function statusBroken(books: Books, projectNo: string, project: Project, status: ProjectStatus): Broken {
  if (!WAYS[project.status].includes(status)) return { PROJECT_TRANSITION: true };
  const open = books.openHolds(projectNo);
  const tenders = open.some(({ kind }) => kind === 'TENDER');
  return {
    PROJECT_HAS_HOLDS: status === 'FINISH' ? open.length > 0 : tenders,
    PROJECT_NOT_LOANED: status === 'REPAYING' && project.loaned === 0n,
    PROJECT_LOANED: status === 'MISCARRY' && project.loaned > 0n,
    PROJECT_HAS_CLAIMS: status === 'FINISH' && books.owed(projectNo) > 0n,
  };
}
