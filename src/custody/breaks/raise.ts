/**
 * A break is found: kept with both sides' facts and the money at stake. The same word of the bank again is the same
 * break.
 */
import type { Want, World } from '../../executor/world.ts';
import type { Fen } from '../../kernel/money.ts';
import { pack } from '../../kernel/pack.ts';
import { type Facts, factsOf, type Said } from '../bank/said.ts';
import type { ReceiptRow } from '../receipts/tables.ts';
import type { JudgedKind } from './kinds.ts';
import { breaks } from './tables.ts';

export interface Found {
  readonly kind: JudgedKind;
  readonly said: Said;
  /** Our side, as it stood when the bank spoke; null when nothing did. */
  readonly asked: Facts | null;
  /** The receipt of the money that came with it. */
  readonly receipt?: ReceiptRow;
}

/** Asks for what `raiseBreak` will look at. */
export function wantBreaks(want: Want, orderNo: bigint): void {
  want.rows(breaks, 'byOrder', orderNo);
}

export function raiseBreak(world: World, { kind, said, asked, receipt }: Found): void {
  const { orderNo, messageId } = said;
  const facts = factsOf(said);
  const told = pack(facts);
  if (world.find(breaks, 'byOrder', orderNo).some((known) => known.kind === kind && known.told === told)) return;
  world.insert(breaks, {
    breakNo: world.nextNo(),
    kind,
    orderNo,
    amount: receipt?.amount ?? larger(asked?.amount, facts.amount),
    asked: asked && pack(asked),
    told,
    messageId,
    receiptNo: receipt?.receiptNo ?? null,
    foundAt: world.at,
  });
}

function larger(a: Fen = 0n, b: Fen = 0n): Fen {
  return a > b ? a : b;
}
