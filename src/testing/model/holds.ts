/** Holds: L2.12, L2.14, L5.1, D-PRE, D-CAN, G-20 … G-22. */
import type { AutoHold, CancelHold, Hold, PayMarketing, PlatformHold } from '../../custody/commands.ts';
import type { ProjectStatus } from '../../custody/vocabulary.ts';
import { type Books, dayOf, type ModelHold, nameOf, type Project, total } from './books.ts';
import { grantFor, unknown } from './members.ts';
import { short } from './purses.ts';
import { any, type Broken, type Rules } from './rule.ts';

type AnyHold = Omit<Hold, 'verb'>;

/** In which state a project takes which holds (L2.11). */
const WHEN: Readonly<Record<Hold['kind'], ProjectStatus>> = {
  TENDER: 'COLLECTING',
  REPAYMENT: 'REPAYING',
  CREDIT_ASSIGNMENT: 'REPAYING',
  COMPENSATORY: 'REPAYING',
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
  if (kind === 'COMPENSATORY') return !member || member.role === 'GUARANTOR';
  const may = kind === 'REPAYMENT' ? books.terms.mayBorrow : books.terms.mayTender;
  return !member || may.includes(member.role);
}

function projectBroken(
  books: Books,
  { userNo, kind, amount, redPacket, projectNo }: AnyHold,
  project: Project,
): Broken {
  const own = project.borrower === userNo;
  const room = project.amount - project.loaned - books.tendered(projectNo);
  return {
    PROJECT_STATUS: project.status !== WHEN[kind],
    BORROWER_TENDERS: kind === 'TENDER' && own,
    BORROWER_COMPENSATES: kind === 'COMPENSATORY' && own,
    BORROWER_BUYS: kind === 'CREDIT_ASSIGNMENT' && own,
    BORROWER_ONLY: kind === 'REPAYMENT' && !own,
    PROJECT_FULL: kind === 'TENDER' && amount + redPacket > room,
  };
}

type Made = Pick<ModelHold, 'kind' | 'of' | 'amount' | 'projectNo'> & Partial<Pick<ModelHold, 'packet' | 'grant'>>;

function make(books: Books, no: string, { packet = 0n, grant = null, ...made }: Made): void {
  books.freeze(made.of, made.amount);
  const untouched = { left: made.amount, madeAt: books.at, cancelledAtOnce: 0n };
  books.holds.set(no, { no, ...made, packet, grant, ...untouched });
  if (grant) grant.used += made.amount;
}

function madeOf({ userNo: of, kind, amount, redPacket: packet, projectNo }: AnyHold): Made {
  return { of, kind, amount, packet, projectNo };
}

export const hold: Rules<Hold> = {
  broken: holdBroken,
  done: (books, command, requestNo) => make(books, requestNo, madeOf(command)),
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
  done(books, command, requestNo) {
    const grant = grantFor(books, command.userNo, command.kind) ?? null;
    make(books, requestNo, { ...madeOf(command), grant });
  },
};

/** Whose money compensates, and whose is given away (L2.13). */
const ACCOUNTS = { COMPENSATORY: 'COMPENSATION', MARKETING: 'MARKETING' } as const;

export const platformHold: Rules<PlatformHold> = {
  broken(books, { holder, kind, amount, projectNo }) {
    const project = projectNo === null ? undefined : books.projects.get(projectNo);
    return {
      ...short(books, nameOf(holder), amount),
      AMOUNT_ZERO: amount === 0n,
      HOLD_ACCOUNT: nameOf(holder) !== ACCOUNTS[kind],
      HOLD_PROJECT_MISSING: kind === 'COMPENSATORY' && projectNo === null,
      PROJECT_UNKNOWN: projectNo !== null && !project,
      PROJECT_STATUS: project !== undefined && project.status !== 'REPAYING',
      MARKETING_LIMIT: kind === 'MARKETING' && overLimit(books, amount),
    };
  },
  done: (books, { holder, ...made }, requestNo) => make(books, requestNo, { ...made, of: nameOf(holder) }),
};

/** A day of Beijing, net of what was cancelled on that day. */
function overLimit(books: Books, amount: bigint): boolean {
  const today = [...books.holds.values()].filter(
    ({ kind, madeAt }) => kind === 'MARKETING' && dayOf(madeAt) === dayOf(books.at),
  );
  const held = total(today.map((each) => each.amount - each.cancelledAtOnce));
  return books.settings.marketingLimit !== null && held + amount > books.settings.marketingLimit;
}

/** Marketing money that was set aside goes to members, in parts (L2.19). */
export const payMarketing: Rules<PayMarketing> = {
  broken(books, { holdNo, details }) {
    const found = books.holds.get(holdNo);
    return any([
      ...details.map(({ userNo }) => unknown(books, userNo)),
      {
        AMOUNT_ZERO: details.length === 0 || details.some(({ amount }) => amount === 0n),
        HOLD_UNKNOWN: !found,
        HOLD_KIND: found !== undefined && found.kind !== 'MARKETING',
        HOLD_EXCEEDED: total(details.map(({ amount }) => amount)) > (found?.left ?? 0n),
      },
    ]);
  },
  done(books, { holdNo, details }) {
    for (const { userNo, amount } of details) {
      books.spend(books.holds.get(holdNo) as ModelHold, amount);
      books.give(userNo, amount);
    }
  },
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
    if (dayOf(found.madeAt) === dayOf(books.at)) found.cancelledAtOnce += amount;
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
