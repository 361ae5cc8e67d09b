/** What passwords are refused with, with the facts that each carries. */
import type { Instant } from '../../kernel/time.ts';

export interface CredentialRefusals {
  PASSWORD_WRONG: { left: number };
  PASSWORD_LOCKED: { until: Instant };
  PASSWORD_WEAK: {
    why: 'FORM' | 'REPEATED' | 'SEQUENCE' | 'PATTERN' | 'KEYPAD' | 'COMMON' | 'DATE' | 'ID_NUMBER' | 'MOBILE';
  };
  PASSWORD_MISMATCH: Record<string, never>;
  PASSWORD_UNCHANGED: Record<string, never>;
  RESET_NEEDS_CARD: { userNo: string };
  CARD_NUMBER_WRONG: { left: number };
  RECOVERY_SPENT: { until: Instant };
}
