/** What can be ordered about freezes, in the core's words; what each order leaves behind. */
import type { Fen } from '../../kernel/money.ts';

/** A member's available money is frozen for risk (L2.21). */
export interface Freeze {
  readonly verb: 'FREEZE';
  readonly userNo: string;
  readonly amount: Fen;
}

/** The whole of a freeze is released (L2.22). */
export interface Unfreeze {
  readonly verb: 'UNFREEZE';
  readonly freezeNo: string;
}

export interface FreezeOutcomes {
  FREEZE: Record<string, never>;
  UNFREEZE: Record<string, never>;
}
