/** What a line says of a case: what it is about, and what its plan is. */
import type { CaseKindName, CasePlan, CaseSubject, Opening } from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { memberNo, optionalText } from './commands.ts';

/** The platform's own accounts by the names that operators and platforms have for them. */
const ACCOUNTS = {
  FEE: 'FEE',
  COMPENSATION: 'COMPENSATION',
  REPAYMENT: 'COMPENSATION',
  MARKETING: 'MARKETING',
} as const;

/** What each kind is about, as a line says it. */
const SUBJECTS: { readonly [K in CaseKindName]: (platformNo: string, args: AdminArguments) => CaseSubject } = {
  RECEIPT: receiptIn,
  CREDIT: receiptIn,
  UNLOCK: memberIn,
  BREAK: breakIn,
};

/** What the plan of each kind is, as a line says it; null where it says nothing. */
const PLANS: { readonly [K in CaseKindName]: (args: AdminArguments) => CasePlan } = {
  RECEIPT(args) {
    const userNo = memberNo(args, 'credit');
    if (args.sendBack !== true) return userNo === null ? null : { to: 'MEMBER', userNo };
    if (userNo !== null) throw new OperatorError('Money goes to a member or back: --credit USER or --send-back.', 2);
    return { to: 'PAYER' };
  },
  CREDIT(args) {
    const word = optionalText(args, 'account');
    if (word === null) return null;
    const account = ACCOUNTS[word.toUpperCase() as keyof typeof ACCOUNTS];
    if (account) return { account };
    throw new OperatorError(`An account is ${Object.keys(ACCOUNTS).join(', ')}, not ${word}.`);
  },
  UNLOCK: () => null,
  BREAK: () => null,
};

export function planOf(kind: CaseKindName, args: AdminArguments): CasePlan {
  return PLANS[kind](args);
}

export function openingOf(kind: CaseKindName, platformNo: string, args: AdminArguments): Opening {
  return { kind, subject: SUBJECTS[kind](platformNo, args), plan: planOf(kind, args) };
}

function memberIn(_platformNo: string, args: AdminArguments): CaseSubject {
  const userNo = memberNo(args, 'userNo');
  if (userNo === null) throw new OperatorError('Say which member: --user USER.', 2);
  return { about: 'MEMBER', userNo };
}

function receiptIn(platformNo: string, args: AdminArguments): CaseSubject {
  if (optionalText(args, 'expect') !== null) {
    throw new OperatorError(
      'Money that is only expected is credited by the bank’s statement, which is not read in this version: name the ' +
        'receipt that came, --receipt ID.',
    );
  }
  const id = optionalText(args, 'receipt');
  if (id === null) throw new OperatorError('Say which receipt: --receipt ID ("recon show" tells it).', 2);
  return { about: 'RECEIPT', receiptNo: numberIn(platformNo, id, 'A receipt') };
}

function breakIn(platformNo: string, args: AdminArguments): CaseSubject {
  const id = optionalText(args, 'break');
  if (id === null) throw new OperatorError('Say which break: --break ID ("recon breaks" lists them).', 2);
  return { about: 'BREAK', breakNo: numberIn(platformNo, id, 'A break') };
}

/** A number of this platform, with its number in front or without. */
function numberIn(platformNo: string, id: string, what: string): bigint {
  const [, no = platformNo, number] = /^(?:([A-Za-z0-9_]{1,50})-)?(\d{1,18})$/.exec(id) ?? [];
  if (number !== undefined && no === platformNo) return BigInt(number);
  throw new OperatorError(`${what} of this platform looks like ${platformNo}-1042, not like ${id}.`);
}
