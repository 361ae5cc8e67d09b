/** What freezes are refused with, with the facts that each carries. */

export interface FreezeRefusals {
  FREEZE_UNKNOWN: { freezeNo: string };
}
