/** Holds: L2.12, L2.14, L5.1, D-PRE, D-CAN, G-20 … G-22. */
import type { AutoHold, CancelHold, Hold } from '../../custody/commands.ts';
import type { ProjectStatus } from '../../custody/vocabulary.ts';
import type { Books, ModelHold, Project } from './books.ts';
import { grantFor, unknown } from './members.ts';
import { short } from './purses.ts';
import type { Broken, Rules } from './rule.ts';

type AnyHold = Omit<Hold, 'verb'>;

/** In which state a project takes which holds (L2.11). */
const WHEN: Readonly<Record<Hold['kind'], ProjectStatus>> = {
  TENDER: 'COLLECTING',
  REPAYMENT: 'REPAYING',
  CREDIT_ASSIGNMENT: 'REPAYING',
};

function holdBroken(books: Books, hold: AnyHold): Broken {
  const { userNo, kind, amount, redPacket, projectNo } = hold;
  const project = books.projects.get(projectNo);
  return {
    ...unknown(books, userNo),
    ...short(books, userNo, amount),
    ...(project ? projectBroken(books, hold, project) : { PROJECT_UNKNOWN: true }),
    AMOUNT_ZERO: amount === 0n,
    RED_PACKET_NOT_ALLOWED: redPacket > 0n && kind !== 'TENDER',
    MEMBER_ROLE: !hasRole(books, userNo, kind),
  };
}

function hasRole(books: Books, userNo: string, kind: Hold['kind']): boolean {
  const member = books.members.get(userNo);
  const may = kind === 'REPAYMENT' ? books.terms.mayBorrow : books.terms.mayTender;
  return !member || may.includes(member.role);
}

function projectBroken(books: Books, { userNo, kind, amount, redPacket, projectNo }: AnyHold, project: Project): Broken {
  const own = project.borrower === userNo;
  const room = project.amount - project.loaned - books.tendered(projectNo);
  return {
    PROJECT_STATUS: project.status !== WHEN[kind],
    BORROWER_TENDERS: kind === 'TENDER' && own,
    BORROWER_BUYS: kind === 'CREDIT_ASSIGNMENT' && own,
    BORROWER_ONLY: kind === 'REPAYMENT' && !own,
    PROJECT_FULL: kind === 'TENDER' && amount + redPacket > room,
  };
}

function make(books: Books, no: string, hold: AnyHold, grant: ModelHold['grant']): void {
  const { userNo: of, kind, amount, redPacket: packet, projectNo } = hold;
  books.freeze(of, amount);
  books.holds.set(no, { no, kind, of, projectNo, grant, left: amount, packet });
  if (grant) grant.used += amount;
}

export const hold: Rules<Hold> = {
  broken: holdBroken,
  done: (books, command, requestNo) => make(books, requestNo, command, null),
};

/** Without a page, on a live authorisation that covers it (L5.1, D-PRE). */
export const autoHold: Rules<AutoHold> = {
  broken(books, command) {
    const grant = grantFor(books, command.userNo, command.kind);
    const over = grant !== undefined && grant.amount !== null && grant.used + command.amount > grant.amount;
    return {
      ...holdBroken(books, command),
      AUTHORIZATION_MISSING: !grant,
      AUTHORIZATION_EXPIRED: grant !== undefined && grant.until !== null && grant.until <= books.at,
      AUTHORIZATION_EXCEEDED: over,
    };
  },
  done: (books, command, no) => make(books, no, command, grantFor(books, command.userNo, command.kind) ?? null),
};

/** Any cancellation voids the whole red packet (D-CAN), and can be used again of the authorisation (L5.1). */
export const cancelHold: Rules<CancelHold> = {
  broken(books, { holdNo, amount }) {
    const found = books.holds.get(holdNo);
    return {
      AMOUNT_ZERO: amount === 0n,
      HOLD_UNKNOWN: !found,
      HOLD_EXCEEDED: found !== undefined && amount > found.left,
    };
  },
  done(books, { holdNo, amount }) {
    const found = books.holds.get(holdNo) as ModelHold;
    found.left -= amount;
    found.packet = 0n;
    books.freeze(found.of, -amount);
    if (found.grant) found.grant.used -= amount;
  },
};

/** What is wrong with a hold that a confirmation names. */
export function confirmed(books: Books, holdNo: string, kind: ModelHold['kind'], projectNo: string | null): Broken {
  const found = books.holds.get(holdNo);
  if (!found) return { HOLD_UNKNOWN: true };
  return { HOLD_OF_OTHER_PROJECT: found.projectNo !== projectNo, HOLD_KIND: found.kind !== kind };
}
