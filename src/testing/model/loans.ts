/** Loans and their repayment: L2.15, L2.16, D-LOAN, D-REP, G-23, G-24. */
import type { ConfirmLoan, ConfirmRepayment, RepaymentDetail } from '../../custody/commands.ts';
import type { Fen } from '../../kernel/money.ts';
import { type Books, type ModelHold, type Project, total } from './books.ts';
import { confirmed } from './holds.ts';
import { any, type Broken, type Rules } from './rule.ts';

/** A confirmation of a project needs it, and in a state. */
export function inState(books: Books, projectNo: string, status: Project['status']): Broken {
  const project = books.projects.get(projectNo);
  return { PROJECT_UNKNOWN: !project, PROJECT_STATUS: project !== undefined && project.status !== status };
}

function listed(books: Books, names: readonly string[]): Broken {
  return {
    DETAILS_TOO_MANY: names.length > books.terms.mostDetails,
    DETAIL_REPEATED: new Set(names).size < names.length,
  };
}

export const confirmLoan: Rules<ConfirmLoan> = {
  broken(books, { projectNo, commission, details }) {
    const packets = total(details.map(({ holdNo }) => books.holds.get(holdNo)?.packet ?? 0n));
    const lent = total(details.map(({ amount }) => amount)) + packets;
    return any([
      inState(books, projectNo, 'COLLECTING'),
      listed(
        books,
        details.map(({ holdNo }) => holdNo),
      ),
      ...details.map(({ holdNo, amount }) => lentBroken(books, projectNo, holdNo, amount)),
      {
        AMOUNT_ZERO: details.length === 0,
        COMMISSION_TOO_HIGH: commission > lent,
        MARKETING_INSUFFICIENT: packets > books.available('MARKETING'),
      },
    ]);
  },
  done(books, { projectNo, commission, details }, requestNo) {
    const project = books.projects.get(projectNo) as Project;
    for (const { holdNo, amount } of details) {
      const hold = books.holds.get(holdNo) as ModelHold;
      const lent = amount + hold.packet;
      books.give('MARKETING', -hold.packet);
      books.spend(hold, amount);
      hold.packet = 0n;
      books.give(project.borrower, lent);
      const claim = { projectNo, owner: hold.of, left: lent, repaid: false };
      books.claims.push({ ...claim, holdNo, confirmNo: requestNo });
      project.loaned += lent;
    }
    books.give(project.borrower, -commission);
    books.give('FEE', commission);
  },
};

function lentBroken(books: Books, projectNo: string, holdNo: string, amount: Fen): Broken {
  const left = books.holds.get(holdNo)?.left ?? 0n;
  return {
    ...confirmed(books, holdNo, 'TENDER', projectNo),
    AMOUNT_ZERO: amount === 0n,
    HOLD_EXCEEDED: amount > left,
    HOLD_MUST_BE_WHOLE: books.terms.lentWhole && amount !== left,
  };
}

export const confirmRepayment: Rules<ConfirmRepayment> = {
  broken(books, { projectNo, holdNo, commission, details }) {
    const taken = total(details.map(({ principal, interest }) => principal + interest)) + commission;
    const dividends = total(details.map(({ dividend }) => dividend));
    const left = books.holds.get(holdNo)?.left ?? 0n;
    return any([
      inState(books, projectNo, 'REPAYING'),
      confirmed(books, holdNo, 'REPAYMENT', projectNo),
      { DETAILS_TOO_MANY: details.length > books.terms.mostDetails },
      ...details.map((detail) => payeeBroken(books, projectNo, detail)),
      ...details.map(payeeOf).map((payee) => ({
        CLAIM_EXCEEDED: principalTo(details, payee) > books.claim(projectNo, payee),
      })),
      {
        AMOUNT_ZERO: details.length === 0,
        // What is used up has ended, and confirms not even a dividend.
        HOLD_EXCEEDED: taken > left || left === 0n,
        MARKETING_INSUFFICIENT: dividends > books.available('MARKETING'),
      },
    ]);
  },
  done(books, { projectNo, holdNo, commission, details }) {
    const project = books.projects.get(projectNo) as Project;
    const hold = books.holds.get(holdNo) as ModelHold;
    books.spend(hold, commission);
    books.give('FEE', commission);
    for (const detail of details) {
      const { principal, interest, dividend, commission: fromPayee } = detail;
      const payee = payeeOf(detail);
      books.spend(hold, principal + interest);
      books.give('MARKETING', -dividend);
      books.give(payee, principal + interest + dividend - fromPayee);
      books.give('FEE', fromPayee);
      repayClaims(books, projectNo, payee, principal);
      project.repaid += principal;
      project.interest += interest;
    }
  },
};

/** A member, or an account of the platform by its name (G-25). */
function payeeOf(detail: RepaymentDetail): string {
  return 'account' in detail ? detail.account : detail.userNo;
}

/** What a call pays back to one payee. */
function principalTo(details: readonly RepaymentDetail[], payee: string): Fen {
  return total(details.map((detail) => (payeeOf(detail) === payee ? detail.principal : 0n)));
}

function payeeBroken(books: Books, projectNo: string, detail: RepaymentDetail): Broken {
  const { principal, interest, dividend, commission } = detail;
  const records = books.claimsOf(projectNo, payeeOf(detail));
  return {
    AMOUNT_ZERO: principal + interest + dividend === 0n,
    PAYEE_WITHOUT_CLAIM: !records.some(({ left, repaid }) => left > 0n || repaid),
    PAYEE_NET_NEGATIVE: principal + interest + dividend < commission,
  };
}

/** The oldest claim first (D-REP-3). */
function repayClaims(books: Books, projectNo: string, owner: string, principal: Fen): void {
  let rest = principal;
  for (const claim of books.claimsOf(projectNo, owner)) {
    const part = rest < claim.left ? rest : claim.left;
    claim.left -= part;
    rest -= part;
    if (part > 0n && claim.left === 0n) claim.repaid = true;
  }
}
