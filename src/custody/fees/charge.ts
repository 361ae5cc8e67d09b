/**
 * The custodian's fees (手续费): taken from the platform's fee account, owed where that does not reach, and given back
 * with a withdrawal's money.
 */
import { type Fen, least } from '../../kernel/money.ts';
import type { Want, World } from '../../executor/world.ts';
import { ACCOUNT_HOLDERS, CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { balanceOf, line, post, wantAccounts, wantFeeAccounts } from '../../ledger/journal.ts';

/**
 * The custodian's fee of an order: from the platform's fee account at once, what that cannot cover stays owed (L2.6).
 */
export function chargeFee(world: World, orderNo: bigint, fee: Fen): void {
  if (fee === 0n) return;
  const covered = least(fee, balanceOf(world, ACCOUNT_HOLDERS.FEE, 'AVAILABLE'));
  post(world, 'custodian-fee', orderNo, [
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'fee', -covered),
    line(CUSTODIAN_HOLDER, 'FEES_OWED', 'owed', covered - fee),
    line(CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME', 'fee', fee),
  ]);
}

/** The accounts that a fee given back may touch. */
export function wantFeeGivenBack(want: Want): void {
  wantFeeAccounts(want);
  wantAccounts(want, CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME');
}

/**
 * Gives a fee back: what is still owed is struck first, the rest credited (L2.9). Which order's fee is owed need not
 * be known: a credit to the fee account would pay what is owed at once, so both ways lead to the same balances.
 */
export function giveFeeBack(world: World, orderNo: bigint, fee: Fen): void {
  if (fee === 0n) return;
  const struck = least(fee, -balanceOf(world, CUSTODIAN_HOLDER, 'FEES_OWED'));
  post(world, 'custodian-fee-returned', orderNo, [
    line(CUSTODIAN_HOLDER, 'CUSTODIAN_FEE_INCOME', 'fee', -fee),
    line(CUSTODIAN_HOLDER, 'FEES_OWED', 'owed', struck),
    line(ACCOUNT_HOLDERS.FEE, 'AVAILABLE', 'fee', fee - struck),
  ]);
}
