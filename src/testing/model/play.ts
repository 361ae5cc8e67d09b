/**
 * Gives the same random orders to the core and to the model, and compares after each: done or refused by both, for a
 * reason that the model agrees with, and every figure the same.
 */
import type { Command, DirectCommand, PageCommand } from '../../custody/commands.ts';
import { refusalOf } from '../../custody/orders/direct.ts';
import type { Holder } from '../../custody/vocabulary.ts';
import { verbOf } from '../../custody/verbs.ts';
import { enterprise } from '../enterprises.ts';
import { project } from '../loans.ts';
import { enrolledAs, provedOf } from '../memory-people.ts';
import { BankWords } from './bank-words.ts';
import { Dice } from './dice.ts';
import { assertSound } from './invariants.ts';
import type { Asked } from './model.ts';
import { Operator } from './operator.ts';
import { borrowersOf, pause, randomCommand, registrationOf, wayOf } from './random-orders.ts';
import { ENTERPRISES, PEOPLE, PROJECTS } from './random-picks.ts';
import { type Protocol, Stage } from './stage.ts';

export class Play {
  readonly stage: Stage;
  /** Where in the trace the beginning ends. */
  begun = 0;
  /** How many orders were given. */
  commands = 0;
  private readonly seed: number;
  private readonly bank: BankWords;
  private readonly operator: Operator;
  /** Earlier orders, to be sent again. */
  private readonly past: Asked[] = [];

  constructor(protocol: Protocol, seed: number) {
    this.seed = seed;
    this.stage = new Stage(protocol, seed);
    this.bank = new BankWords(this.stage);
    this.operator = new Operator(this.stage);
  }

  /** Everybody registers and pays in; half of the projects begin. These are orders like all others. */
  begin(): void {
    const dice = new Dice(this.seed, -1);
    const { model } = this.stage;
    const { roles } = model.terms;
    for (const [i, userNo] of PEOPLE.entries()) {
      const role = i % 3 === 0 ? dice.pick(roles) : (roles[0] as (typeof roles)[number]);
      this.order(dice, { ...repeatable(`g${i}`), page: true, command: registrationOf(userNo, role) });
    }
    for (const [i, userNo] of ENTERPRISES.entries()) {
      const command = enterprise(userNo, { role: dice.pick(model.terms.enterpriseRoles) });
      this.order(dice, { ...repeatable(`e${i}`), page: true, command });
      if (i > 0) this.operator.decide(userNo, 'approved');
    }
    const accounts = ['FEE', 'MARKETING', 'COMPENSATION'] as const;
    const members = [...PEOPLE, ...ENTERPRISES].map((userNo): Holder => ({ kind: 'member', userNo }));
    const holders = [...members, ...accounts.map((account): Holder => ({ kind: 'account', account }))];
    for (const [i, holder] of holders.entries()) {
      const paid = { verb: 'DEPOSIT', holder, amount: dice.upTo(9_000_000n), bank: null, payCompany: null } as const;
      this.order(dice, { ...repeatable(`d${i}`), page: true, command: { ...paid, way: wayOf(model, holder) } });
    }
    for (const projectNo of PROJECTS.slice(0, 10)) {
      const command = project(projectNo, dice.pickOr(borrowersOf(model), 'p01'), dice.upTo(3_000_000n));
      this.order(dice, { ...repeatable(`c${projectNo}`), page: false, command });
    }
    this.begun = this.stage.trace.length;
  }

  /** The invariants hold of what was left. */
  end(): void {
    assertSound(this.stage.core);
  }

  /** A step by its number: the same number does the same about the same books. */
  step(index: number): void {
    const dice = new Dice(this.seed, index);
    const kind = dice.below(100);
    if (kind < 4) this.stage.wait(pause(dice));
    else if (kind < 8) this.confirmLater(dice);
    else if (kind < 13) this.bank.onPayIn(dice, dice.pickOr(this.stage.model.payIns, undefined));
    else if (kind < 22) this.bank.onPayOut(dice);
    else if (kind < 27 && this.past.length > 0) this.again(dice);
    else if (kind < 28) this.operator.something(dice);
    else this.order(dice, this.fresh(dice, `r${index}`));
    if (dice.oneIn(25)) assertSound(this.stage.core);
  }

  private fresh(dice: Dice, requestNo: string): Asked {
    const command = randomCommand(dice, this.stage.model);
    return { requestNo, command, repeatable: !dice.oneIn(4), page: 'page' in verbOf(command) };
  }

  /** An earlier order once more; now and then with other content. */
  private again(dice: Dice): void {
    const earlier = dice.pick(this.past);
    const other = this.fresh(dice, earlier.requestNo);
    const repeated = { ...earlier, repeatable: !dice.oneIn(4) };
    this.order(dice, dice.oneIn(3) ? other : repeated);
  }

