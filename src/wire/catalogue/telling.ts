/** Fields that answers of both protocols tell in one way. */
import type { Fen } from '../../kernel/money.ts';

/** A card number that is masked (G-19); which card it is, the label says. */
export const MASKED_CARD = {
  kind: 'S',
  required: false,
  max: 50,
  personal: 'card',
  masked: true,
  label: '银行卡号',
  meaning: 'The card.',
} as const;

/** An amount that is always told, and may be zero. */
export function amountTold(label: string, meaning: string) {
  return { kind: 'A', required: true, zero: true, label, meaning } as const;
}

/** An amount that is told where there is one, and may be zero. */
export function amountIfAny(label: string, meaning: string) {
  return { ...amountTold(label, meaning), required: false } as const;
}

/** What a member has; the names are those of both protocols. */
export const BALANCES = {
  balance: amountTold('账户余额', 'Available plus frozen.'),
  availableAmount: amountTold('可用余额', 'Free to use.'),
  freezeAmount: amountTold('冻结金额', 'Held or frozen.'),
} as const;

export function balancesOf({ available, frozen }: { readonly available: Fen; readonly frozen: Fen }) {
  return { balance: available + frozen, availableAmount: available, freezeAmount: frozen };
}
