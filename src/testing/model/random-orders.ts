/**
 * Thinks up commands, out of what the model's books hold at that moment: most are sensible, many at a boundary, some
 * nonsense.
 */
import type { Command, CommandOf, Hold, RepaymentDetail, VerbName } from '../../custody/commands.ts';
import type { DepositWay, Holder, HoldKind, PlatformAccount, ProjectStatus } from '../../custody/vocabulary.ts';
import { DAY, HOUR } from '../../kernel/time.ts';
import { auto, cancelHold, freezing, lend, modify, project, release, repay, tender, withdrawal } from '../loans.ts';
import { enterprise } from '../enterprises.ts';
import { cardNumber, idNumber } from '../people.ts';
import { type ClaimRecord, nameOf } from './books.ts';
import type { Dice } from './dice.ts';
import type { Model } from './model.ts';

const ACCOUNTS: readonly PlatformAccount[] = ['FEE', 'COMPENSATION', 'MARKETING'];
export const PEOPLE = numbered('p', 50);
export const ENTERPRISES = numbered('e', 5);
export const PROJECTS = numbered('P', 20);
const STATUSES: readonly ProjectStatus[] = ['COLLECTING', 'REPAYING', 'FINISH', 'MISCARRY'];
const AUTHORIZED = ['TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'] as const;

/** A command, or null where the books hold nothing that it could be about. */
type Maker<C> = (dice: Dice, model: Model) => C | null;

/** How often each verb comes, and what it says. */
const MAKERS: { readonly [V in VerbName]?: readonly [often: number, Maker<CommandOf<V>>] } = {
  REGISTER_PERSON: [1, registration],
  REGISTER_ENTERPRISE: [1, enterpriseRegistration],
  AUTHORIZE: [4, authorization],
  CANCEL_AUTHORIZATION: [1, (dice, model) => ({ verb: 'CANCEL_AUTHORIZATION', ...kindsOfSomebody(dice, model) })],
  DEPOSIT: [6, deposit],
  WITHDRAW: [4, withdraw],
  FREEZE: [3, freeze],
  UNFREEZE: [3, unfreeze],
  CREATE_PROJECT: [3, createProject],
  MODIFY_PROJECT: [7, modifyProject],
  HOLD: [24, hold],
  AUTO_HOLD: [10, (dice, model) => auto(onGrant(dice, model, hold(dice, model)))],
  PLATFORM_HOLD: [5, platformHold],
  CANCEL_HOLD: [5, cancel],
  CONFIRM_LOAN: [10, loan],
  CONFIRM_REPAYMENT: [14, repayment],
  CONFIRM_TRANSFER: [8, claimTransfer],
  PAY_MARKETING: [4, marketing],
};

const BAG: readonly VerbName[] = Object.entries(MAKERS).flatMap(([verb, [often]]) =>
  Array.from({ length: often }, () => verb as VerbName),
);

/** A command of any kind. */
export function randomCommand(dice: Dice, model: Model): Command {
  for (;;) {
    const [, make] = MAKERS[dice.pick(BAG)] as [number, Maker<Command>];
    const command = make(dice, model);
    if (command) return command;
  }
}

/** The registration of a member, in a role that the protocol has. */
export function registrationOf(
  userNo: string,
  role: CommandOf<'REGISTER_PERSON'>['role'],
): CommandOf<'REGISTER_PERSON'> {
  const card = { cardNumber: cardNumber('621768'), mobile: '13812345678' };
  return { verb: 'REGISTER_PERSON', userNo, role, realName: '张三', idNumber: idNumber(), ...card };
}

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
}

function somebody(dice: Dice): string {
  if (dice.oneIn(40)) return 'nobody';
  return dice.pick(dice.oneIn(8) ? ENTERPRISES : PEOPLE);
}

/** A project in a state; now and then another, or none. */
function someProject(dice: Dice, model: Model, status: ProjectStatus): string {
  const fit = [...model.projects].filter(([, each]) => each.status === status).map(([projectNo]) => projectNo);
  if (dice.oneIn(25)) return dice.oneIn(3) ? 'P99' : dice.pick(PROJECTS);
  return dice.pickOr(fit, dice.pick(PROJECTS));
}

