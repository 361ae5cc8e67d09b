/** BREAK: what the bank said and nobody asked is looked into by one, and explained to another, who takes it (G-27). */
import { breaks } from '../breaks/tables.ts';
import { object } from '../objections.ts';
import { receipts } from '../receipts/tables.ts';
import type { CaseKind } from './kind.ts';

export const explain: CaseKind<null> = {
  about: 'BREAK',
  plans: false,
  papers: 0,
  needs({ breakNo }, _plan, want) {
    const found = breakNo === null ? undefined : want.row(breaks, breakNo);
    if (found?.receiptNo) want.rows(receipts, 'byNo', found.receiptNo);
  },
  judge({ breakNo }, _plan, { world }) {
    const found = breakNo === null ? undefined : world.get(breaks, breakNo);
    if (!found) return object('CASE_BREAK_UNKNOWN', { breakNo: breakNo ?? 0n });
    const [receipt] = found.receiptNo === null ? [] : world.find(receipts, 'byNo', found.receiptNo);
    if (!receipt || receipt.state === 'ALLOCATED' || receipt.state === 'SENT_BACK') return null;
    return object('CASE_BREAK_HAS_MONEY', { breakNo: found.breakNo, receiptNo: receipt.receiptNo });
  },
  // What stands in its history is what it does: the break is explained.
  approve: () => null,
};
