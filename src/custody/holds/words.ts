/** Words about holds. */

/** What a hold (预处理) is for. Only TENDER and REPAYMENT are opened so far; the rest is declared and refused. */
export type HoldKind = 'TENDER' | 'REPAYMENT';