function someHolder(dice: Dice): Holder {
  if (dice.oneIn(5)) return { kind: 'account', account: dice.pick(ACCOUNTS) };
  return { kind: 'member', userNo: somebody(dice) };
}

function registration(dice: Dice, model: Model): CommandOf<'REGISTER_PERSON'> {
  return registrationOf(`p${1 + dice.below(60)}`.padStart(3, '0'), dice.pick(model.terms.roles));
}

function enterpriseRegistration(dice: Dice, model: Model): CommandOf<'REGISTER_ENTERPRISE'> {
  const role = dice.pick(model.terms.enterpriseRoles);
  const licences = dice.oneIn(4) ? { unifiedCode: null, orgNo: 'O', taxNo: 'T' } : {};
  const businessLicense = dice.oneIn(2) ? 'B' : null;
  return enterprise(`e0${1 + dice.below(9)}`, { role, ...licences, businessLicense });
}

function kindsOfSomebody(dice: Dice, model: Model) {
  const grant = dice.oneIn(3) ? undefined : model.grants[dice.below(model.grants.length + 1)];
  const kinds = grant?.kinds.length ? grant.kinds : dice.some(AUTHORIZED, 1 + dice.below(3));
  return { userNo: grant?.member ?? somebody(dice), kinds };
}

function authorization(dice: Dice, model: Model): CommandOf<'AUTHORIZE'> {
  const amount = dice.oneIn(2) ? null : dice.near(500_000n);
  const until = dice.oneIn(2) ? null : model.at + (dice.below(20) - 1) * HOUR * 12;
  const kinds = dice.some(AUTHORIZED, 1 + dice.below(3));
  return { verb: 'AUTHORIZE', userNo: somebody(dice), kinds, amount, until };
}

function deposit(dice: Dice, model: Model): CommandOf<'DEPOSIT'> {
  const holder = someHolder(dice);
  const way = dice.oneIn(15) ? dice.pick(['NETBANK_B2B', 'NETBANK_B2C'] as const) : wayOf(model, holder);
  const amount = dice.oneIn(30) ? 0n : dice.upTo(6_000_000n);
  return { verb: 'DEPOSIT', holder, amount, way, bank: dice.oneIn(4) ? null : 'ICBC', payCompany: null };
}

/** By which netbank a holder pays in. */
export function wayOf({ members }: Model, holder: Holder): DepositWay {
  return holder.kind === 'member' && members.get(holder.userNo)?.type !== 'ENTERPRISE' ? 'NETBANK_B2C' : 'NETBANK_B2B';
}

function withdraw(dice: Dice, model: Model): CommandOf<'WITHDRAW'> {
  const holder = someHolder(dice);
  const amount = dice.oneIn(6) ? dice.near(model.available(nameOf(holder))) : dice.near(20_000n);
  const commission = model.terms.withdrawalCommission && dice.oneIn(2) ? dice.near(amount > 99n ? 50n : amount) : 0n;
  return withdrawal(holder, amount, { commission, urgency: dice.oneIn(3) ? 'URGENT' : 'NORMAL' });
}

function freeze(dice: Dice, model: Model): CommandOf<'FREEZE'> {
  const userNo = dice.oneIn(20) ? 'FEE' : somebody(dice);
  return freezing(userNo, dice.oneIn(5) ? dice.near(model.available(userNo)) : dice.near(30_000n));
}

/** A freeze that stands or stood, a hold, or nothing that there is. */
function unfreeze(dice: Dice, model: Model): CommandOf<'UNFREEZE'> | null {
  const standing = [...model.freezes].filter(([, each]) => each.standing).map(([no]) => no);
  if (dice.oneIn(8)) return release(dice.pickOr([...model.freezes.keys()], 'none'));
  if (dice.oneIn(8)) return release(dice.pickOr([...model.holds.keys()], 'none'));
  return standing.length === 0 && !dice.oneIn(9) ? null : release(dice.pickOr(standing, 'none'));
}

