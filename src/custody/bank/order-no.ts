/** The numbers that orders have at the bank, deposits and withdrawals alike. */

/** The number an order has at the bank: ours, unique for ever, and it reveals the platform. */
export function bankOrderNo(kind: 'D' | 'W', platformId: number, orderNo: bigint): string {
  return `${kind}${platformId}-${orderNo}`;
}

/** The platform and order behind a bank order number as we write it, or null: `D01-5` is no other way to say `D1-5`. */
export function readBankOrderNo(text: string): { kind: 'D' | 'W'; platformId: number; orderNo: bigint } | null {
  const match = /^([DW])([1-9]\d{0,8})-([1-9]\d{0,17})$/.exec(text);
  return match && { kind: match[1] as 'D' | 'W', platformId: Number(match[2]), orderNo: BigInt(match[3] as string) };
}
