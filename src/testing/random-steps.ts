/**
 * Random work for the core: each step is a handful of small numbers, read as a command about what exists at that
 * moment, so that most are sensible, many are at a boundary, and some are nonsense. Shrinks well: fewer steps, smaller
 * numbers.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Platform, Policy } from '../custody/api.ts';
import type { DirectCommand } from '../custody/commands.ts';
import type { Holder, ProjectStatus } from '../custody/vocabulary.ts';
import type { Fen } from '../kernel/money.ts';
import {
  auto,
  cancelHold,
  FEE,
  freezing,
  lend,
  MARKETING,
  modify,
  part,
  project,
  release,
  repay,
  tender,
  withdrawal,
} from './loans.ts';
import { person } from './custody.ts';
import { MemoryCore } from './memory.ts';
import type { Model } from './model.ts';

const KINDS = [
  'deposit',
  'create',
  'tender',
  'tender',
  'autoTender',
  'cancel',
  'lend',
  'lend',
  'modify',
  'modify',
  'repayHold',
  'repayHold',
  'repay',
  'repay',
  'repay',
  'freeze',
  'release',
  'withdraw',
  'payout',
  'again',
] as const;
export type StepKind = (typeof KINDS)[number];

export interface RandomStep {
  readonly kind: StepKind;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly amount: number;
  /** Take what is left instead of the amount. */
  readonly whole: boolean;
}

export const randomSteps = (most: number) =>
  fc.array(
    fc.record<RandomStep>({
      kind: fc.constantFrom(...KINDS),
      a: fc.nat(5),
      b: fc.nat(5),
      c: fc.nat(5),
      amount: fc.nat(3_000),
      whole: fc.boolean(),
    }),
    { maxLength: most, minLength: 5, size: 'max' },
  );

const INVESTORS = ['i1', 'i2', 'i3'];
const BORROWERS = ['b1', 'b2'];
const PEOPLE = [...INVESTORS, ...BORROWERS];
const STATUSES: readonly ProjectStatus[] = ['COLLECTING', 'REPAYING', 'FINISH', 'MISCARRY'];

/** A core with its people and their authorisations. */
export function peopled(policy: Policy, settings: Platform['settings'] = {}): MemoryCore {
  const core = new MemoryCore(policy, Date.UTC(2026, 10, 21), settings);
  for (const userNo of PEOPLE) {
    const command = person(userNo, 'ORDINARY');
    const given = command as Extract<typeof command, { verb: 'REGISTER_PERSON' }>;
    const { realName, idNumber, mobile, cardNumber } = given as Record<
      'realName' | 'idNumber' | 'mobile' | 'cardNumber',
      string
    >;
    const proved = { bank: 'CITIC', accessType: 'FULL', passwordHash: 'x', idFingerprint: 'x' } as const;
    const registration = { realName, idNumber, mobile, cardNumber, ...proved };
    assert.equal(core.page(`register-${userNo}`, command, { registration })?.state, 'DONE');
    const grant = { verb: 'AUTHORIZE', userNo, kinds: ['TENDER'], amount: 5_000n, until: null } as const;
    assert.equal(core.page(`grant-${userNo}`, grant)?.state, 'DONE');
  }
  return core;
}

export class Player {
  private readonly core: MemoryCore;
  private readonly model: Model;
  /** What was done before, for doing it again. */
  private readonly past: { readonly requestNo: string; readonly command: DirectCommand }[] = [];

  constructor(core: MemoryCore, model: Model) {
    this.core = core;
    this.model = model;
  }

  /** Money for everybody, a project that repays, one that collects: so a short run already meets the later rules. */
  begin(): void {
    const none = { b: 0, c: 1, amount: 4_000, whole: false };
    for (let a = 0; a <= PEOPLE.length; a += 1) this.play({ ...none, kind: 'deposit', a }, `begin-d${a}`);
    for (const a of [0, 1]) this.play({ ...none, kind: 'create', a, b: a, amount: 1_000 }, `begin-c${a}`);
    for (const a of [0, 1]) this.play({ ...none, kind: 'tender', a, amount: 400 }, `begin-t${a}`);
    this.play({ ...none, kind: 'lend', a: 0, whole: true }, 'begin-l');
    this.play({ ...none, kind: 'modify', a: 0, amount: 1, whole: true }, 'begin-m');
  }

