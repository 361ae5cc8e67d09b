/**
 * The bank's words on their way in. A message is kept as a row, processed by the platform's lane, marked; the answer to
 * a call of ours goes to the lane at once. Both are judged alike, and twice the same is once.
 */
import { isTransient } from '../../executor/batch.ts';
import { LaneFull, type Task } from '../../executor/lane.ts';
import { raiseBreak, wantBreaks } from '../breaks/raise.ts';
import { type Core, policyOf } from '../core.ts';
import { payinSaidTask } from '../deposits/payin.ts';
import type { PlatformRecord } from '../platforms/record.ts';
import type { BankOutcome, BankReport, UnreadableReport } from '../ports.ts';
import { sendBackSaidTask } from '../receipts/send-back.ts';
import { payoutSaidTask } from '../withdrawals/payout.ts';
import type { BankReportStore, KeptReport } from './bank-reports.store.ts';
import { readBankOrderNo } from './order-no.ts';
import { factsOf, type Said } from './said.ts';
import type { StrayReportStore } from './stray-reports.store.ts';

/** Where messages are kept: those about an order of ours, and all others. */
export interface Reports {
  readonly kept: BankReportStore;
  readonly strays: StrayReportStore;
}

/** Takes a verified message. What cannot be read, or is about no platform of ours, is kept for people (G-27). */
export async function takeMessage(
  core: Core,
  { kept, strays }: Reports,
  message: BankReport | UnreadableReport,
): Promise<void> {
  const at = core.clock.now();
  const order = message.bankOrderNo === null ? null : readBankOrderNo(message.bankOrderNo);
  const report = message.outcome && order && (await kept.keep(order.platformId, message, at));
  if (report) {
    const failed = await processReport(core, kept, report);
    if (failed) throw failed.error;
  } else await strays.keep(core.channel.name, message, order?.platformId ?? null, at);
}

/**
 * Makes of a kept message what it says. Safe to repeat. Answers what it failed on, once that is noted: the message has
 * its next turn later. Throws what is no fault of the message: the lane is full, the database away.
 */
export async function processReport(
  core: Core,
  store: BankReportStore,
  kept: KeptReport,
): Promise<{ readonly error: unknown } | null> {
  try {
    await makeOf(core, kept);
  } catch (error) {
    if (error instanceof LaneFull || isTransient(error)) throw error;
    await store.failed(kept, error, core.clock.now());
    core.onReportFailed(kept.platformId, error);
    return { error };
  }
  await store.processed(kept, core.clock.now());
  return null;
}

async function makeOf(core: Core, { platformId, report, first }: KeptReport): Promise<void> {
  const order = readBankOrderNo(report.bankOrderNo);
  const platform = await core.directory.byId(platformId);
  if (!order || !platform) throw new Error(`the platform of ${report.bankOrderNo} is gone`);
  const said: Said = { ...report, orderNo: order.orderNo, askedAt: null };
  const task = first ? messageDiffersTask(said, first) : saidTask(core, platform, said);
  await core.lanes.submit(platformId, task);
}

/** Asks the bank about one of our numbers, and makes of the answer what it says of the moment of the question. */
export async function takeAnswer(
  core: Core,
  bankOrderNo: string,
  kind: BankReport['kind'],
  ask: () => Promise<BankOutcome>,
): Promise<void> {
  const askedAt = core.clock.now();
  const outcome = await ask();
  const order = readBankOrderNo(bankOrderNo);
  const platform = order && (await core.directory.byId(order.platformId));
  if (!order || !platform) return;
  const said: Said = { bankOrderNo, orderNo: order.orderNo, kind, outcome, messageId: null, askedAt };
  await core.lanes.submit(platform.platformId, saidTask(core, platform, said));
}

/** By our number, not by what the bank says it is about: that is checked. */
function saidTask(core: Core, platform: PlatformRecord, said: Said): Task<void> {
  const kind = readBankOrderNo(said.bankOrderNo)?.kind;
  if (kind === 'B') return sendBackSaidTask(said);
  return kind === 'D' ? payinSaidTask(platform, said) : payoutSaidTask(policyOf(core, platform), said);
}

/** A message number that came with another content before: which of the two is meant, nobody can tell (G-27). */
export function messageDiffersTask(said: Said, first: BankReport): Task<void> {
  return {
    weight: 1,
    needs: (want) => wantBreaks(want, said.orderNo),
    run: (world) => raiseBreak(world, { kind: 'MESSAGE_DIFFERS', said, asked: factsOf(first) }),
  };
}
