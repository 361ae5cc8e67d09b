/**
 * Barcodes of POS deposits: 18 digits that look random and reveal their platform (L2.8). Nine are random, nine are the
 * platform's number moved on by what the random ones hash to. That is no secret, and none is needed: who guesses a
 * barcode can only pay for somebody else.
 */
import { createHash } from 'node:crypto';

const HALF = 9;

/** How many a platform can have at once. */
export const BARCODES = 10 ** HALF;

/** The barcode of a platform with these random digits, given as a number below 10^9. */
export function makeBarcode(platformId: number, random: number): string {
  const tail = digits(random);
  return digits((platformId + shiftOf(tail)) % BARCODES) + tail;
}

/** The platform that a barcode reveals. */
export function platformOfBarcode(barcode: string): number {
  const shift = shiftOf(barcode.slice(HALF));
  return (Number(barcode.slice(0, HALF)) - shift + BARCODES) % BARCODES;
}

function digits(value: number): string {
  return String(value).padStart(HALF, '0');
}

/** `checks.store.ts` computes the same in SQL. */
function shiftOf(tail: string): number {
  return createHash('sha256').update(tail).digest().readUInt32BE(0) % BARCODES;
}