  /** Does a step and tells the model; answers whether it was done. */
  play(step: RandomStep, requestNo: string): boolean {
    return this[step.kind](step, requestNo);
  }

  private deposit({ a, amount, c }: RandomStep, requestNo: string): boolean {
    const names = [...PEOPLE, 'MARKETING'];
    const name = names[a % names.length] as string;
    const holder: Holder = name === 'MARKETING' ? MARKETING : { kind: 'member', userNo: name };
    const way = name === 'MARKETING' ? 'NETBANK_B2B' : 'NETBANK_B2C';
    const command = { verb: 'DEPOSIT', holder, amount: BigInt(amount), way, bank: 'ICBC', payCompany: null } as const;
    const arrived = c === 0 ? BigInt(amount) + 1n : BigInt(amount);
    const outcome = { state: 'PAID', amount: arrived, paidAt: 0, bankRef: 'R' } as const;
    const done = this.core.deposit(requestNo, command, outcome)?.state === 'DONE';
    if (done) this.model.purse(name).available += command.amount;
    return done;
  }

  private create({ a, b, amount }: RandomStep, requestNo: string): boolean {
    const command = project(`P${a % 3}`, pick(BORROWERS, b), BigInt(amount));
    return this.direct(requestNo, command, () => this.model.create(command));
  }

  private tender(step: RandomStep, requestNo: string): boolean {
    const command = this.tenderOf(step);
    const done = this.core.page(requestNo, command)?.state === 'DONE';
    if (done) this.model.hold(requestNo, command);
    return done;
  }

  private autoTender(step: RandomStep, requestNo: string): boolean {
    const command = auto(this.tenderOf(step));
    return this.direct(requestNo, command, () => this.model.hold(requestNo, command));
  }

  private tenderOf({ a, b, c, amount, whole }: RandomStep) {
    const projectNo = `P${b % 3}`;
    const of = this.model.projects.get(projectNo);
    const room = of ? of.amount - of.loaned - this.model.tendered(projectNo) : 0n;
    return tender(pick(PEOPLE, a), projectNo, whole ? room : BigInt(amount % 700), c === 0 ? BigInt(amount % 30) : 0n);
  }

  private cancel(step: RandomStep, requestNo: string): boolean {
    const { holdNo, left } = this.hold(step.a);
    const command = cancelHold(holdNo, step.whole ? left : BigInt(step.amount % 300));
    return this.direct(requestNo, command, () => this.model.cancel(holdNo, command.amount));
  }

  private lend({ a, b, c, amount, whole }: RandomStep, requestNo: string): boolean {
    const projectNo = `P${b % 3}`;
    const open = [...this.model.holds].filter(([, hold]) => hold.projectNo === projectNo && hold.left > 0n);
    const details = open
      .slice(0, 1 + c)
      .map(([holdNo, hold]) => [holdNo, whole ? hold.left : BigInt(amount % 300)] as const);
    const command = lend(projectNo, details, BigInt(a * 10));
    return this.direct(requestNo, command, () => this.model.lend(command));
  }

  private modify({ a, b, amount, whole }: RandomStep, requestNo: string): boolean {
    const projectNo = `P${a % 3}`;
    const of = this.model.projects.get(projectNo);
    const next = of?.status === 'REPAYING' ? 'FINISH' : of?.loaned ? 'REPAYING' : 'MISCARRY';
    const command = modify(
      projectNo,
      whole ? next : pick([...STATUSES, null], b),
      amount % 4 === 0 ? BigInt(amount) : null,
    );
    return this.direct(requestNo, command, () => this.model.modify(command));
  }

  private repayHold({ a, b, amount }: RandomStep, requestNo: string): boolean {
    const projectNo = `P${a % 3}`;
    const userNo = b === 0 ? 'i1' : (this.model.projects.get(projectNo)?.borrower ?? 'b1');
    const command = { ...tender(userNo, projectNo, BigInt(amount % 900)), kind: 'REPAYMENT' } as const;
    const done = this.core.page(requestNo, command)?.state === 'DONE';
    if (done) this.model.hold(requestNo, command);
    return done;
  }

