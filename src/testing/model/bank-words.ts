/** What the bank says in a play: asked or not, fitting or not, once or again. */
import type { BankOutcome } from '../../custody/ports.ts';
import type { PayIn, PayOut } from './books.ts';
import type { Dice } from './dice.ts';
import { payInSaid, payOutSaid } from './purses.ts';
import type { Stage } from './stage.ts';

const SILENCE: readonly BankOutcome[] = [{ state: 'CLOSED', reason: '' }, { state: 'OPEN' }, { state: 'UNKNOWN' }];

export class BankWords {
  private readonly stage: Stage;
  /** Under which number the bank knows an order. */
  private readonly numbers = new Map<PayIn | PayOut, bigint>();

  constructor(stage: Stage) {
    this.stage = stage;
  }

  knows(order: PayIn | PayOut, orderNo: bigint): void {
    this.numbers.set(order, orderNo);
  }

  onPayIn(dice: Dice, order: PayIn | undefined): void {
    if (!order) return;
    const { core, model } = this.stage;
    const odd = order.state === 'HANDED' ? dice.oneIn(12) : dice.oneIn(2);
    const amount = odd ? order.amount + 1n : order.amount;
    const bankRef = dice.oneIn(3) ? 'again' : this.reference();
    const paid = { state: 'PAID', amount, paidAt: model.at, bankRef } as const;
    const said: BankOutcome = dice.oneIn(8) ? dice.pick(SILENCE) : paid;
    core.bankSays('PAYIN', this.numberOf(order), said);
    payInSaid(model, order, said);
    this.afterPayIn(order);
    this.stage.say('the bank says of a deposit', said);
  }

  /** A deposit that the bank closed gives its number free for another try, unless money was booked on it (G-11). */
  private afterPayIn(order: PayIn): void {
    const { model } = this.stage;
    const known = model.orders.get(order.no);
    const latest = model.payIns.findLast(({ no }) => no === order.no);
    if (!known || latest !== order || order.state !== 'CLOSED' || known.state === 'OPEN') return;
    known.state = order.references.size === 0 ? 'REFUSED' : 'DONE';
  }

  /** The bank is told of a withdrawal when it is due, and says something about it. */
  onPayOut(dice: Dice): void {
    const { core, model } = this.stage;
    const found = dice.pickOr([...model.payOuts], undefined);
    if (!found) return;
    const [requestNo, order] = found;
    if (order.state === 'WAITING') this.tell(order);
    const sent = order.amount - order.commission;
    const amount = dice.oneIn(8) ? sent + 1n : sent;
    const paid = { state: 'PAID', amount, paidAt: model.at, bankRef: this.reference() } as const;
    const said: BankOutcome = dice.pick([paid, paid, { ...paid, state: 'RETURNED', reason: '' }, dice.pick(SILENCE)]);
    core.bankSays('PAYOUT', this.numberOf(order), said);
    payOutSaid(model, requestNo, order, said);
    this.stage.say('the bank says of a withdrawal', said);
  }

  private tell(order: PayOut): void {
    const { core, model } = this.stage;
    if (order.dueAt > model.at) this.stage.wait(order.dueAt - model.at);
    core.send(this.numberOf(order));
    order.state = 'SENT';
    this.stage.say('the bank is told of a withdrawal', order.amount);
  }

  private numberOf(order: PayIn | PayOut): bigint {
    return this.numbers.get(order) as bigint;
  }

  private reference(): string {
    return `R${this.stage.trace.length}`;
  }
}