function createProject(dice: Dice, model: Model): CommandOf<'CREATE_PROJECT'> | null {
  const fresh = PROJECTS.filter((projectNo) => !model.projects.has(projectNo));
  if (fresh.length === 0 && !dice.oneIn(6)) return null;
  const borrowers = borrowersOf(model);
  const borrower = dice.oneIn(8) ? somebody(dice) : dice.pickOr(borrowers, 'nobody');
  const cap = model.terms.caps?.[model.members.get(borrower)?.type ?? 'PERSON'] ?? 40_000_000n;
  const amount = dice.oneIn(4) ? dice.near(cap - model.borrowing(borrower)) : dice.near(4_000_000n);
  return project(dice.pickOr(dice.oneIn(10) ? PROJECTS : fresh, dice.pick(PROJECTS)), borrower, amount);
}

/** Who may borrow. */
export function borrowersOf({ members, terms }: Model): readonly string[] {
  return [...members].filter(([, { role }]) => terms.mayBorrow.includes(role)).map(([userNo]) => userNo);
}

function modifyProject(dice: Dice, model: Model): CommandOf<'MODIFY_PROJECT'> {
  const projectNo = someProject(dice, model, dice.oneIn(2) ? 'COLLECTING' : 'REPAYING');
  const found = model.projects.get(projectNo);
  const likely = found?.status === 'REPAYING' ? 'FINISH' : found?.loaned ? 'REPAYING' : 'MISCARRY';
  const status = dice.oneIn(6) ? dice.pick(STATUSES) : likely;
  if (!model.terms.amountChanges) return modify(projectNo, dice.oneIn(30) ? null : status);
  const least = model.tendered(projectNo) + (found?.loaned ?? 0n);
  const amount = dice.oneIn(4)
    ? dice.pick([least, least - 1n, least - 1n, least + 500_000n, 0n].filter((each) => each >= 0n))
    : null;
  return modify(projectNo, amount !== null && dice.oneIn(2) ? null : dice.oneIn(15) ? null : status, amount);
}

function hold(dice: Dice, model: Model): CommandOf<'HOLD'> {
  const kind = dice.pick(model.terms.claimsBought ? AUTHORIZED : (['TENDER', 'TENDER', 'REPAYMENT'] as const));
  const projectNo = someProject(dice, model, dice.oneIn(15) || kind === 'TENDER' ? 'COLLECTING' : 'REPAYING');
  const found = model.projects.get(projectNo);
  const right = kind === 'REPAYMENT' ? (found?.borrower ?? 'nobody') : somebody(dice);
  const userNo = dice.oneIn(12) ? (found?.borrower ?? 'nobody') : dice.oneIn(20) ? somebody(dice) : right;
  const packet = model.terms.redPackets && dice.oneIn(kind === 'TENDER' ? 3 : 20) ? dice.upTo(5_000n) : 0n;
  return { ...tender(userNo, projectNo, amountOf(dice, model, { kind, userNo, projectNo }), packet), kind };
}

/** Mostly by somebody who has authorised such holds, and near what is left of it. */
function onGrant(dice: Dice, model: Model, given: CommandOf<'HOLD'>): CommandOf<'HOLD'> {
  const fit = model.grants.filter(({ kinds }) => kinds.includes(given.kind));
  if (dice.oneIn(5) || fit.length === 0) return given;
  const { member, amount, used } = dice.pick(fit);
  const userNo = given.kind === 'REPAYMENT' ? given.userNo : member;
  return { ...given, userNo, amount: amount !== null && dice.oneIn(3) ? dice.near(amount - used) : given.amount };
}

/** Near what the project still takes, near what the holder has, or about what is owed. */
function amountOf(dice: Dice, model: Model, { kind, userNo, projectNo }: Pick<Hold, 'kind' | 'userNo' | 'projectNo'>) {
  if (dice.oneIn(12)) return dice.near(model.available(userNo));
  if (kind !== 'TENDER') return dice.near(model.owed(projectNo) / 3n + 10_000n);
  const found = model.projects.get(projectNo);
  const room = (found?.amount ?? 0n) - (found?.loaned ?? 0n) - model.tendered(projectNo);
  return dice.oneIn(4) ? dice.near(room) : dice.near(room / 4n + 100n);
}

