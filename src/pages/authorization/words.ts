/** Words about authorisations. */
import type { AuthorizationKind } from '../../custody/vocabulary.ts';
import { said, type Said } from '../phrases.ts';

export const AUTHORIZATION_WORDS: Readonly<Record<AuthorizationKind, Said>> = {
  TENDER: said('自动投标', 'invest in projects for me'),
  REPAYMENT: said('自动还款', 'repay my loans for me'),
  CREDIT_ASSIGNMENT: said('自动购买债权', 'buy claims for me'),
  COMPENSATORY: said('自动代偿', 'compensate for me'),
  COMPENSATORY_REPAYMENT: said('自动还代偿款', 'repay compensations for me'),
  WITHDRAW: said('自动提现', 'withdraw to my card for me'),
  RECHARGE: said('自动充值', 'deposit for me'),
};
