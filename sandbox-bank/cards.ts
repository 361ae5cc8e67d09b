/**
 * The card table of the sandbox: what the bank does with a card is written in its last four digits, so that a tester
 * can bring about every outcome on purpose. Pure; every other card that passes the Luhn check simply works.
 */
import { MINUTE } from '../src/kernel/time.ts';

/** What the bank answers to a three or four element check; `SILENT`: nothing, until the asker gives up. */
export type CardCheck = 'PASSED' | 'FAILED' | 'SILENT';

/** What becomes of a payout to a card. `after` is in milliseconds of the bank's clock; `held`: unknown until then. */
export interface PayoutFate {
  readonly state: 'PAID' | 'RETURNED' | 'CLOSED';
  readonly reason: string | null;
  readonly after: number;
  readonly held: boolean;
  /** How often the custodian is told. */
  readonly tellings: number;
}

const PAID: PayoutFate = { state: 'PAID', reason: null, after: 0, held: false, tellings: 1 };

const FATES: Readonly<Record<string, PayoutFate>> = {
  '0004': { ...PAID, state: 'RETURNED', reason: '收款账户状态异常，款项已退回' },
  '0005': { ...PAID, after: 10 * MINUTE, held: true },
  '0006': { ...PAID, tellings: 2 },
};

/** The verdict on a card; `elements` is 4 when the mobile was given too, else 3. */
export function checkCard(cardNumber: string, elements: 3 | 4): CardCheck {
  if (!isCardNumber(cardNumber)) return 'FAILED';
  switch (cardNumber.slice(-4)) {
    case '0001':
      return elements === 4 ? 'FAILED' : 'PASSED';
    case '0002':
      return 'FAILED';
    case '0003':
      return 'SILENT';
    default:
      return 'PASSED';
  }
}

/**
 * What becomes of a payout. Account numbers of enterprises carry no check digit, so only the length is judged: a number
 * that cannot be an account is closed, unpaid.
 */
export function payoutFate(cardNumber: string): PayoutFate {
  if (!/^\d{8,32}$/.test(cardNumber)) return { ...PAID, state: 'CLOSED', reason: '收款账号有误' };
  return FATES[cardNumber.slice(-4)] ?? PAID;
}

/** 13 to 19 digits with a correct Luhn check digit (ISO/IEC 7812-1, annex B). */
export function isCardNumber(text: string): boolean {
  if (!/^\d{13,19}$/.test(text)) return false;
  let total = 0;
  for (let place = 0; place < text.length; place += 1) {
    const digit = Number(text[text.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    total += doubled > 9 ? doubled - 9 : doubled;
  }
  return total % 10 === 0;
}