  private repay({ a, b, c, amount, whole }: RandomStep, requestNo: string): boolean {
    const { holdNo, projectNo } = this.hold(a, 'REPAYMENT');
    const claimOf = (userNo: string) => this.model.claims.get(`${projectNo}/${userNo}`) ?? 0n;
    const payees = INVESTORS.filter((userNo) => b === 0 || claimOf(userNo) > 0n);
    const details = payees.map((userNo) => {
      const principal = whole ? claimOf(userNo) : BigInt(amount % 200);
      return part(userNo, principal, BigInt(c), { dividend: c === 1 ? 3n : 0n, commission: c === 2 ? 2n : 0n });
    });
    const command = repay(projectNo, holdNo, details, BigInt(c));
    return this.direct(requestNo, command, () => this.model.repay(command));
  }

  private freeze({ a, amount, whole }: RandomStep, requestNo: string): boolean {
    const userNo = pick([...PEOPLE, 'FEE'], a);
    const command = freezing(userNo, whole ? this.model.purse(userNo).available : BigInt(amount % 700));
    return this.direct(requestNo, command, () => this.model.freeze(requestNo, command));
  }

  /** A freeze, one that was released before, a hold, or nothing that there is. */
  private release({ a, b, whole }: RandomStep, requestNo: string): boolean {
    const standing = [...this.model.freezes].filter(([, { released }]) => !whole || !released).map(([no]) => no);
    const freezeNo = pick([...standing, b === 0 ? this.hold(a).holdNo : (standing[0] ?? 'none')], a + b);
    const command = release(freezeNo);
    if (!this.model.freezes.get(freezeNo)?.released) {
      return this.direct(requestNo, command, () => this.model.release(freezeNo));
    }
    assert.ok(this.core.direct(requestNo, command).ok, 'L2.22 a second release answers success');
    return false;
  }

  private withdraw({ a, amount, c }: RandomStep, requestNo: string): boolean {
    const name = pick([...PEOPLE, 'FEE'], a);
    const command = withdrawal(name === 'FEE' ? FEE : name, BigInt(amount % 500), { commission: BigInt(c) });
    const done = this.core.page(requestNo, command)?.state === 'ACCEPTED';
    if (done) this.model.withdraw(requestNo, name, command);
    return done;
  }

  private payout({ a, whole }: RandomStep): boolean {
    const under = [...this.model.leaving];
    const [found] = under.slice(a % Math.max(1, under.length));
    if (!found) return false;
    const [requestNo, { holder, amount, commission }] = found;
    const paid = { state: 'PAID', amount: amount - commission, paidAt: 0, bankRef: 'B' } as const;
    const { orderNo } = this.core.order(requestNo);
    for (let i = 0; i < 2; i += 1) this.core.payout(orderNo, whole ? paid : { ...paid, state: 'RETURNED', reason: '' });
    this.model.paidOut(requestNo, holder.kind === 'account' ? holder.account : holder.userNo, whole);
    return true;
  }

  /** A direct order that was done, once more: answered, and without effect (G-9). */
  private again({ a }: RandomStep): boolean {
    const found = this.past[a % Math.max(1, this.past.length)];
    return found !== undefined && this.core.direct(found.requestNo, found.command).ok;
  }

  private direct(requestNo: string, command: DirectCommand, done: () => void): boolean {
    const answer = this.core.direct(requestNo, command);
    if (!answer.ok) return false;
    done();
    this.past.push({ requestNo, command });
    return true;
  }

  private hold(index: number, kind?: string): { holdNo: string; projectNo: string; left: Fen } {
    const holds = [...this.model.holds].filter(([, hold]) => hold.left > 0n && (!kind || hold.kind === kind));
    const [found] = holds.slice(index % Math.max(1, holds.length));
    return found ? { holdNo: found[0], ...found[1] } : { holdNo: 'none', projectNo: 'P0', left: 1n };
  }
}

function pick<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}
