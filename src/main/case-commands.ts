/** `case …`: what people decide under four eyes. What the line says is read here, word by word. */
import {
  CASE_STATES,
  type CaseDone,
  type CaseInformation,
  type CaseKindName,
  type CaseLine,
  type Cases,
  type CaseState,
  type Doer,
  type Duty,
  isCaseKind,
  type LookUps,
} from '../custody/operator.ts';
import type { AdminArguments, AdminCaller } from '../http/admin.ts';
import type { Changed } from '../kernel/change.ts';
import { formatYuan } from '../kernel/money.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { formatIso } from '../kernel/time.ts';
import type { Registry } from './audited.ts';
import { openingOf, planOf } from './case-words.ts';
import { fileOf, optionalText, text } from './commands.ts';
import { orTold } from './objections.ts';
import { actingName } from './operator-commands.ts';
import { filesOf, numberedOf, type PaperDesk, paperLine } from './paper-commands.ts';

/** One listing; who needs more narrows it. */
const LIST_LIMIT = 1_000;

export interface CaseDesk extends PaperDesk {
  readonly cases: Cases;
  readonly lookUps: Pick<LookUps, 'postings'>;
}

type Does = (platformId: number, caseNo: bigint, doer: Doer, args: AdminArguments) => Promise<CaseDone>;

export function caseCommands(desk: CaseDesk): Registry {
  const { cases } = desk;
  const changing = (duty: Duty, reason: 'asked' | 'free', does: Does): Registry[string] => ({
    does: 'changes',
    run: async (args, by) =>
      change(desk, args, { duty, why: reason === 'asked' ? needReason(by.reason) : by.reason }, does),
  });
  const declining = (event: 'sentBack' | 'refused') =>
    changing('DECIDE', 'asked', (platformId, caseNo, doer) => cases.decline(platformId, caseNo, event, doer));
  return {
    'case.list': { does: 'reads', run: (args) => list(desk, args) },
    'case.show': { does: 'reads', run: async (args) => show(desk, text(args, 'id')) },
    'case.open': { does: 'changes', run: (args, by) => open(desk, args, by) },
    'case.papers': { does: 'changes', run: (args, by) => addPapers(desk, args, by) },
    'case.propose': changing('WORK', 'free', async (platformId, caseNo, doer, args) => {
      const found = await cases.reads.find(platformId, caseNo);
      const plan = found ? planOf(found.row.kind, args) : null;
      return cases.propose(platformId, caseNo, plan, doer);
    }),
    'case.approve': changing('DECIDE', 'asked', (platformId, caseNo, doer) => cases.approve(platformId, caseNo, doer)),
    'case.back': declining('sentBack'),
    'case.refuse': declining('refused'),
  };
}

/** What a command asks of who runs it, and why it is run. */
interface Doing {
  readonly duty: Duty;
  readonly why: string | null;
}

async function change(
  desk: CaseDesk,
  args: AdminArguments,
  { duty, why: reason }: Doing,
  does: Does,
): Promise<Changed<object, unknown>> {
  const by = await actingName(desk.operators, args, duty);
  const { platformId, platformNo, number } = await numberedOf(desk.directory, text(args, 'id'));
  const before = await desk.cases.reads.find(platformId, number);
  const row = orTold(await does(platformId, number, { by, reason }, args));
  return changed(desk, platformId, platformNo, before, row.caseNo);
}

async function open(desk: CaseDesk, args: AdminArguments, caller: AdminCaller): Promise<Changed<object, unknown>> {
  const reason = needReason(caller.reason);
  const by = await actingName(desk.operators, args, 'WORK');
  const { platformId, platformNo } = (await fileOf(desk.directory, text(args, 'platformNo'))).platform;
  const opening = openingOf(kindIn(text(args, 'kind')), platformNo, args);
  const row = orTold(await desk.cases.open(platformId, opening, { by, reason }));
  return changed(desk, platformId, platformNo, null, row.caseNo);
}