/** A hold with something left, of a kind if one is asked for; now and then one that is used up, or none. */
function someHold(dice: Dice, model: Model, kind: HoldKind | null) {
  if (dice.oneIn(20)) return dice.pickOr([...model.holds.values()], undefined);
  const fit = [...model.holds.values()].filter((each) => each.left > 0n && (!kind || each.kind === kind));
  return dice.pickOr(fit, undefined);
}

function platformHold(dice: Dice, model: Model): CommandOf<'PLATFORM_HOLD'> {
  const kind = dice.pick(['COMPENSATORY', 'MARKETING'] as const);
  const right: Holder = { kind: 'account', account: kind === 'MARKETING' ? 'MARKETING' : 'COMPENSATION' };
  const holder = dice.oneIn(15) ? someHolder(dice) : right;
  const needed = kind === 'COMPENSATORY' ? !dice.oneIn(20) : false;
  const projectNo = needed ? someProject(dice, model, 'REPAYING') : null;
  const about = projectNo === null ? 100_000n : model.owed(projectNo) / 3n + 5_000n;
  const amount = dice.oneIn(10) ? dice.near(model.available(nameOf(holder))) : dice.near(about);
  return { verb: 'PLATFORM_HOLD', holder, kind, amount, projectNo };
}

function marketing(dice: Dice, model: Model): CommandOf<'PAY_MARKETING'> | null {
  const from = someHold(dice, model, dice.oneIn(15) ? null : 'MARKETING');
  if (!from && !dice.oneIn(9)) return null;
  const count = 1 + dice.below(4);
  const share = (from?.left ?? 5n) / BigInt(count);
  const details = dice
    .some([...PEOPLE, ...PEOPLE.slice(0, 5)], count)
    .map((userNo) => ({ userNo, amount: dice.near(share) }));
  const strange = dice.oneIn(15) ? [{ userNo: 'nobody', amount: 1n }] : [];
  return { verb: 'PAY_MARKETING', holdNo: from?.no ?? 'none', details: [...details, ...strange] };
}

function cancel(dice: Dice, model: Model): CommandOf<'CANCEL_HOLD'> | null {
  const found = someHold(dice, model, null);
  if (!found && !dice.oneIn(9)) return null;
  return cancelHold(found?.no ?? 'none', dice.near(found?.left ?? 5n));
}

function loan(dice: Dice, model: Model): CommandOf<'CONFIRM_LOAN'> | null {
  const some = dice.oneIn(8) ? someProject(dice, model, 'COLLECTING') : someHold(dice, model, 'TENDER')?.projectNo;
  if (!some && !dice.oneIn(9)) return null;
  const projectNo = some ?? 'P99';
  const open = model.openHolds(projectNo).filter(({ kind }) => kind === 'TENDER');
  const chosen = dice.some(open, 1 + dice.below(dice.oneIn(10) ? 14 : 5)).map((each) => each.no);
  if (chosen.length === 0 || dice.oneIn(25)) chosen.length = Math.max(0, chosen.length - 1);
  const nos = [
    ...chosen,
    ...(chosen.length === 0 || dice.oneIn(25) ? [someHold(dice, model, null)?.no ?? 'none'] : []),
  ];
  const whole = model.terms.lentWhole ? !dice.oneIn(12) : dice.oneIn(2);
  const details = nos.map((no) => {
    const left = model.holds.get(no)?.left ?? 5n;
    return [no, whole ? left : dice.near(left)] as const;
  });
  const lent = details.reduce((sum, [, amount]) => sum + amount, 0n);
  return lend(projectNo, details, dice.oneIn(2) ? 0n : dice.near(lent / (dice.oneIn(6) ? 1n : 50n)));
}

