/** What an order with a page can end with, and a step on a page be refused with, with the facts that each carries. */
import type { Instant } from '../../kernel/time.ts';

export interface PageOrderRefusals {
  PAGE_EXPIRED: { expiresAt: Instant };
  PAGE_CANCELLED: Record<string, never>;
  SMS_TOO_SOON: { seconds: number };
  SMS_ORDER_LIMIT: Record<string, never>;
  SMS_DAY_LIMIT: Record<string, never>;
  SMS_TRIES_SPENT: Record<string, never>;
  SMS_NOT_SENT: Record<string, never>;
  SMS_CODE_WRONG: { left: number };
  SMS_CODE_EXPIRED: Record<string, never>;
  AGREEMENT_MISSING: Record<string, never>;
}
