/** Freezes (资金冻结) as the lane sees them: each stands whole until it is released whole. */
import type { Fen } from '../../kernel/money.ts';
import { defineTable } from '../../executor/table.ts';

export interface FreezeRow {
  /** The request number that made it. */
  readonly freezeNo: string;
  readonly holderNo: bigint;
  readonly amount: Fen;
  readonly createdAt: number;
  /** Null while it stands. */
  readonly releasedAt: number | null;
}

export const freezes = defineTable<FreezeRow>()('freezes', {
  key: ['freezeNo'],
  types: {
    freezeNo: 'text',
    holderNo: 'bigint',
    amount: 'bigint',
    createdAt: 'instant',
    releasedAt: 'instant',
  },
  mutable: ['releasedAt'],
});
