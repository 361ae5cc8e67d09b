/** What orders about a project are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface ProjectRefusals {
  PROJECT_EXISTS: { projectNo: string };
  PROJECT_UNKNOWN: { projectNo: string };
  PROJECT_STATUS: { projectNo: string; status: string };
  PROJECT_TRANSITION: { from: string; to: string };
  PROJECT_NOTHING_TO_CHANGE: Record<string, never>;
  PROJECT_AMOUNT_TOO_LOW: { least: Fen };
  PROJECT_FULL: { left: Fen; needed: Fen };
  PROJECT_HAS_HOLDS: { projectNo: string };
  PROJECT_NOT_LOANED: { projectNo: string };
  PROJECT_LOANED: { projectNo: string };
  PROJECT_HAS_CLAIMS: { projectNo: string };
  PROJECT_OVER_CAP: { cap: Fen; amount: Fen };
  BORROWER_TOTAL_OVER_CAP: { cap: Fen; total: Fen };
}

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const PROJECT_FORM = ['PROJECT_NOTHING_TO_CHANGE'] as const satisfies readonly (keyof ProjectRefusals)[];