  /** The platform asks. A release has no number of its own: it is known by what it releases (G-8). */
  private order(dice: Dice, given: Asked): void {
    this.commands += 1;
    const keyed = given.command.verb === 'UNFREEZE';
    const asked = keyed ? { ...given, requestNo: `unfreeze ${given.command.freezeNo}`, repeatable: true } : given;
    if (!keyed) this.past.push(asked);
    this.expire(asked);
    if (asked.page) this.open(dice, asked);
    else this.direct(asked);
  }

  private direct(asked: Asked): void {
    const { core, model } = this.stage;
    const verdict = model.judge(asked);
    const answer = core.direct(asked.requestNo, asked.command as DirectCommand, asked.repeatable);
    this.stage.agree(asked, verdict, answer.ok ? null : answer.error.name);
    if (model.isFree(asked.requestNo)) this.book(asked, answer.ok);
    this.stage.compare();
  }

  /** A page opens, or the order is refused before it; mostly it is confirmed at once. */
  private open(dice: Dice, asked: Asked): void {
    const { core, model } = this.stage;
    const { requestNo, command } = asked;
    const verdict = model.judge(asked);
    const offered = core.offer(requestNo, command as PageCommand, asked.repeatable);
    const opened = offered.ok && verdict !== 'KNOWN' && model.isFree(requestNo);
    if (!opened) {
      this.stage.agree(asked, verdict, offered.ok ? null : offered.error.name);
      if (!offered.ok && model.isFree(requestNo)) model.refused(requestNo, command);
    } else {
      // What is broken now may be mended until the person confirms: then it is judged.
      model.opened(requestNo, command);
      this.stage.note(asked, 'page open');
    }
    this.stage.compare();
    if (opened && !dice.oneIn(10)) this.confirm(dice, asked);
  }

  private confirmLater(dice: Dice): void {
    const open = [...this.stage.model.orders].filter(([, { state }]) => state === 'OPEN');
    const found = dice.pickOr(open, undefined);
    if (!found) return;
    const [requestNo, { command }] = found;
    this.confirm(dice, { requestNo, command, repeatable: true, page: true });
  }

  private confirm(dice: Dice, asked: Asked): void {
    if (asked.command.verb === 'DEPOSIT') this.handOver(dice, asked);
    else this.confirmHere(asked);
  }

  private confirmHere(asked: Asked): void {
    const { core, model } = this.stage;
    const { requestNo, command } = asked;
    const verdict = model.isOver(requestNo) ? (['PAGE_EXPIRED'] as const) : model.judgeFresh(command, requestNo);
    const row = core.confirm(requestNo, command as PageCommand, proofOf(command));
    const refused = refusalOf(row)?.name ?? null;
    this.stage.agree(asked, verdict, refused);
    this.book(asked, refused === null);
    const out = model.payOuts.get(requestNo);
    if (command.verb === 'WITHDRAW' && out && refused === null) this.bank.knows(out, row.orderNo);
    this.stage.compare();
  }

  /** The person goes to the bank's page, where nothing is judged again; mostly the bank speaks at once. */
  private handOver(dice: Dice, asked: Asked): void {
    const { core, model } = this.stage;
    const { requestNo } = asked;
    const late = model.isOver(requestNo);
    const { orderNo } = core.order(requestNo);
    core.handOver(orderNo);
    this.stage.agree(asked, late ? ['PAGE_EXPIRED'] : 'DO', refusalOf(core.order(requestNo))?.name ?? null);
    this.book(asked, !late);
    this.stage.compare();
    const order = model.payIns.at(-1);
    if (late || !order) return;
    this.bank.knows(order, orderNo);
    if (!dice.oneIn(5)) this.bank.onPayIn(dice, order);
  }

  /** A page whose time is over gives its number free: who opens it again finds that, for all others the sweep does. */
  private expire({ requestNo, page }: Asked): void {
    const { core, model } = this.stage;
    if (!model.isOver(requestNo)) return;
    (model.orders.get(requestNo) as { state: string }).state = 'REFUSED';
    if (!page) core.expire(requestNo);
  }

  private book({ requestNo, command }: Asked, done: boolean): void {
    const { model } = this.stage;
    if (done) model.done(requestNo, command);
    else model.refused(requestNo, command);
  }
}

function proofOf(command: Command) {
  if (command.verb === 'REGISTER_PERSON') return provedOf(command);
  return command.verb === 'REGISTER_ENTERPRISE' ? enrolledAs(command) : undefined;
}

function repeatable(requestNo: string) {
  return { requestNo, repeatable: true } as const;
}