function repayment(dice: Dice, model: Model): CommandOf<'CONFIRM_REPAYMENT'> | null {
  const from = someHold(dice, model, 'REPAYMENT');
  if (!from && !dice.oneIn(9)) return null;
  const projectNo = dice.oneIn(25) ? dice.pick(PROJECTS) : (from?.projectNo ?? 'P01');
  const owners = [...new Set(model.claims.filter((each) => each.projectNo === projectNo).map(({ owner }) => owner))];
  const payees = dice.some(owners, 1 + dice.below(4));
  const strange =
    payees.length === 0 || dice.oneIn(15) ? [dice.oneIn(2) ? somebody(dice) : (payees[0] ?? 'nobody')] : [];
  const all = [...payees, ...strange];
  const share = (from?.left ?? 0n) / BigInt(all.length + 1);
  const details = all.map((userNo) => part(dice, model, userNo, model.claim(projectNo, userNo), share));
  const taken = details.reduce((sum, { principal, interest }) => sum + principal + interest, 0n);
  const rest = (from?.left ?? 0n) - taken;
  const commission = dice.oneIn(3) ? dice.near(rest > 0n ? rest / (dice.oneIn(4) ? 1n : 40n) : 5n) : 0n;
  return repay(projectNo, from?.no ?? 'none', details, commission);
}

function claimTransfer(dice: Dice, model: Model): CommandOf<'CONFIRM_TRANSFER'> | null {
  const from = someHold(dice, model, 'CREDIT_ASSIGNMENT');
  const projectNo = dice.oneIn(25) ? dice.pick(PROJECTS) : (from?.projectNo ?? 'P01');
  const spent = dice.oneIn(9);
  const own = dice.oneIn(12);
  const records = model.claims.filter(
    (each) => each.projectNo === projectNo && (spent || each.left > 0n) && (own || each.owner !== from?.of),
  );
  if (records.length === 0 && !dice.oneIn(20)) return null;
  const chosen = dice.some(records, 1 + dice.below(3));
  const share = (from?.left ?? 9n) / BigInt(chosen.length + 1);
  const details = chosen.map((record) => saleOf(dice, record, from?.no ?? 'none', share));
  const twice = dice.oneIn(8) && chosen[0] ? [saleOf(dice, chosen[0], from?.no ?? 'none', share)] : [];
  const commission = dice.oneIn(3) ? dice.near(share / 20n) : 0n;
  return {
    verb: 'CONFIRM_TRANSFER',
    projectNo,
    holdNo: from?.no ?? 'none',
    commission,
    details: [...details, ...twice],
  };
}

/** Some of a record, at about its worth; now and then a stranger's, or by a strange number. */
function saleOf(dice: Dice, record: ClaimRecord, holdNo: string, most: bigint) {
  const within = record.left < most ? record.left : most;
  const share = dice.oneIn(5) ? null : dice.oneIn(6) ? dice.near(record.left) : dice.near(within);
  const price = dice.oneIn(10) ? dice.near(share ?? record.left) : (share ?? record.left) + dice.upTo(50n);
  return {
    holdNo: dice.oneIn(25) ? 'none' : holdNo,
    userNo: dice.oneIn(20) ? somebody(dice) : record.owner,
    recordNo: dice.oneIn(20) ? 'none' : dice.oneIn(2) ? record.holdNo : record.confirmNo,
    price,
    share,
  };
}

function part(dice: Dice, model: Model, userNo: string, claim: bigint, share: bigint): RepaymentDetail {
  const whole = claim <= share || dice.oneIn(12);
  const principal = dice.oneIn(6) ? dice.near(claim) : whole ? claim : dice.oneIn(8) ? 0n : share;
  const interest = dice.oneIn(2) ? 0n : dice.near(share / 20n + 10n);
  const more = model.terms.redPackets && dice.oneIn(3);
  const commission = more ? dice.near((principal + interest) / 30n + 3n) : 0n;
  return { userNo, principal, interest, commission, dividend: more && dice.oneIn(2) ? dice.upTo(300n) : 0n };
}

/** How long nothing happens: minutes, hours, sometimes days. */
export function pause(dice: Dice): number {
  return dice.oneIn(6) ? dice.below(3 * DAY) : dice.below(HOUR);
}
