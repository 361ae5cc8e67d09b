/**
 * Every way in which the core refuses, by name, with the facts it carries. Each noun declares its own in its
 * `refusals.ts`; here they are put together. A protocol has a code and a sentence for each of them, or it does not
 * compile (`Record<RefusalName, …>`). A refusal moves nothing (G-11).
 */
import { fail, type Failure, type Result } from '../kernel/result.ts';
import type { AuthorizationRefusals } from './authorizations/refusals.ts';
import type { CardRefusals } from './cards/refusals.ts';
import type { CompensationRefusals } from './compensations/refusals.ts';
import type { CredentialRefusals } from './credentials/refusals.ts';
import type { DepositRefusals } from './deposits/refusals.ts';
import { ENTERPRISE_FORM, type EnterpriseRefusals } from './enterprises/refusals.ts';
import type { FreezeRefusals } from './freezes/refusals.ts';
import { HOLD_FORM, type HoldRefusals } from './holds/refusals.ts';
import { LOAN_FORM, type LoanRefusals } from './loans/refusals.ts';
import type { MarketingRefusals } from './marketing/refusals.ts';
import type { MemberRefusals } from './members/refusals.ts';
import { ORDER_FORM, type OrderRefusals } from './orders/refusals.ts';
import type { PageOrderRefusals } from './page-orders/refusals.ts';
import { PROJECT_FORM, type ProjectRefusals } from './projects/refusals.ts';
import type { RepaymentRefusals } from './repayments/refusals.ts';
import type { TransferRefusals } from './transfers/refusals.ts';
import type { WithdrawalRefusals } from './withdrawals/refusals.ts';

export interface RefusalFacts
  extends OrderRefusals,
    PageOrderRefusals,
    MemberRefusals,
    CredentialRefusals,
    EnterpriseRefusals,
    CardRefusals,
    AuthorizationRefusals,
    DepositRefusals,
    WithdrawalRefusals,
    ProjectRefusals,
    HoldRefusals,
    LoanRefusals,
    RepaymentRefusals,
    TransferRefusals,
    CompensationRefusals,
    MarketingRefusals,
    FreezeRefusals {}

export type RefusalName = keyof RefusalFacts;
export type RefusalOf<N extends RefusalName> = { readonly name: N; readonly facts: RefusalFacts[N] };
export type Refusal = { [N in RefusalName]: RefusalOf<N> }[RefusalName];

/** Refused for form alone, whatever the rows say: such a call leaves no order behind (G-11). */
export const OF_FORM: ReadonlySet<string> = new Set<RefusalName>([
  ...ORDER_FORM,
  ...PROJECT_FORM,
  ...HOLD_FORM,
  ...ENTERPRISE_FORM,
  ...LOAN_FORM,
]);

/** A value, or why there is none. A guard that has no value to give answers `Refusal | null`. */
export type Judged<T> = Result<T, Refusal>;

/** Makes a refusal; its facts are checked against its name. */
export function refusal<N extends RefusalName>(name: N, facts: RefusalFacts[N]): Refusal {
  return { name, facts } as unknown as Refusal;
}

/** The failure that leaves with a refusal: of a decision, a step, a judgement. */
export function refuse<N extends RefusalName>(name: N, facts: RefusalFacts[N]): Failure<Refusal> {
  return fail(refusal(name, facts));
}

export type { AuthorizationRefusals } from './authorizations/refusals.ts';
export type { CardRefusals } from './cards/refusals.ts';
export type { CompensationRefusals } from './compensations/refusals.ts';
export type { CredentialRefusals } from './credentials/refusals.ts';
export type { DepositRefusals } from './deposits/refusals.ts';
export { AUDIT_VERDICTS, type EnterpriseRefusals } from './enterprises/refusals.ts';
export type { FreezeRefusals } from './freezes/refusals.ts';
export type { HoldRefusals } from './holds/refusals.ts';
export type { LoanRefusals } from './loans/refusals.ts';
export type { MarketingRefusals } from './marketing/refusals.ts';
export type { MemberRefusals } from './members/refusals.ts';
export type { OrderRefusals } from './orders/refusals.ts';
export type { PageOrderRefusals } from './page-orders/refusals.ts';
export type { ProjectRefusals } from './projects/refusals.ts';
export type { RepaymentRefusals } from './repayments/refusals.ts';
export type { TransferRefusals } from './transfers/refusals.ts';
export type { WithdrawalRefusals } from './withdrawals/refusals.ts';
