/**
 * The bank's messages on their way in: kept as a row, processed by the platform's lane, marked. Twice the same is
 * once.
 */
import type { Core } from '../core.ts';
import { policyOf } from '../core.ts';
import { payinReportedTask } from '../deposits/deposit.ts';
import { readBankOrderNo } from './order-no.ts';
import type { BankReport } from '../ports.ts';
import { payoutReportedTask } from '../withdrawals/payout.ts';
import type { BankReportStore } from './bank-reports.store.ts';

/** Takes a verified message; false when it is about no order of ours. */
export async function takeReport(core: Core, store: BankReportStore, report: BankReport): Promise<boolean> {
  const order = readBankOrderNo(report.bankOrderNo);
  if (!order) return false;
  const kept = await store.keep(order.platformId, report, core.clock.now());
  if (kept === null) return false;
  await processReport(core, store, report);
  return true;
}

/** Makes of a kept message what it says. Safe to repeat. */
export async function processReport(core: Core, store: BankReportStore, report: BankReport): Promise<void> {
  const order = readBankOrderNo(report.bankOrderNo);
  const platform = order && (await core.directory.byId(order.platformId));
  if (!order || !platform) return;
  const { platformId } = platform;
  const task =
    order.kind === 'D'
      ? payinReportedTask(platform, order.orderNo, report.outcome)
      : payoutReportedTask(policyOf(core, platform), order.orderNo, report.outcome);
  await core.lanes.submit(platformId, task);
  await store.processed(platformId, report.messageId, core.clock.now());
}
