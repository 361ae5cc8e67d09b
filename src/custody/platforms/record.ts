/** A platform as the core keeps it: what the rooms above see, and what only the core may use. */
import type { Platform } from './platform.ts';
import type { Bank } from '../banks.ts';

export interface PlatformRecord extends Platform {
  /** Where its own accounts' withdrawals go. */
  readonly settlementAccount: string | null;
  readonly settlementBank: Bank | null;
  /** The bank channel that carries its money. */
  readonly channel: string;
}
