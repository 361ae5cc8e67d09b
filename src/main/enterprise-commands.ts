/** `enterprise …`: what the platform's staff hand in of an enterprise, and what an operator decides of it. */
import {
  type AuditedEnterprise,
  type AuditVerdict,
  type EnterpriseInformation,
  type Enterprises,
  isAuditStatus,
  type PlatformFile,
} from '../custody/operator.ts';
import type { AdminArguments, AdminCaller } from '../http/admin.ts';
import type { Changed } from '../kernel/change.ts';
import { maskCard, maskIdNumber, maskMobile, maskName } from '../kernel/mask.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { formatIso } from '../kernel/time.ts';
import { readCorrections } from '../wire/corrections.ts';
import { dialectOf } from '../wire/dialects.ts';
import type { Registry } from './audited.ts';
import { fileOf, memberNo, optionalText, text } from './commands.ts';
import { orTold } from './objections.ts';
import { actingName } from './operator-commands.ts';
import { filesOf, type PaperDesk, paperLine } from './paper-commands.ts';

/** One listing; who needs more narrows it. */
const LIST_LIMIT = 1_000;
/** Characters of a reason, which the platform is told. */
const REASON_LIMIT = 100;

export interface EnterpriseDesk extends PaperDesk {
  readonly enterprises: Enterprises;
}

export function enterpriseCommands(desk: EnterpriseDesk): Registry {
  const deciding = (verdict: AuditVerdict): Registry[string] => ({
    does: 'changes',
    run: (args, by) => decide(desk, args, by, verdict),
  });
  return {
    'enterprise.list': { does: 'reads', run: (args) => list(desk, args) },
    'enterprise.show': { does: 'reads', run: async (args) => show(desk, await named(desk, args)) },
    'enterprise.papers': { does: 'changes', run: (args, by) => addPapers(desk, args, by) },
    'enterprise.resubmit': { does: 'changes', run: (args, by) => resubmit(desk, args, by) },
    'enterprise.approve': deciding('approved'),
    'enterprise.back': deciding('handedBack'),
    'enterprise.refuse': deciding('refused'),
  };
}

interface Named {
  readonly platform: PlatformFile['platform'];
  readonly userNo: string;
}

async function named({ directory }: EnterpriseDesk, args: AdminArguments): Promise<Named> {
  const { platform } = await fileOf(directory, text(args, 'platformNo'));
  return { platform, userNo: memberNo(args, 'userNo') ?? text(args, 'userNo') };
}

async function list({ enterprises, directory }: EnterpriseDesk, args: AdminArguments): Promise<unknown> {
  const platformNo = optionalText(args, 'platformNo');
  const word = optionalText(args, 'state')?.toUpperCase() ?? null;
  if (word !== null && !isAuditStatus(word)) {
    throw new OperatorError(`An enterprise is AUDIT, BACK, PASSED or REFUSED, not ${word}.`);
  }
  const platformId = platformNo === null ? null : (await fileOf(directory, platformNo)).platform.platformId;
  const found = await enterprises.list({ platformId, status: word }, LIST_LIMIT + 1);
  const lines = found.slice(0, LIST_LIMIT).map(({ platformNo: no, userNo, name, status, role, since, papers }) => ({
    ...{ platformNo: no, user: userNo, name, status, role, since: formatIso(since), papers },
  }));
  return { enterprises: lines, more: found.length > LIST_LIMIT };
}

async function decide(
  desk: EnterpriseDesk,
  args: AdminArguments,
  { reason }: AdminCaller,
  verdict: AuditVerdict,
): Promise<Changed<object, unknown>> {
  const by = await actingName(desk.operators, args, 'DECIDE');
  const about = await named(desk, args);
  const why = reasonOf(reason);
  const audited = orTold(await desk.enterprises.decide(about.platform, about.userNo, { verdict, by, reason: why }));
  return changed(desk, about, audited);
}

/** It is told to the platform and kept in the open: a run of digits could be somebody's number. */
function reasonOf(reason: string | null): string {
  if (reason === null) throw new OperatorError('Say why: --reason TEXT is told to the platform.', 2);
  const why = reason.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (why === '' || [...why].length > REASON_LIMIT || /\p{C}/u.test(why)) {
    throw new OperatorError(`A reason has 1 to ${REASON_LIMIT} characters: it is told to the platform.`, 2);
  }
  if (!/\d{6}/.test(why)) return why;
  throw new OperatorError('A reason is told to the platform and names no ID, mobile or account number.', 2);
}

/** Whoever brings papers need not be an operator: the account that brought them is told else. */
async function addPapers(desk: EnterpriseDesk, args: AdminArguments, caller: AdminCaller) {
  const by = await bringer(desk, args, caller);
  const about = await named(desk, args);
  return changed(desk, about, orTold(await desk.enterprises.attach(about.platform, about.userNo, filesOf(args), by)));
}

async function resubmit(desk: EnterpriseDesk, args: AdminArguments, caller: AdminCaller) {
  const by = await bringer(desk, args, caller);
  const about = await named(desk, args);
  const corrected = readCorrections(dialectOf(about.platform.dialect), wordsOf(args));
  if (!corrected.ok) throw new OperatorError(corrected.error, 2);
  const files = filesOf(args);
  const given = { corrected: corrected.value, files, by };
  return changed(desk, about, orTold(await desk.enterprises.resubmit(about.platform, about.userNo, given)));
}

function bringer(desk: EnterpriseDesk, args: AdminArguments, caller: AdminCaller): Promise<string> | string {
  return optionalText(args, 'as') === null ? caller.who : actingName(desk.operators, args, 'WORK');
}

function wordsOf({ data }: AdminArguments): Readonly<Record<string, string>> {
  const words = Object.entries(Object(data) as Record<string, unknown>);
  return Object.fromEntries(words.map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}

/** Both sides for the trail, and the enterprise as it is shown now. */
async function changed(desk: EnterpriseDesk, about: Named, { before, status }: AuditedEnterprise) {
  return { before: { status: before }, after: { status }, answer: await show(desk, about) };
}

async function show({ enterprises, papers }: EnterpriseDesk, { platform, userNo }: Named): Promise<object> {
  const { platformId, platformNo } = platform;
  const found = await enterprises.find(platform, userNo);
  if (!found) throw new OperatorError(`There is no enterprise ${userNo} of this platform.`);
  const listed = await papers.list(platformId, { kind: 'ENTERPRISE', number: found.memberNo });
  return {
    ...{ platformNo, user: userNo, status: found.status, requestNo: found.requestNo, ...shown(found) },
    papers: listed.map((paper) => paperLine(platformNo, paper)),
    history: found.history.map(({ event, at, decidedBy, reason }) => ({ event, at: formatIso(at), decidedBy, reason })),
  };
}

/** What a licence prints is shown, what is somebody's own is masked (G-19). */
function shown({ data }: EnterpriseInformation): object {
  const { legalIdNumber, contact, mobile, accountNumber, ...open } = data;
  return {
    ...open,
    legalIdNumber: maskIdNumber(legalIdNumber),
    contact: maskName(contact),
    mobile: maskMobile(mobile),
    accountNumber: maskCard(accountNumber),
  };
}
