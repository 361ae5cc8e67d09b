/** Cards (银行卡) as the lane sees them: every card that a member ever bound stays, one of them at most is bound. */
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import type { Bank } from '../banks.ts';
import type { AccessType } from './words.ts';

export interface CardRow {
  readonly cardNo: bigint;
  readonly memberNo: bigint;
  readonly number: string;
  readonly bank: Bank;
  /** Null for an account of an enterprise, which no bank is asked about (L2.2-6). */
  readonly accessType: AccessType | null;
  readonly bound: boolean;
  readonly boundAt: number;
  /** The order that bound it. */
  readonly boundBy: bigint;
  readonly unboundAt: number | null;
  /** The order that unbound it. */
  readonly unboundBy: bigint | null;
}

export const cards = defineTable<CardRow>()('cards', {
  numbered: { by: 'lastNo', column: 'cardNo' },
  key: ['cardNo'],
  owned: ['memberNo'],
  types: {
    cardNo: 'bigint',
    memberNo: 'bigint',
    number: 'sealed',
    bank: 'text',
    accessType: 'text',
    bound: 'bool',
    boundAt: 'instant',
    boundBy: 'bigint',
    unboundAt: 'instant',
    unboundBy: 'bigint',
  },
  // Number and bank change while an enterprise is looked at: nothing was ever paid to the account before.
  mutable: ['bound', 'unboundAt', 'unboundBy', 'number', 'bank'],
  finders: { byMember: ['memberNo'] },
});

/** The card a member has bound, or undefined. */
export function boundCard(world: World, memberNo: bigint): CardRow | undefined {
  return world.find(cards, 'byMember', memberNo).find((card) => card.bound);
}

/** Writes a card that an order has bound. */
export function insertCard(
  world: World,
  boundBy: bigint,
  card: Pick<CardRow, 'memberNo' | 'number' | 'bank' | 'accessType'>,
): void {
  const never = { unboundAt: null, unboundBy: null };
  world.insert(cards, { cardNo: world.nextNo(), ...card, bound: true, boundAt: world.at, boundBy, ...never });
}
