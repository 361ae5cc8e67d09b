/** How much marketing money was set aside on a day, as the lane sees it. */
import { defineTable } from '../../executor/table.ts';
import type { Fen } from '../../kernel/money.ts';

interface MarketingCounterRow {
  /** Whose money: the marketing account. */
  readonly holderNo: bigint;
  /** The last day of Beijing on which any was set aside, yyyymmdd. */
  readonly day: string;
  /** Σ set aside on that day, less what of it was taken back on that day. */
  readonly held: Fen;
}

/** One row, for `needs` does not know the day yet: it is taken after the lane was locked. */
export const marketingCounters = defineTable<MarketingCounterRow>()('marketing_counters', {
  key: ['holderNo'],
  types: { holderNo: 'bigint', day: 'text', held: 'bigint' },
  mutable: ['day', 'held'],
});
