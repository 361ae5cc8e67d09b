/** The custodian's fees (手续费): taken from the platform's fee account, and owed where that does not reach. */
import { type Fen, least } from '../../kernel/money.ts';
import type { World } from '../../executor/world.ts';
import { ACCOUNT_HOLDERS, CUSTODIAN_HOLDER } from '../../ledger/chart.ts';
import { balanceOf, line, post } from '../../ledger/journal.ts';

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
