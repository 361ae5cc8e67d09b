/** What enterprises are refused with, with the facts that each carries. */

export interface EnterpriseRefusals {
  LICENCES_MISSING: Record<string, never>;
  ENTERPRISE_NAME_INVALID: Record<string, never>;
  ACCOUNT_NUMBER_INVALID: Record<string, never>;
  /** What is to be mended, in the operator's words. */
  ENTERPRISE_HANDED_BACK: { reason: string };
  ENTERPRISE_REFUSED: { reason: string };
}

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const ENTERPRISE_FORM = ['LICENCES_MISSING'] as const satisfies readonly (keyof EnterpriseRefusals)[];

/** Ends and stops of an audit that its platform is told as a success, with the reason beside it (L2.2-5). */
export const AUDIT_VERDICTS: ReadonlySet<string> = new Set<keyof EnterpriseRefusals>([
  'ENTERPRISE_HANDED_BACK',
  'ENTERPRISE_REFUSED',
]);
