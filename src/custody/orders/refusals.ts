/** What any order can be refused with, whatever its noun, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface OrderRefusals {
  REQUEST_CONTENT_DIFFERS: { requestNo: string; field: string };
  REQUEST_DUPLICATE: { requestNo: string };
  REQUEST_UNDER_WAY: { requestNo: string };
  RESULT_UNKNOWN: { requestNo: string; repeatable: boolean };
  SYSTEM_BUSY: Record<string, never>;
  AMOUNT_ZERO: { field: string };
  BALANCE_INSUFFICIENT: { available: Fen; needed: Fen };
  MARKETING_INSUFFICIENT: { available: Fen; needed: Fen };
  COMMISSION_TOO_HIGH: { commission: Fen; limit: Fen };
}

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const ORDER_FORM = ['AMOUNT_ZERO'] as const satisfies readonly (keyof OrderRefusals)[];
