/**
 * Chinese identity facts: the 18-digit citizen number (GB 11643: region, birth date, sequence, ISO 7064 MOD 11-2 check
 * character) and mainland mobile numbers.
 */
import { type Instant, parseDate } from '../../kernel/time.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK = '10X98765432';

/** Whether a citizen number is well-formed: 18 characters, a possible birth date, a right check character. */
export function checkIdNumber(idNumber: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(idNumber)) return false;
  if (parseDate(idNumber.slice(6, 14)) === null) return false;
  let total = 0;
  for (const [i, weight] of WEIGHTS.entries()) total += weight * Number(idNumber[i]);
  return CHECK[total % 11] === idNumber[17]?.toUpperCase();
}

/** Whether the holder of a citizen number is at least 18 years old.. */
export function isOfAge(idNumber: string, at: Instant): boolean {
  const year = Number(idNumber.slice(6, 10)) + 18;
  const day = idNumber.slice(10, 14) === '0229' ? '0301' : idNumber.slice(10, 14);
  const birthday = parseDate(`${year}${day}`);
  return birthday !== null && birthday <= at;
}

/** Whether it is a mainland mobile number: eleven digits from 13 to 19. */
export function isMobile(mobile: string): boolean {
  return /^1[3-9]\d{9}$/.test(mobile);
}
