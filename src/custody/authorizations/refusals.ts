/** What an order on an authorisation is refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';

export interface AuthorizationRefusals {
  /** It would have ended before it begins. */
  AUTHORIZATION_PAST: { until: Instant };
  AUTHORIZATION_MISSING: { userNo: string; kind: string };
  AUTHORIZATION_EXPIRED: { userNo: string; kind: string };
  AUTHORIZATION_EXCEEDED: { left: Fen; needed: Fen };
}
