/** Words about holds. */

/** What a hold (预处理) is for; CREDIT_ASSIGNMENT: to buy claims. */
export type HoldKind = 'TENDER' | 'REPAYMENT' | 'CREDIT_ASSIGNMENT' | 'COMPENSATORY' | 'MARKETING';
/** What a member's money is held for. */
export type MemberHoldKind = 'TENDER' | 'REPAYMENT' | 'CREDIT_ASSIGNMENT' | 'COMPENSATORY';
/** What money of the platform's own accounts is held for. */
export type PlatformHoldKind = 'COMPENSATORY' | 'MARKETING';
