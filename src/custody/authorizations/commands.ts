/** What can be ordered about authorisations, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { AuthorizationKind } from './words.ts';

/** A member lets the platform act without a page (D-EXT USER_AUTHORIZATION). */
export interface Authorize {
  readonly verb: 'AUTHORIZE';
  readonly userNo: string;
  readonly kinds: readonly AuthorizationKind[];
  /** The most that may be used in total, or null for no limit. */
  readonly amount: Fen | null;
  /** The end of the authorisation (exclusive), or null for none. */
  readonly until: Instant | null;
}

export interface AuthorizationOutcomes {
  AUTHORIZE: { readonly kinds: readonly AuthorizationKind[] };
}
