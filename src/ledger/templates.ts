/**
 * The closed set of entries: for each template the parts an entry of it may have, and for each part the account kinds
 * it stands on and the sign it has there. `post` takes no others, and `ledger verify` holds every stored entry against
 * this table, so that a spoilt template, part, account or sign is seen. These names are the one thing the ledger
 * repeats of what it is used for: it does nothing by them.
 */
import type { AccountKind } from './chart.ts';

/** A credit, a debit, or either: what one holder pays another within one part. */
type Sign = '+' | '-' | '±';
type Parts = Readonly<Record<string, Readonly<Partial<Record<AccountKind, Sign>>>>>;

export const TEMPLATES = {
  /** The standing of a book when it was begun. */
  opening: { opening: { DUE: '+', DEBT: '-' } },
  deposit: { deposit: { CHANNEL_RECEIVABLE: '-', AVAILABLE: '+' } },
  'unallocated-receipt': { deposit: { CHANNEL_RECEIVABLE: '-', UNALLOCATED_RECEIPTS: '+' } },
  'custodian-fee': { fee: { AVAILABLE: '-', CUSTODIAN_FEE_INCOME: '+' }, owed: { FEES_OWED: '-' } },
  'custodian-fee-returned': {
    fee: { CUSTODIAN_FEE_INCOME: '-', AVAILABLE: '+' },
    owed: { FEES_OWED: '+' },
  },
  'collect-owed-fees': { fee: { AVAILABLE: '-', FEES_OWED: '+' } },
  hold: { hold: { AVAILABLE: '-', FROZEN: '+' } },
  'cancel-hold': { hold: { FROZEN: '-', AVAILABLE: '+' } },
  freeze: { freeze: { AVAILABLE: '-', FROZEN: '+' } },
  unfreeze: { freeze: { FROZEN: '-', AVAILABLE: '+' } },
  withdrawal: { withdrawal: { AVAILABLE: '-', WITHDRAWALS_PAYABLE: '+' } },
  'withdrawal-freeze': { withdrawal: { AVAILABLE: '-', FROZEN: '+' } },
  'withdrawal-paid': {
    withdrawal: { FROZEN: '-', WITHDRAWALS_PAYABLE: '-', BANK_POOL: '+' },
    commission: { AVAILABLE: '+' },
  },
  'withdrawal-returned': { withdrawal: { FROZEN: '-', WITHDRAWALS_PAYABLE: '-', AVAILABLE: '+' } },
  'credit-receipt': { receipt: { UNALLOCATED_RECEIPTS: '-', AVAILABLE: '+' } },
  'send-back': { receipt: { UNALLOCATED_RECEIPTS: '-', WITHDRAWALS_PAYABLE: '+' } },
  'send-back-paid': { receipt: { WITHDRAWALS_PAYABLE: '-', BANK_POOL: '+' } },
  'send-back-failed': { receipt: { WITHDRAWALS_PAYABLE: '-', BANK_POOL: '-', UNALLOCATED_RECEIPTS: '+' } },
  'withdrawal-sent-back': { withdrawal: { BANK_POOL: '-', UNALLOCATED_RECEIPTS: '+' } },
  'confirm-loan': {
    principal: { FROZEN: '-' },
    'red-packet': { AVAILABLE: '-' },
    loan: { AVAILABLE: '+', DUE: '+', DEBT: '-' },
    commission: { AVAILABLE: '±' },
  },
  'confirm-repayment': {
    repayment: { FROZEN: '-' },
    commission: { FROZEN: '-', AVAILABLE: '+' },
    principal: { AVAILABLE: '+', DUE: '-', DEBT: '+' },
    interest: { AVAILABLE: '+' },
    dividend: { AVAILABLE: '±' },
    'payee-commission': { AVAILABLE: '±' },
    recourse: { AVAILABLE: '+', DUE: '-', DEBT: '+' },
    'recourse-interest': { AVAILABLE: '+' },
  },
  'confirm-compensation': {
    compensation: { FROZEN: '-' },
    commission: { FROZEN: '-', AVAILABLE: '+' },
    principal: { AVAILABLE: '+', DUE: '-', DEBT: '+' },
    interest: { AVAILABLE: '+' },
    dividend: { AVAILABLE: '±' },
    'payee-commission': { AVAILABLE: '±' },
    recourse: { DUE: '+', DEBT: '-' },
  },
  'confirm-transfer': {
    price: { FROZEN: '-', AVAILABLE: '+' },
    commission: { FROZEN: '-', AVAILABLE: '+' },
    sold: { DUE: '-' },
    /** The seller's last, and none of his ever ended otherwise. */
    'sold-out': { DUE: '-' },
    bought: { DUE: '+' },
  },
  'pay-marketing': { marketing: { FROZEN: '-', AVAILABLE: '+' } },
} as const satisfies Readonly<Record<string, Parts>>;

export type TemplateName = keyof typeof TEMPLATES;

/** The parts that entries of a template have. */
export type PartOf<T extends TemplateName> = T extends TemplateName ? keyof (typeof TEMPLATES)[T] & string : never;

/** Whether an entry of a template may have this part, on an account of this kind, with this amount. */
export function fits(template: TemplateName, part: string, kind: AccountKind, amount: bigint): boolean {
  const parts: Parts = TEMPLATES[template];
  const sign = parts[part]?.[kind];
  return sign !== undefined && (sign === '±' || (sign === '+') === amount > 0n);
}
