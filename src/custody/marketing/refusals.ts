/** What marketing money is refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface MarketingRefusals {
  /** `held`: what counts of the day so far. */
  MARKETING_LIMIT: { limit: Fen; held: Fen; needed: Fen };
}
