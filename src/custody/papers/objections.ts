/** Why papers are not taken, or not found, with the facts that each carries. */

export interface PaperObjections {
  PAPERS_NONE: Record<string, never>;
  /** `file`: the tidied name, as everywhere below. */
  PAPER_EMPTY: { file: string };
  PAPER_TYPE_UNKNOWN: { file: string };
  PAPER_TOO_LARGE: { file: string; limit: number };
  PAPERS_TOO_LARGE: { limit: number };
  PAPERS_TOO_MANY: { have: number; limit: number };
  PAPER_UNKNOWN: { paperNo: bigint };
}
