/**
 * Gives the same random orders to the core and to the model, and compares after each: done or refused by both, for a
 * reason that the model agrees with, and every figure the same.
 */
import type { Command, CommandOf, DirectCommand, PageCommand } from '../../custody/commands.ts';
import { verbOf } from '../../custody/verbs.ts';
import type { BankOutcome } from '../../custody/ports.ts';
import { refusalOf } from '../../custody/orders/direct.ts';
import { depositoryPolicy } from '../../wire/depository/policy.ts';
import { lianyintongPolicy } from '../../wire/lianyintong/policy.ts';
import { MemoryCore } from '../memory.ts';
import type { PayIn, PayOut } from './books.ts';
import { Dice } from './dice.ts';
import { coreFigures, difference, modelFigures } from './figures.ts';
import { type Asked, Model } from './model.ts';
import { payInSaid, payOutSaid } from './purses.ts';
import { borrowersOf, pause, PEOPLE, PROJECTS, randomCommand, registrationOf } from './random-orders.ts';
import { project } from '../loans.ts';
import { TERMS } from './terms.ts';

export type Protocol = keyof typeof TERMS;

const POLICIES = { lianyintong: lianyintongPolicy, depository: depositoryPolicy } as const;
const BEGIN = Date.UTC(2026, 10, 21);
const PROVED = { bank: 'CITIC', accessType: 'FULL', passwordHash: 'x', idFingerprint: 'x' } as const;

/** What was asked or said, and what came of it. */
type Played = readonly [what: string, about: unknown, came: string | null];

/** The core and the model do not agree. */
export class Differ extends Error {}

export class Play {
  readonly core: MemoryCore;
  readonly model: Model;
  /** What was played, for people. */
  readonly trace: Played[] = [];
  /** How often each verb came to what. */
  readonly tally = new Map<string, number>();
  private readonly seed: number;
  /** Earlier orders, to be sent again. */
  private readonly past: Asked[] = [];
  /** Under which number of the core's the bank knows an order. */
  private readonly bankNos = new Map<PayIn | PayOut, bigint>();

  constructor(protocol: Protocol, seed: number) {
    this.seed = seed;
    this.core = new MemoryCore(POLICIES[protocol], BEGIN);
    this.model = new Model(TERMS[protocol], BEGIN);
  }

  /** Everybody registers and pays in; half of the projects begin. These are orders like all others. */
  begin(): void {
    const dice = new Dice(this.seed, -1);
    const { roles } = this.model.terms;
    for (const [i, userNo] of PEOPLE.entries()) {
      const role = i % 3 === 0 ? dice.pick(roles) : (roles[0] as (typeof roles)[number]);
      this.order(dice, { ...fresh(`g${i}`), page: true, command: registrationOf(userNo, role) });
    }
    for (const [i, userNo] of [...PEOPLE, 'FEE', 'MARKETING'].entries()) {
      const member = i < PEOPLE.length;
      const holder = member ? { kind: 'member', userNo } : { kind: 'account', account: userNo as 'FEE' };
      const paid = { verb: 'DEPOSIT', holder, amount: dice.upTo(9_000_000n), bank: null, payCompany: null } as const;
      const command = { ...paid, way: member ? 'NETBANK_B2C' : 'NETBANK_B2B' } as CommandOf<'DEPOSIT'>;
      this.order(dice, { ...fresh(`d${i}`), page: true, command });
    }
    const borrowers = borrowersOf(this.model);
    for (const projectNo of PROJECTS.slice(0, 10)) {
      const command = project(projectNo, dice.pickOr(borrowers, 'p01'), dice.upTo(3_000_000n));
      this.order(dice, { ...fresh(`c${projectNo}`), page: false, command });
    }
  }

  /** A step by its number: the same number does the same about the same books. */
  step(index: number): void {
    const dice = new Dice(this.seed, index);
    const kind = dice.below(100);
    if (kind < 4) this.wait(pause(dice));
    else if (kind < 8) this.confirmLater(dice);
    else if (kind < 13) this.bankOnPayIn(dice, dice.pickOr(this.model.payIns, undefined));
    else if (kind < 22) this.bankOnPayOut(dice);
    else if (kind < 27 && this.past.length > 0) this.again(dice);
    else this.order(dice, this.fresh(dice, `r${index}`));
  }

  private fresh(dice: Dice, requestNo: string): Asked {
    const command = randomCommand(dice, this.model);
    return { requestNo, command, repeatable: !dice.oneIn(4), page: 'page' in verbOf(command) };
  }

