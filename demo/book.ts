/**
 * What the platform knows of a walk from its own orders: which steps are done, which holds stand, who lent how much.
 * Pure. Money is exact (`bigint` fen).
 */
import { fen, total, yuan } from '../sdk/index.ts';
import type { Order, Walk } from './state.ts';

/** The yearly rate of the demo's project, in percent, and its term. */
export const RATE = '6.8';
export const DAYS = 30;

/** Done, or accepted with nothing left to do for us. */
function isDone(order: Order): boolean {
  return (order.state === 'DONE' || order.state === 'ACCEPTED') && !order.cancelled;
}

/** The last order of a step, or null. */
export function lastOf(walk: Walk, step: string): Order | null {
  return walk.orders.findLast((order) => order.step === step && !order.cancelled) ?? null;
}

/** Whether a step is done. */
export function stepDone(walk: Walk, step: string): boolean {
  return walk.orders.some((order) => order.step === step && isDone(order));
}

/** The tenders whose money is still held or was loaned. */
export function tenders(walk: Walk): readonly Order[] {
  return walk.orders.filter((order) => (order.step === 'tender' || order.step === 'auto-tender') && isDone(order));
}

function amountOf(order: Order, name: string): bigint {
  return fen(order.values[name] || '0');
}

/** What the investor lent: the held amounts and the red packets that came with them. */
export function lent(walk: Walk): bigint {
  return total(tenders(walk).flatMap((order) => [amountOf(order, 'amount'), amountOf(order, 'redPacket')]));
}

/** Simple interest for the term, rounded to the fen. */
export function interest(walk: Walk): bigint {
  const thousandths = BigInt(RATE.replace('.', '')) * BigInt(DAYS);
  return (lent(walk) * thousandths + 182_500n) / 365_000n;
}

/** What the investor should have available, by the platform's own reckoning. */
export function investorAvailable(walk: Walk): bigint {
  const sumOf = (step: string, name: string): bigint =>
    total(walk.orders.filter((order) => order.step === step && isDone(order)).map((order) => amountOf(order, name)));
  const held = total(tenders(walk).map((order) => amountOf(order, 'amount')));
  const repaid = sumOf('confirm-repayment', 'principal') + sumOf('confirm-repayment', 'interest');
  const left = sumOf('deposit', 'amount') - held + repaid - sumOf('withdraw', 'amount');
  return left > 0n ? left : 0n;
}

/** Yuan text for an input: `8000.00`. */
export function text(amount: bigint): string {
  return yuan(amount);
}
