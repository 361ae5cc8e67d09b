/**
 * Sample people for the walk: invented, but formally right, so that the custodian's and the bank's checks accept them:
 * ID numbers with a valid checksum, card numbers with a known bank's leading digits and a valid Luhn digit.
 */
import { randomInt } from 'node:crypto';

export interface Person {
  readonly userNo: string;
  readonly realName: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly cardNumber: string;
}

/** Districts whose codes stand at the head of an ID number. */
const DISTRICTS = ['110101', '310104', '330106', '440305', '510107'];

/** Leading digits of debit cards: ICBC and CCB, both of 19 digits. */
const CARD_HEADS = { investor: '622202', borrower: '621700' } as const;

/** The placeholders of every Chinese form. */
const NAMES = { investor: '张三', borrower: '李四' } as const;

/** A new sample person whose numbers have not been used before, as far as chance allows. */
export function samplePerson(role: 'investor' | 'borrower', userNo: string): Person {
  return {
    userNo,
    realName: NAMES[role],
    idNumber: sampleIdNumber(),
    mobile: `13${randomInt(5, 10)}${digits(8)}`,
    cardNumber: sampleCard(CARD_HEADS[role]),
  };
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

function sampleIdNumber(): string {
  const district = DISTRICTS[randomInt(DISTRICTS.length)] ?? '110101';
  const month = String(randomInt(1, 13)).padStart(2, '0');
  const day = String(randomInt(1, 29)).padStart(2, '0');
  const body = `${district}${randomInt(1970, 2000)}${month}${day}${digits(3)}`;
  return body + idChecksum(body);
}

/** The last character of an 18-character ID number (GB 11643, ISO 7064 MOD 11-2). */
export function idChecksum(body: string): string {
  let sum = 0;
  for (const [index, digit] of [...body].entries()) sum += Number(digit) * (2 ** (17 - index) % 11);
  return '10X98765432'[sum % 11] ?? '';
}

/** The sandbox bank gives a meaning to cards that end in 0001 to 0009: sample cards end elsewhere. */
function sampleCard(head: string): string {
  for (;;) {
    const body = head + digits(12);
    const card = body + luhnDigit(body);
    if (!/000\d$/.test(card)) return card;
  }
}

/** The check digit that makes `body` a Luhn-valid number. */
export function luhnDigit(body: string): string {
  let sum = 0;
  for (const [index, digit] of [...body].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}
