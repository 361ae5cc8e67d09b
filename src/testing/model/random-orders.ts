/**
 * Thinks up commands, out of what the model's books hold at that moment: most are sensible, many at a boundary, some
 * nonsense.
 */
import type { Command, CommandOf, Hold, VerbName } from '../../custody/commands.ts';
import type { DepositWay, Holder, ProjectStatus } from '../../custody/vocabulary.ts';
import { DAY, HOUR } from '../../kernel/time.ts';
import { auto, cancelHold, freezing, modify, project, release, tender, withdrawal } from '../loans.ts';
import { enterprise } from '../enterprises.ts';
import { cardNumber, idNumber } from '../people.ts';
import { nameOf } from './books.ts';
import type { Dice } from './dice.ts';
import type { Model } from './model.ts';
import { claimTransfer, loan, marketing, repayment } from './random-confirmations.ts';
import { PROJECTS, somebody, someHold, someHolder, someProject } from './random-picks.ts';

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

function cancel(dice: Dice, model: Model): CommandOf<'CANCEL_HOLD'> | null {
  const found = someHold(dice, model, null);
  if (!found && !dice.oneIn(9)) return null;
  return cancelHold(found?.no ?? 'none', dice.near(found?.left ?? 5n));
}

/** How long nothing happens: minutes, hours, sometimes days. */
export function pause(dice: Dice): number {
  return dice.oneIn(6) ? dice.below(3 * DAY) : dice.below(HOUR);
}
