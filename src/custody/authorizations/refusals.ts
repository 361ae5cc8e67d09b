/** What an order on an authorisation is refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface AuthorizationRefusals {
  AUTHORIZATION_MISSING: { userNo: string; kind: string };
  AUTHORIZATION_EXPIRED: { userNo: string; kind: string };
  AUTHORIZATION_EXCEEDED: { left: Fen; needed: Fen };
}