  /** An earlier order once more; now and then with other content. */
  private again(dice: Dice): void {
    const earlier = dice.pick(this.past);
    const other = this.fresh(dice, earlier.requestNo);
    const repeated = { ...earlier, repeatable: !dice.oneIn(4) };
    this.order(dice, dice.oneIn(3) ? other : repeated);
  }

  /** The platform asks; where there is a page, the person confirms it mostly at once. */
  private order(dice: Dice, given: Asked): void {
    const keyed = given.command.verb === 'UNFREEZE';
    const asked = keyed ? { ...given, requestNo: `unfreeze ${given.command.freezeNo}`, repeatable: true } : given;
    if (!keyed) this.past.push(asked);
    this.expire(asked);
    const verdict = this.model.judge(asked);
    const { requestNo, command } = asked;
    if (!asked.page) {
      const answer = this.core.direct(requestNo, command as DirectCommand, asked.repeatable);
      this.agree(asked, verdict, answer.ok ? null : answer.error.name);
      if (verdict !== 'KNOWN') this.book(asked, answer.ok);
      return this.compare();
    }
    const offered = this.core.offer(requestNo, command as PageCommand, asked.repeatable);
    if (!offered.ok || verdict === 'KNOWN') {
      this.agree(asked, verdict, offered.ok ? null : offered.error.name);
      if (!offered.ok && this.model.isFree(requestNo)) this.book(asked, false);
      return this.compare();
    }
    if (!this.model.isFree(requestNo)) throw new Differ(`a page opened under the number ${requestNo}, which was taken`);
    this.model.opened(requestNo, command);
    this.note(asked, 'page open');
    this.compare();
    if (!dice.oneIn(10)) this.confirm(dice, asked);
  }

  private confirmLater(dice: Dice): void {
    const open = [...this.model.orders].filter(([, { state }]) => state === 'OPEN');
    const found = dice.pickOr(open, undefined);
    if (!found) return;
    const [requestNo, { command }] = found;
    this.confirm(dice, { requestNo, command, repeatable: true, page: true });
  }

  private confirm(dice: Dice, asked: Asked): void {
    const { requestNo, command } = asked;
    const late = this.model.isOver(requestNo);
    const verdict = late ? (['PAGE_EXPIRED'] as const) : this.model.judgeFresh(command, requestNo);
    if (command.verb === 'DEPOSIT') return this.handOver(dice, asked, late);
    const row = this.core.confirm(requestNo, command as PageCommand, proofOf(command));
    const refused = refusalOf(row)?.name ?? null;
    this.agree(asked, verdict, refused);
    this.book(asked, refused === null);
    const out = this.model.payOuts.get(requestNo);
    if (command.verb === 'WITHDRAW' && out && !refused) this.bankNos.set(out, row.orderNo);
    this.compare();
  }

  /** The person goes to the bank's page, where nothing is judged again; mostly the bank speaks at once. */
  private handOver(dice: Dice, asked: Asked, late: boolean): void {
    const { requestNo } = asked;
    const { orderNo } = this.core.order(requestNo);
    this.core.handOver(orderNo);
    this.agree(asked, late ? ['PAGE_EXPIRED'] : 'DO', refusalOf(this.core.order(requestNo))?.name ?? null);
    this.book(asked, !late);
    this.compare();
    const order = this.model.payIns.at(-1);
    if (late || !order) return;
    this.bankNos.set(order, orderNo);
    if (!dice.oneIn(5)) this.bankOnPayIn(dice, order);
  }

  /** The bank says something about a deposit, asked or not, fitting or not. */
  private bankOnPayIn(dice: Dice, order: PayIn | undefined): void {
    if (!order) return;
    const { state } = order;
    const odd = state === 'HANDED' ? dice.oneIn(12) : dice.oneIn(2);
    const amount = odd ? order.amount + 1n : order.amount;
    const bankRef = dice.oneIn(3) ? 'again' : `R${this.trace.length}`;
    const paid = { state: 'PAID', amount, paidAt: this.model.at, bankRef } as const;
    const said: BankOutcome = dice.oneIn(8) ? dice.pick(SILENCE) : paid;
    this.core.bankSays('PAYIN', this.bankNo(order), said);
    payInSaid(this.model, order, said);
    this.afterPayIn(order);
    this.say('the bank says of a deposit', said);
  }

