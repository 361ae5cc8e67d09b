/**
 * The custodian's fee schedule of a platform: settings `fee-deposit` and `fee-withdraw`, zero by default. A schedule
 * is `2.00` (per order), `0.25%` (of the amount, rounded half up to the fen) or both, `1.00+0.1%`.
 */
import { type Fen, parseYuan } from '../../kernel/money.ts';
import type { Platform } from '../platforms/platform.ts';

export interface FeeSchedule {
  readonly flat: Fen;
  /** Millionths of the amount: 0.25 % is 2500. */
  readonly rate: bigint;
}

/** Reads a schedule; null when it is none. */
export function parseFee(text: string): FeeSchedule | null {
  const match = /^(?:(\d+(?:\.\d{1,2})?))?(?:(?:^|\+)(\d{1,2}(?:\.\d{1,4})?)%)?$/.exec(text.trim());
  if (!match || text.trim() === '') return null;
  const flat = parseYuan(match[1] ?? '0');
  const [whole = '0', fraction = ''] = (match[2] ?? '0').split('.');
  return flat === null ? null : { flat, rate: BigInt(whole + fraction.padEnd(4, '0')) };
}

/** The fee of an order of a platform, in fen. */
export function feeOf(platform: Platform, kind: 'deposit' | 'withdraw', amount: Fen): Fen {
  const schedule = parseFee(platform.settings[`fee-${kind}`] ?? '0');
  return schedule ? schedule.flat + (amount * schedule.rate + 500_000n) / 1_000_000n : 0n;
}
