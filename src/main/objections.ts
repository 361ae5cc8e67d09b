/** What an operator is told no with: a sentence for each objection; one that is forgotten does not compile. */
import type {
  CaseEvent,
  CaseKindName,
  Duty,
  Objected,
  Objection,
  ObjectionFacts,
  ObjectionName,
} from '../custody/operator.ts';
import type { AuditStatus } from '../custody/vocabulary.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { sentenceOf } from '../wire/sentences.ts';

const DUTIES: Readonly<Record<Duty, string>> = {
  WORK: 'works on cases and papers',
  DECIDE: 'decides',
  READ: 'reads papers',
};

const DEEDS: Readonly<Record<CaseEvent, string>> = {
  papersAdded: 'given papers',
  proposed: 'proposed',
  approved: 'approved',
  sentBack: 'sent back',
  refused: 'refused',
  ended: 'ended',
  arrived: 'said to have arrived',
  reopened: 'opened again',
};

/** How a plan is said on the line; a kind without one is never asked for it. */
const PLANS: Readonly<Record<CaseKindName, string>> = {
  RECEIPT: '--credit USER or --send-back',
  CREDIT: '--account REPAYMENT, FEE or MARKETING',
  UNLOCK: 'nothing more',
  BREAK: 'nothing more',
};

const STANDS: Readonly<Record<AuditStatus, string>> = {
  AUDIT: 'is under audit: it is to be decided first',
  BACK: 'was handed back: it is to be submitted again first',
  PASSED: 'has passed its audit',
  REFUSED: 'was refused, which is for ever',
};

const SENTENCES: { readonly [N in ObjectionName]: (facts: ObjectionFacts[N]) => string } = {
  OPERATOR_UNKNOWN: ({ name }) => `There is no operator ${name}; "operator list" shows who there is.`,
  OPERATOR_DISABLED: ({ name }) => `The operator ${name} is disabled.`,
  ROLE_MAY_NOT: ({ name, role, duty }) => `${name} is ${article(role)}, who never ${DUTIES[duty]}.`,
  OPERATOR_NAME_TAKEN: ({ name }) => `The name ${name} is, or was, an operator's, and is never given to another.`,
  PAPERS_NONE: () => 'Say which files.',
  PAPER_EMPTY: ({ file }) => `${file} is empty.`,
  PAPER_TYPE_UNKNOWN: ({ file }) => `${file} is no PDF, JPEG or PNG: what a file is, is told by what it holds.`,
  PAPER_TOO_LARGE: ({ file, limit }) => `${file} is larger than ${megabytes(limit)}, the most that one file may be.`,
  PAPERS_TOO_LARGE: ({ limit }) =>
    `These files are larger than ${megabytes(limit)} together: bring some of them later.`,
  PAPERS_TOO_MANY: ({ have, limit }) => `There are ${have} papers already, and ${limit} at most.`,
  PAPER_UNKNOWN: ({ paperNo }) => `There is no paper ${paperNo}.`,
  CASE_UNKNOWN: ({ caseNo }) => `There is no case ${caseNo}.`,
  CASE_NOT_SO: ({ caseNo, state, event }) => `Case ${caseNo} is ${state}: it cannot be ${DEEDS[event]} now.`,
  CASE_SAME_PERSON: ({ name }) => `${name} proposed it: somebody else must approve it.`,
  CASE_WITHOUT_PLAN: ({ kind }) => `Say what is to be done, ${PLANS[kind]}.`,
  CASE_WITHOUT_PAPERS: ({ kind, least }) => `${kind} needs papers before it is proposed, ${least} at least.`,
  CASE_OPEN_ALREADY: ({ caseNo }) => `Case ${caseNo} is about the same, and is not finished.`,
  CASE_MEMBER_UNKNOWN: ({ userNo }) => `The platform has no member ${userNo}.`,
  CASE_MEMBER_NOT_ACTIVE: ({ userNo, state }) => `The account of member ${userNo} is ${state}, not ACTIVE.`,
  CASE_RECEIPT_UNKNOWN: ({ receiptNo }) => `The platform has no receipt ${receiptNo}.`,
  CASE_RECEIPT_SETTLED: ({ receiptNo, state }) => `Receipt ${receiptNo} is ${state}: it waits for nobody.`,
  CASE_RECEIPT_CAME_BACK: ({ receiptNo }) => `Receipt ${receiptNo} is a payout that came back: credit its member.`,
  CASE_BREAK_UNKNOWN: ({ breakNo }) => `The platform has no break ${breakNo}.`,
  CASE_BREAK_HAS_MONEY: ({ breakNo, receiptNo }) =>
    `Break ${breakNo} is of money that still waits: receipt ${receiptNo} is decided first (RECEIPT, CREDIT).`,
  CASE_PASSWORD_NOT_LOCKED: ({ userNo }) => `The trade password of member ${userNo} is not locked.`,
  ENTERPRISE_UNKNOWN: ({ userNo }) => `There is no enterprise ${userNo} of this platform.`,
  AUDIT_STANDING: ({ userNo, status }) => `The enterprise ${userNo} ${STANDS[status]}.`,
  ENTERPRISE_WITHOUT_PAPERS: ({ userNo }) => `The enterprise ${userNo} has no papers: nothing was looked at.`,
  DATA_REFUSED: ({ refusal }) => `These data cannot be submitted: ${sentenceOf(refusal)}.`,
};

function article(role: string): string {
  return `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
}

function megabytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

/** The sentence of an objection. */
function tell<N extends ObjectionName>({
  name,
  facts,
}: {
  readonly name: N;
  readonly facts: ObjectionFacts[N];
}): string {
  return SENTENCES[name](facts);
}

/** The value, or the sentence why there is none, as an `OperatorError`. */
export function orTold<T>(objected: Objected<T>): T {
  if (objected.ok) return objected.value;
  throw new OperatorError(tell(objected.error as Extract<Objection, { name: ObjectionName }>));
}
