/** The numbers that orders have at the bank: deposits, withdrawals, and money sent back to its payer. */

export type BankOrderKind = 'D' | 'W' | 'B';

/** The number an order has at the bank: ours, unique for ever, and it reveals the platform. */
export function bankOrderNo(kind: BankOrderKind, platformId: number, orderNo: bigint): string {
  return `${kind}${platformId}-${orderNo}`;
}

/** The platform and order behind a bank order number, or null: one text for one order, so no leading zeros. */
export function readBankOrderNo(text: string): { kind: BankOrderKind; platformId: number; orderNo: bigint } | null {
  const match = /^([DWB])([1-9]\d{0,8})-([1-9]\d{0,17})$/.exec(text);
  return (
    match && { kind: match[1] as BankOrderKind, platformId: Number(match[2]), orderNo: BigInt(match[3] as string) }
  );
}
