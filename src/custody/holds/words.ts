/** Words about holds. */

/** What a hold (预处理) is for; CREDIT_ASSIGNMENT: to buy claims. */
export type HoldKind = 'TENDER' | 'REPAYMENT' | 'CREDIT_ASSIGNMENT';
