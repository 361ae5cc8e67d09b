/** Money comes, goes and is frozen: L2.6, L2.9, L2.21, L2.22, D-RCG, D-WDR, G-14, G-27. */
import type { Deposit, Freeze, Unfreeze, Withdraw } from '../../custody/commands.ts';
import type { BankOutcome } from '../../custody/ports.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import { type Books, nameOf, type PayIn, type PayOut } from './books.ts';
import { unknown } from './members.ts';
import type { Broken, Rules } from './rule.ts';
import { feeOn } from './terms.ts';

/** What a holder cannot pay out of what is available. */
export function short(books: Books, of: string, amount: bigint): Broken {
  return { BALANCE_INSUFFICIENT: books.available(of) < amount };
}

export const deposit: Rules<Deposit> = {
  broken(books, { holder, amount, way, bank }) {
    const enterprise = holder.kind === 'member' && books.members.get(holder.userNo)?.type === 'ENTERPRISE';
    const account = holder.kind === 'account';
    return {
      ...(holder.kind === 'member' ? unknown(books, holder.userNo) : {}),
      AMOUNT_ZERO: amount === 0n,
      ACCOUNT_NOT_ALLOWED: account && !books.terms.filledAtBank.includes(holder.account),
      // Persons by B2C, enterprises by B2B, platform accounts either (L2.6).
      DEPOSIT_WAY_MISMATCH: !account && way !== (enterprise ? 'NETBANK_B2B' : 'NETBANK_B2C'),
      BANK_UNSUPPORTED: bank === null ? false : bank !== 'ICBC',
    };
  },
  /** The person was sent to the bank's page. */
  done(books, { holder, amount }, requestNo) {
    books.payIns.push({ no: requestNo, of: nameOf(holder), amount, state: 'HANDED', references: new Set() });
  },
};

/** What the bank says of a deposit: a reference is money once, whatever the order's state and amount (G-14). */
export function payInSaid(books: Books, order: PayIn, said: BankOutcome): void {
  if (said.state === 'CLOSED' && order.state === 'HANDED') order.state = 'CLOSED';
  if (said.state !== 'PAID' || order.references.has(said.bankRef)) return;
  order.references.add(said.bankRef);
  const right = order.state === 'HANDED' && said.amount === order.amount;
  if (right) {
    books.give(order.of, said.amount);
    books.charge(order.no, feeOn(books.settings.depositFee, said.amount));
  } else books.unallocated += said.amount;
  if (order.state === 'HANDED') order.state = right ? 'PAID' : 'CLOSED';
}

export const withdraw: Rules<Withdraw> = {
  broken: (books, { holder, amount, commission }) => ({
    ...(holder.kind === 'member' ? unknown(books, holder.userNo) : {}),
    ...short(books, nameOf(holder), amount),
    AMOUNT_ZERO: amount === 0n,
    COMMISSION_TOO_HIGH: commission >= amount,
  }),
  done(books, { holder, amount, commission, urgency }, requestNo) {
    const of = nameOf(holder);
    if (books.terms.withdrawalsFreeze) books.freeze(of, amount);
    else books.give(of, -amount);
    const dueAt = urgency === 'URGENT' ? books.at : nextDay(books.at) + 30 * MINUTE;
    const fee = feeOn(books.settings.withdrawalFee, amount);
    books.charge(requestNo, fee);
    books.payOuts.set(requestNo, { of, amount, commission, fee, dueAt, state: 'WAITING', cameBack: false });
  },
};

/** The next midnight in Beijing. */
function nextDay(at: number): number {
  const since = (at + 8 * HOUR) % DAY;
  return at - since + DAY;
}

/** What the bank says of a withdrawal that it was told of; what does not fit moves nothing (G-27). */
export function payOutSaid(books: Books, requestNo: string, order: PayOut, said: BankOutcome): void {
  const sent = order.amount - order.commission;
  const fits = said.state === 'CLOSED' || ('amount' in said && said.amount === sent);
  if (!fits) return;
  if (order.state === 'SENT') settle(books, requestNo, order, said.state === 'PAID');
  else if (order.state === 'PAID' && said.state === 'RETURNED' && !order.cameBack) {
    order.cameBack = true;
    books.unallocated += sent;
  }
}

function settle(books: Books, requestNo: string, order: PayOut, paid: boolean): void {
  order.state = paid ? 'PAID' : 'RETURNED';
  if (books.terms.withdrawalsFreeze) books.purse(order.of).frozen -= order.amount;
  if (paid) books.give('FEE', order.commission);
  else {
    books.give(order.of, order.amount);
    books.giveFeeBack(requestNo, order.fee);
  }
}

export const freeze: Rules<Freeze> = {
  broken: (books, { userNo, amount }) => ({
    ...unknown(books, userNo),
    ...short(books, userNo, amount),
    AMOUNT_ZERO: amount === 0n,
  }),
  done(books, { userNo: of, amount }, requestNo) {
    books.freeze(of, amount);
    books.freezes.set(requestNo, { of, amount, standing: true });
  },
};

/** The whole of a freeze, and of nothing else: a hold is not released by it (L2.22). */
export const unfreeze: Rules<Unfreeze> = {
  broken: (books, { freezeNo }) => ({ FREEZE_UNKNOWN: !books.freezes.has(freezeNo) }),
  done(books, { freezeNo }) {
    const found = books.freezes.get(freezeNo);
    if (!found?.standing) return;
    books.freeze(found.of, -found.amount);
    found.standing = false;
  },
};
