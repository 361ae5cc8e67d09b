/**
 * What orders with rows of their own are judged by: that the rows say what the order told. What is personal is compared
 * and never told.
 */
import type { World } from '../executor/world.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Finding } from '../ledger/verify.store.ts';
import { type CardRow, cards } from './cards/tables.ts';
import type { Outcomes, VerbName } from './commands.ts';
import { compare } from './compare.ts';
import { judgeEnterprise, wantEnterprise } from './enterprises/judge.ts';
import { type MemberRow, members, profiles } from './members/tables.ts';
import type { OrderRow } from './orders/table.ts';
import { withdrawals } from './withdrawals/tables.ts';

/** What a judge is given beside the order. */
export interface Evidence {
  readonly world: World;
  readonly sealer: Sealer;
  /** The fees that were posted for the orders of the page, where the judge asks for them. */
  readonly fees: ReadonlyMap<bigint, bigint>;
  /** Up to which number confirmations were kept without their details. */
  readonly untoldNo: bigint;
}

/** What a check says of one order, with the rows that it asked for. */
export interface Judge {
  readonly name: string;
  /** Which orders it is about, as an SQL condition. */
  readonly of: string;
  readonly asksForFees?: true;
  needs?(want: World, order: OrderRow): void;
  judge(order: OrderRow, evidence: Evidence): Finding | null;
}

export const ROW_JUDGES: readonly Judge[] = [
  {
    name: 'a member is the person, with the card, that his registration proved',
    of: "verb = 'REGISTER_PERSON' and state = 'DONE'",
    needs(want, order) {
      const member = wantCards(want, order);
      if (member) want.row(profiles, member.memberNo);
    },
    judge: judgeMember,
  },
  {
    name: 'the card that was bound is the one that its order tells',
    of: "verb = 'BIND_CARD' and state = 'DONE'",
    needs(want, order) {
      const member = wantCards(want, order);
      if (member) want.row(profiles, member.memberNo);
    },
    judge: judgeBinding,
  },
  {
    name: 'the card that was unbound is the one that its order tells',
    of: "verb = 'UNBIND_CARD' and state = 'DONE'",
    needs: (want, order) => void wantCards(want, order),
    judge: judgeUnbinding,
  },
  {
    name: 'an enterprise is as it was submitted, and stands as it was decided',
    of: "verb = 'REGISTER_ENTERPRISE' and final",
    needs: wantEnterprise,
    judge: (order, { world, sealer }) => judgeEnterprise(order, world, sealer),
  },
  {
    name: 'a withdrawal goes to the card, the bank and the name that were accepted, for the fee that was told',
    of: "verb = 'WITHDRAW' and (state in ('ACCEPTED', 'DONE') or outcome is not null)",
    needs(want, { orderNo }) {
      const row = want.row(withdrawals, orderNo);
      if (!row) return;
      want.row(profiles, row.holderNo);
      want.rows(cards, 'byMember', row.holderNo);
    },
    judge: judgeWithdrawal,
  },
  {
    name: 'a deposit cost the fee that its outcome tells',
    of: "verb in ('DEPOSIT', 'POS_DEPOSIT') and state = 'DONE'",
    asksForFees: true,
    judge(order, { fees }) {
      const { fee } = outcomeOf(order, 'DEPOSIT');
      return compare(`deposit ${order.orderNo}`, [['fee', fee ?? null, fees.get(order.orderNo) ?? 0n]]);
    },
  },
];

function outcomeOf<V extends VerbName>({ outcome }: OrderRow, _verb: V): Outcomes[V] {
  return (outcome ?? {}) as Outcomes[V];
}

function judgeMember(order: OrderRow, { world, sealer }: Evidence): Finding | null {
  const told = outcomeOf(order, 'REGISTER_PERSON');
  const member = world.get(members, order.subjectNo ?? '');
  const place = `member ${order.subjectNo}`;
  if (!member) return { place, expected: 'a member', found: 'none' };
  const profile = world.get(profiles, member.memberNo);
  const own = world.find(cards, 'byMember', member.memberNo);
  const card = own.find(({ boundBy }) => boundBy === order.orderNo);
  return compare(place, [
    ['number', told.userNo, member.userNo],
    ['role', told.role, member.role],
    ['real name', told.realName, profile?.realName],
    ['ID number', told.idNumber, profile?.idNumber],
    ['fingerprint of the ID number', profile && sealer.fingerprint(profile.idNumber), profile?.idFingerprint],
    ['mobile', isNewest(own, card) ? told.mobile : profile?.mobile, profile?.mobile],
    ['card', told.cardNumber, card?.number],
    ['bank', told.bank, card?.bank],
    ['access', told.accessType, card?.accessType],
    ['time', order.finishedAt, card?.boundAt],
  ]);
}

function wantCards(want: World, { subjectNo }: OrderRow): MemberRow | undefined {
  const member = want.row(members, subjectNo ?? '');
  if (member) want.rows(cards, 'byMember', member.memberNo);
  return member;
}

function judgeBinding(order: OrderRow, { world }: Evidence): Finding | null {
  const told = outcomeOf(order, 'BIND_CARD');
  const member = world.get(members, order.subjectNo ?? '');
  const own = member ? world.find(cards, 'byMember', member.memberNo) : [];
  const card = own.find(({ boundBy }) => boundBy === order.orderNo);
  const mobile = member && world.get(profiles, member.memberNo)?.mobile;
  return compare(`member ${order.subjectNo}`, [
    ['card', told.cardNumber, card?.number],
    ['bank', told.bank, card?.bank],
    ['access', told.accessType, card?.accessType],
    ['mobile', isNewest(own, card) ? told.mobile : mobile, mobile],
    ['time', order.finishedAt, card?.boundAt],
  ]);
}

function judgeUnbinding(order: OrderRow, { world }: Evidence): Finding | null {
  const told = outcomeOf(order, 'UNBIND_CARD');
  const member = world.get(members, order.subjectNo ?? '');
  const own = member ? world.find(cards, 'byMember', member.memberNo) : [];
  const card = own.find(({ unboundBy }) => unboundBy === order.orderNo);
  return compare(`member ${order.subjectNo}`, [
    ['card', told.cardNumber, card?.number],
    ['bank', told.bank, card?.bank],
    ['time', order.finishedAt, card?.unboundAt],
  ]);
}

/** The card that was bound last brought the mobile that stands in the profile: that which its bank knows. */
function isNewest(own: readonly CardRow[], card: CardRow | undefined): boolean {
  return own.every(({ cardNo }) => card !== undefined && cardNo <= card.cardNo);
}

function judgeWithdrawal(order: OrderRow, { world }: Evidence): Finding | null {
  const told = outcomeOf(order, 'WITHDRAW');
  const row = world.get(withdrawals, order.orderNo);
  const place = `withdrawal ${order.orderNo}`;
  if (!row) return { place, expected: 'a withdrawal', found: 'none' };
  const name = world.get(profiles, row.holderNo)?.realName;
  const own =
    name === undefined || world.find(cards, 'byMember', row.holderNo).some(({ number }) => number === row.card);
  return compare(place, [
    ['card', told.cardNumber, row.card],
    ['card of the holder', true, own],
    ['bank', told.bank, row.bank],
    ['name', name ?? row.accountName, row.accountName],
    ['time', told.acceptedAt, row.acceptedAt],
    ['fee', row.state === 'RETURNED' ? row.fee : told.fee, row.fee],
  ]);
}
