/** Words about authorisations. */

/** What a member can authorise the platform to do without a page. */
export type AuthorizationKind =
  | 'TENDER'
  | 'REPAYMENT'
  | 'CREDIT_ASSIGNMENT'
  | 'COMPENSATORY'
  | 'COMPENSATORY_REPAYMENT'
  | 'WITHDRAW'
  | 'RECHARGE';
