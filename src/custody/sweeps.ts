/**
 * The core's due work: pages that expire, deposits the bank has not told about, payouts to send or ask about,
 * reports that a crash or a failure left behind. Each is one command per row through its platform's lane; calls to the
 * bank happen between.
 */
import type { Instant } from '../kernel/time.ts';
import { createPlatformSweep, type PlatformWork } from '../kernel/platform-sweep.ts';
import type { Sweep } from '../kernel/sweep.ts';
import type { BankReportStore } from './bank/bank-reports.store.ts';
import { processReport, takeAnswer } from './bank/intake.ts';
import type { Core } from './core.ts';
import { bankOrderNo } from './bank/order-no.ts';
import { expireTask } from './orders/paged.ts';
import type { BankOutcome } from './ports.ts';
import type { DueStore, Waiting } from './sweeps.store.ts';
import { sendBackTask } from './receipts/send-back.ts';
import { paidOut, sendTask } from './withdrawals/payout.ts';

/** Rows of one platform in one round, and how many of them talk to the bank at once. */
const ROUND = 100;
const AT_ONCE = 8;

export function createSweeps(core: Core, due: DueStore, reports: BankReportStore): readonly Sweep[] {
  return [
    sweep('pages', {
      ...looks(due, 'pages'),
      rows: (id, now) => due.pages(id, now, ROUND),
      work: (id, orderNo) => core.lanes.submit(id, expireTask(orderNo)),
    }),
    sweep('deposits', {
      ...looks(due, 'deposits'),
      rows: (id, now) => due.deposits(id, now, ROUND),
      work: (id, orderNo) => askPayin(core, id, orderNo),
    }),
    sweep('withdrawals', {
      ...looks(due, 'withdrawals'),
      rows: (id, now) => due.withdrawals(id, now, ROUND),
      work: (id, orderNo) => payOut(core, id, orderNo),
    }),
    sweep('send-backs', {
      ...looks(due, 'sendBacks'),
      rows: (id, now) => due.sendBacks(id, now, ROUND),
      work: (id, sendBackNo) => sendBack(core, id, sendBackNo),
    }),
    sweep('bank-reports', {
      ...looks(due, 'reports'),
      rows: (id, now) => reports.waiting(id, now, ROUND),
      work: (_, report) => processReport(core, reports, report),
    }),
  ];
}

type Looks = Pick<PlatformWork, 'nextDue' | 'platformsDue'>;

interface Rows<R> extends Looks {
  rows(platformId: number, now: Instant): Promise<readonly R[]>;
  work(platformId: number, row: R): Promise<unknown>;
}

function looks(due: DueStore, what: Waiting): Looks {
  return { nextDue: () => due.nextDue(what), platformsDue: (now) => due.platformsDue(what, now) };
}

/** A sweep whose rows are worked off one by one, some of a platform at once. */
function sweep<R>(name: string, { nextDue, platformsDue, rows, work }: Rows<R>): Sweep {
  return createPlatformSweep({
    name,
    nextDue,
    platformsDue,
    async round(platformId, now) {
      const due = await rows(platformId, now);
      const failures: unknown[] = [];
      for (let i = 0; i < due.length; i += AT_ONCE) {
        const worked = await Promise.allSettled(due.slice(i, i + AT_ONCE).map((row) => work(platformId, row)));
        failures.push(...worked.flatMap((each) => (each.status === 'rejected' ? [each.reason] : [])));
        // When all of a slice fail no row is to blame, and the next slice would only wait as long.
        if (worked.every((each) => each.status === 'rejected')) break;
      }
      // Told only now: one row that cannot be worked off keeps no other from its turn.
      if (failures.length > 0) throw failures[0];
      return due.length;
    },
  });
}

async function askPayin(core: Core, platformId: number, orderNo: bigint): Promise<void> {
  const number = bankOrderNo('D', platformId, orderNo);
  await takeAnswer(core, number, 'PAYIN', () => core.channel.queryPayin(number));
}

/** Three beats: the intent is committed, the bank is told, its reply is committed. */
async function payOut(core: Core, platformId: number, orderNo: bigint): Promise<void> {
  const row = await core.lanes.submit(platformId, sendTask(orderNo));
  if (!row) return;
  const number = bankOrderNo('W', platformId, orderNo);
  const { card: cardNumber, accountName, bank } = row;
  const order = { bankOrderNo: number, amount: paidOut(row), cardNumber, accountName, bank };
  await takeAnswer(core, number, 'PAYOUT', () => tellBank(core, number, row, () => core.channel.payOut(order)));
}

/** The same of money that goes back to who paid it. */
async function sendBack(core: Core, platformId: number, sendBackNo: bigint): Promise<void> {
  const order = await core.lanes.submit(platformId, sendBackTask(sendBackNo));
  if (!order) return;
  const { row, receipt } = order;
  const number = bankOrderNo('B', platformId, sendBackNo);
  const payinNo = bankOrderNo('D', platformId, receipt.orderNo);
  const back = { bankOrderNo: number, amount: row.amount, payinNo, payinRef: receipt.bankRef };
  await takeAnswer(core, number, 'PAYOUT', () => tellBank(core, number, row, () => core.channel.sendBack(back)));
}

/** A first try tells the bank; later ones ask first, and tell again only what the bank does not know. */
async function tellBank(
  core: Core,
  number: string,
  { attempts }: { readonly attempts: number },
  tell: () => Promise<BankOutcome>,
): Promise<BankOutcome> {
  if (attempts > 1) {
    const known = await core.channel.queryPayout(number);
    if (known.state !== 'UNKNOWN') return known;
  }
  return tell();
}
