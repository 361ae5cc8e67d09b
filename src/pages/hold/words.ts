/** Words about holds. */
import type { HoldKind } from '../../custody/vocabulary.ts';
import { said, type Said } from '../phrases.ts';

export const HOLD_WORDS: Readonly<Record<HoldKind, Said>> = {
  TENDER: said('投标', 'Investment'),
  REPAYMENT: said('还款', 'Repayment'),
};