  /** A deposit that the bank closed gives its number free for another try, unless money was booked on it (G-11). */
  private afterPayIn(order: PayIn): void {
    const known = this.model.orders.get(order.no);
    const latest = this.model.payIns.findLast(({ no }) => no === order.no);
    if (!known || latest !== order || order.state !== 'CLOSED' || known.state === 'OPEN') return;
    known.state = order.references.size === 0 ? 'REFUSED' : 'DONE';
  }

  /** The bank is told of a withdrawal when it is due, and says something about one that it knows. */
  private bankOnPayOut(dice: Dice): void {
    const order = dice.pickOr([...this.model.payOuts.values()], undefined);
    if (!order) return;
    if (order.state === 'WAITING') {
      if (order.dueAt > this.model.at) this.wait(order.dueAt - this.model.at);
      this.core.send(this.bankNo(order));
      order.state = 'SENT';
      this.say('the bank is told of a withdrawal', order.amount);
    }
    const sent = order.amount - order.commission;
    const amount = dice.oneIn(8) ? sent + 1n : sent;
    const bankRef = `S${this.trace.length}`;
    const paid = { state: 'PAID', amount, paidAt: this.model.at, bankRef } as const;
    const said: BankOutcome = dice.pick([paid, paid, { ...paid, state: 'RETURNED', reason: '' }, dice.pick(SILENCE)]);
    this.core.bankSays('PAYOUT', this.bankNo(order), said);
    payOutSaid(this.model, order, said);
    this.say('the bank says of a withdrawal', said);
  }

  private wait(span: number): void {
    this.model.at += span;
    this.core.world.at = this.model.at;
    this.say('time passes', span);
  }

  private bankNo(order: PayIn | PayOut): bigint {
    return this.bankNos.get(order) as bigint;
  }

  /** A page whose time is over gives its number free: who opens it again finds that, for all others the sweep does. */
  private expire({ requestNo, page }: Asked): void {
    if (!this.model.isOver(requestNo)) return;
    (this.model.orders.get(requestNo) as { state: string }).state = 'REFUSED';
    if (!page) this.core.expire(requestNo);
  }

  private book({ requestNo, command }: Asked, done: boolean): void {
    if (done) this.model.done(requestNo, command);
    else if (this.model.isFree(requestNo) || this.model.orders.get(requestNo)?.state === 'OPEN')
      this.model.refused(requestNo, command);
  }

  /** Both do it, or both refuse it, and the core names a rule that the model finds broken. */
  private agree(asked: Asked, verdict: 'DO' | 'KNOWN' | readonly string[], refused: string | null): void {
    this.note(asked, refused ?? (verdict === 'KNOWN' ? 'answered again' : 'done'));
    if (typeof verdict === 'string') {
      if (refused !== null) throw new Differ(`refused with ${refused}, and the model finds nothing broken`);
    } else if (refused === null) throw new Differ(`done, and the model finds ${verdict.join(', ')} broken`);
    else if (!verdict.includes(refused)) {
      throw new Differ(`refused with ${refused}, and the model finds only ${verdict.join(', ')} broken`);
    }
  }

  private compare(): void {
    const differs = difference(coreFigures(this.core), modelFigures(this.model));
    if (differs !== null) throw new Differ(differs);
  }

  private note({ requestNo, command }: Asked, came: string): void {
    this.trace.push([requestNo, command, came]);
    const key = `${command.verb} ${came}`;
    this.tally.set(key, (this.tally.get(key) ?? 0) + 1);
  }

  private say(what: string, said: unknown): void {
    this.trace.push([what, said, null]);
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
    this.compare();
  }
}

const SILENCE: readonly BankOutcome[] = [{ state: 'CLOSED', reason: '' }, { state: 'OPEN' }, { state: 'UNKNOWN' }];

function fresh(requestNo: string) {
  return { requestNo, repeatable: true } as const;
}

function proofOf(command: Command) {
  if (command.verb !== 'REGISTER_PERSON') return undefined;
  const { realName, idNumber, mobile, cardNumber } = command as { [K in keyof typeof command]: string };
  return { registration: { realName, idNumber, mobile, cardNumber, ...PROVED } };
}

/** A line of the trace. */
export function lineOf([what, about, came]: Played): string {
  return `${what} ${text(about)}${came === null ? '' : ` → ${came}`}`;
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? Number(each) : each)).replaceAll('"', '');
}
