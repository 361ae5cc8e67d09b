/** Cards (银行卡) as the lane sees them. */
import { defineTable } from '../../executor/table.ts';
import type { World } from '../../executor/world.ts';
import type { Bank } from '../banks.ts';
import type { AccessType } from './words.ts';

export interface CardRow {
  readonly cardNo: bigint;
  readonly memberNo: bigint;
  readonly number: string;
  readonly bank: Bank;
  readonly accessType: AccessType;
  readonly bound: boolean;
  readonly boundAt: number;
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
  },
  mutable: ['bound'],
  finders: { byMember: ['memberNo'] },
});

/** The card a member has bound, or undefined. */
export function boundCard(world: World, memberNo: bigint): CardRow | undefined {
  return world.find(cards, 'byMember', memberNo).find((card) => card.bound);
}
