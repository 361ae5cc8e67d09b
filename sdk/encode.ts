/**
 * Turns the fields of a call into the JSON text of `reqData`. Amounts become yuan text with two decimals, whatever
 * they came as; empty optional fields are left out (G-7). It promises that what is signed is what is sent: the text
 * is made once and its bytes serve both.
 */
import { CunguanError } from './errors.ts';
import { yuan } from './money.ts';
import type { Amount } from './money.ts';

/**
 * JSON text of a call's fields. `amounts` names the fields that hold money, at any depth.
 * Throws a CunguanError, AMOUNT, for a number in one of them or what is no amount; the field is named.
 */
export function encode(fields: object, amounts: ReadonlySet<string>): string {
  return JSON.stringify(fields, function replace(key, value: unknown) {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'bigint' || amounts.has(key)) return amountText(key, value);
    return value;
  });
}

function amountText(key: string, value: unknown): string {
  try {
    return yuan(value as Amount);
  } catch (error) {
    if (!(error instanceof CunguanError)) throw error;
    throw new CunguanError(error.kind, `${key}: ${error.message}`);
  }
}

/** yyyyMMddHHmmss in Beijing (type T of both documents, G-4). */
export function beijingTime(at: Date): string {
  const shifted = new Date(at.getTime() + 8 * 3_600_000);
  return shifted.toISOString().slice(0, 19).replace(/[-T:]/g, '');
}
