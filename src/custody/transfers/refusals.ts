/** What transfers of claims are refused with, with the facts that each carries. */
import type { Fen } from '../../kernel/money.ts';

export interface TransferRefusals {
  HOLDS_DIFFER: { holdNo: string; other: string };
  SELLER_IS_BUYER: { userNo: string };
  CLAIM_UNKNOWN: { userNo: string; recordNo: string };
  CLAIM_ENDED: { userNo: string; recordNo: string };
  SHARE_EXCEEDED: { recordNo: string; left: Fen; share: Fen };
  PRICE_BELOW_SHARE: { recordNo: string; price: Fen; share: Fen };
}