/** Whoever brings papers need not be an operator: the account that brought them is told else. */
async function addPapers(desk: CaseDesk, args: AdminArguments, caller: AdminCaller): Promise<Changed<object, unknown>> {
  const by = optionalText(args, 'as') === null ? caller.who : await actingName(desk.operators, args, 'WORK');
  const { platformId, platformNo, number } = await numberedOf(desk.directory, text(args, 'id'));
  const before = await desk.cases.reads.find(platformId, number);
  const row = orTold(await desk.cases.addPapers(platformId, number, filesOf(args), { by, reason: caller.reason }));
  return changed(desk, platformId, platformNo, before, row.caseNo);
}

function needReason(reason: string | null): string {
  if (reason !== null) return reason;
  throw new OperatorError('Say why: --reason TEXT stands in the history of the case.', 2);
}

/** Both sides for the trail, and the case as it is shown now. */
async function changed(
  desk: CaseDesk,
  platformId: number,
  platformNo: string,
  before: CaseInformation | null,
  caseNo: bigint,
): Promise<Changed<object, unknown>> {
  const after = await desk.cases.reads.find(platformId, caseNo);
  const side = (found: CaseInformation | null) => found && factsOf(platformNo, found);
  return { before: side(before), after: side(after), answer: await show(desk, `${platformNo}-${caseNo}`) };
}

async function list({ cases, directory }: CaseDesk, args: AdminArguments): Promise<unknown> {
  const platformNo = optionalText(args, 'platformNo');
  const kind = optionalText(args, 'kind');
  const filter = {
    platformId: platformNo === null ? null : (await fileOf(directory, platformNo)).platform.platformId,
    kind: kind === null ? null : kindIn(kind),
    state: stateIn(optionalText(args, 'state')),
  };
  const found = await cases.reads.list(filter, LIST_LIMIT + 1);
  return { cases: found.slice(0, LIST_LIMIT).map(line), more: found.length > LIST_LIMIT };
}

function kindIn(word: string): CaseKindName {
  const kind = word.toUpperCase().replaceAll('-', '_');
  if (isCaseKind(kind)) return kind;
  throw new OperatorError(`There is no kind of case ${word}; "case --help" lists them.`);
}

function stateIn(word: string | null): CaseState | null {
  if (word === null) return null;
  const state = word.toUpperCase();
  if (CASE_STATES.has(state)) return state;
  throw new OperatorError(`A case is ${CASE_STATES.all.join(', ')}, not ${word}.`);
}

function line({ platformNo, caseNo, kind, state, userNo, openedBy, openedAt, finishedAt }: CaseLine): object {
  const id = `${platformNo}-${caseNo}`;
  return { id, kind, state, user: userNo, openedBy, openedAt: formatIso(openedAt), finishedAt: time(finishedAt) };
}

async function show({ cases, papers, lookUps, directory }: CaseDesk, id: string): Promise<object> {
  const { platformId, platformNo, number } = await numberedOf(directory, id);
  const found = await cases.reads.find(platformId, number);
  if (!found) throw new OperatorError(`There is no case ${id}.`);
  const [attached, postings] = await Promise.all([
    papers.list(platformId, { kind: 'CASE', number }),
    lookUps.postings(platformId, number, LIST_LIMIT),
  ]);
  return {
    ...factsOf(platformNo, found),
    history: found.history.map(({ event, at, by, reason, plan }) => ({ event, at: time(at), by, reason, plan })),
    papers: attached.map((paper) => paperLine(platformNo, paper)),
    postings: postings.map(({ template, account, holder, amount, balanceAfter }) => ({
      ...{ template, account, holder, amount: formatYuan(amount), balanceAfter: formatYuan(balanceAfter) },
    })),
  };
}

function factsOf(platformNo: string, { row }: CaseInformation): object {
  const { caseNo, kind, state, userNo, receiptNo, plan, openedBy, openedAt, proposedBy, decidedBy, finishedAt } = row;
  return {
    ...{ id: `${platformNo}-${caseNo}`, kind, state },
    ...(userNo !== null && { user: userNo }),
    ...(row.breakNo !== null && { break: `${platformNo}-${row.breakNo}` }),
    ...(receiptNo !== null && { receipt: `${platformNo}-${receiptNo}` }),
    ...{ plan, openedBy, openedAt: time(openedAt), proposedBy, decidedBy, finishedAt: time(finishedAt) },
  };
}

function time(at: number | null): string | null {
  return at === null ? null : formatIso(at);
}
