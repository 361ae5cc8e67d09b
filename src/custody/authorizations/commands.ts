/** What can be ordered about authorisations, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuthorizationKind } from './words.ts';

/** A member lets the platform act without a page (L5.1, D-EXT). */
export interface Authorize {
  readonly verb: 'AUTHORIZE';
  readonly userNo: string;
  readonly kinds: readonly AuthorizationKind[];
  /** The most that may be used in total, or null for no limit. */
  readonly amount: Fen | null;
  /** The end of the authorisation (exclusive), or null for none. */
  readonly until: Instant | null;
}

/** Ends what a member has authorised, kind by kind (L5.1, D-EXT). */
export interface CancelAuthorization {
  readonly verb: 'CANCEL_AUTHORIZATION';
  readonly userNo: string;
  readonly kinds: readonly AuthorizationKind[];
}

export interface AuthorizationOutcomes {
  AUTHORIZE: { readonly kinds: readonly AuthorizationKind[] };
  CANCEL_AUTHORIZATION: Record<string, never>;
}
