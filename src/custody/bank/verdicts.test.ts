/**
 * What is done about each word of the bank, by what stands here: three tables to be read. Orders are of 5.00; `keep` is
 * an unallocated receipt with its break, `wait` is nothing new. A word that fits is the only one that moves money.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgePayin } from '../deposits/payin.ts';
import type { DepositRow } from '../deposits/tables.ts';
import type { BankOutcome } from '../ports.ts';
import { judgePayout } from '../withdrawals/payout.ts';
import type { WithdrawalRow } from '../withdrawals/tables.ts';

const PAYINS = `
bank says         | nothing   | HANDED               | PAID by R1           | CLOSED         | CLOSED, 4 by R1
open              | wait      | wait                 | wait                 | wait           | wait
unknown           | wait      | wait                 | wait                 | wait           | wait
absent            | wait      | wait                 | wait                 | wait           | wait
absent, time over | wait      | close                | wait                 | wait           | wait
paid 5 by R1      | NOT_ASKED | credit               | wait                 | keep PAID_LATE | AMOUNT_DIFFERS
paid 4 by R1      | NOT_ASKED | keep AMOUNT_DIFFERS  | AMOUNT_DIFFERS       | keep PAID_LATE | wait
paid 5 by R2      | NOT_ASKED | credit               | keep PAID_AGAIN      | keep PAID_LATE | keep PAID_AGAIN
paid 6 by R2      | NOT_ASKED | keep AMOUNT_DIFFERS  | keep PAID_AGAIN      | keep PAID_LATE | keep PAID_AGAIN
closed            | NOT_ASKED | close                | CLOSED_AFTER_PAID    | wait           | CLOSED_AFTER_PAID
returned 5 by R2  | NOT_ASKED | PAYIN_RETURNED       | PAYIN_RETURNED       | PAYIN_RETURNED | PAYIN_RETURNED
the other kind    | NOT_ASKED | KIND_DIFFERS         | KIND_DIFFERS         | KIND_DIFFERS   | KIND_DIFFERS
`;

const PAYOUTS_UNDER_WAY = `
bank says         | nothing   | WAITING   | SENT
open              | wait      | wait      | wait
unknown           | wait      | wait      | wait
absent            | wait      | wait      | wait
paid 5 by R1      | NOT_ASKED | NOT_ASKED | pay
paid 4 by R1      | NOT_ASKED | NOT_ASKED | AMOUNT_DIFFERS
closed            | NOT_ASKED | NOT_ASKED | return
returned 5 by R1  | NOT_ASKED | NOT_ASKED | return
returned 4 by R1  | NOT_ASKED | NOT_ASKED | AMOUNT_DIFFERS
the other kind    | NOT_ASKED | NOT_ASKED | KIND_DIFFERS
`;

const PAYOUTS_ENDED = `
bank says        | PAID by R1               | PAID by R1, 5 by R2 | RETURNED by R1    | RETURNED, closed
open             | wait                     | wait                | wait              | wait
unknown          | wait                     | wait                | wait              | wait
absent           | wait                     | wait                | wait              | wait
paid 5 by R1     | wait                     | wait                | PAID_AFTER_RETURN | PAID_AFTER_CLOSED
paid 5 by R3     | PAID_AGAIN               | PAID_AGAIN          | PAID_AFTER_RETURN | PAID_AFTER_CLOSED
paid 4 by R1     | AMOUNT_DIFFERS           | AMOUNT_DIFFERS      | PAID_AFTER_RETURN | PAID_AFTER_CLOSED
closed           | CLOSED_AFTER_PAID        | CLOSED_AFTER_PAID   | wait              | wait
returned 5 by R1 | keep RETURNED_AFTER_PAID | RETURNED_AGAIN      | wait              | RETURNED_AFTER_CLOSED
returned 5 by R2 | keep RETURNED_AFTER_PAID | wait                | RETURNED_AGAIN    | RETURNED_AFTER_CLOSED
returned 4 by R2 | AMOUNT_DIFFERS           | AMOUNT_DIFFERS      | RETURNED_AGAIN    | RETURNED_AFTER_CLOSED
returned 4 by R1 | AMOUNT_DIFFERS           | RETURNED_AGAIN      | AMOUNT_DIFFERS    | RETURNED_AFTER_CLOSED
the other kind   | KIND_DIFFERS             | KIND_DIFFERS        | KIND_DIFFERS      | KIND_DIFFERS
`;

type Said = { readonly kind: 'PAYIN' | 'PAYOUT'; readonly outcome: BankOutcome };
type Verdict = { readonly to: string; readonly why?: string };

/** `paid 5 by R1` as the bank's word about an order of `kind`. */
function word(text: string, kind: Said['kind']): Said {
  const [, verb, amount, bankRef = ''] = /^(paid|returned) (\d) by (R\d)$/.exec(text) ?? [];
  if (verb === 'paid') return { kind, outcome: { state: 'PAID', amount: BigInt(amount ?? 0), bankRef, paidAt: 0 } };
  if (verb === 'returned') {
    return { kind, outcome: { state: 'RETURNED', amount: BigInt(amount ?? 0), bankRef, reason: '退票' } };
  }
  const other = kind === 'PAYIN' ? 'PAYOUT' : 'PAYIN';
  const words: Readonly<Record<string, Said>> = {
    open: { kind, outcome: { state: 'OPEN' } },
    unknown: { kind, outcome: { state: 'UNKNOWN' } },
    absent: { kind, outcome: { state: 'UNKNOWN', absent: true } },
    'absent, time over': { kind, outcome: { state: 'UNKNOWN', absent: true } },
    closed: { kind, outcome: { state: 'CLOSED', reason: '已关闭' } },
    'the other kind': { kind: other, outcome: { state: 'PAID', amount: 5n, bankRef: 'R1', paidAt: 0 } },
  };
  const said = words[text];
  assert.ok(said, `the bank never says "${text}"`);
  return said;
}

/** `CLOSED, 4 by R1` as what stands here: a row of 5, and what has been received. */
function standing(text: string) {
  const [, state, bankRef = null, amount, by] = /^(\w+)(?: by (R\d))?(?:, (\d) by (R\d))?/.exec(text) ?? [];
  const kept = amount !== undefined && by !== undefined ? [{ bankRef: by, amount: BigInt(amount) }] : [];
  return { row: state === 'nothing' ? undefined : { state, amount: 5n, commission: 0n, bankRef }, kept };
}

function payin(heading: string, text: string): Verdict {
  const { row, kept } = standing(heading);
  const paid = row?.state === 'PAID' ? [{ bankRef: row.bankRef ?? '', amount: row.amount }] : [];
  const isOver = text === 'absent, time over';
  return judgePayin(
    { row: row as DepositRow | undefined, received: [...paid, ...kept], isOver, endsAt: null },
    word(text, 'PAYIN'),
  );
}

function payout(heading: string, text: string): Verdict {
  const { row, kept } = standing(heading);
  return judgePayout({ row: row as WithdrawalRow | undefined, received: kept }, word(text, 'PAYOUT'));
}

/** The cells of a table: what the bank says, what stands here, what is done. */
function cellsOf(table: string): readonly (readonly [said: string, heading: string, cell: string])[] {
  const [[, ...headings] = [], ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return lines.flatMap(([said = '', ...cells]) =>
    headings.map((heading, i) => [said, heading, cells[i] ?? ''] as const),
  );
}

for (const [name, table, judge] of [
  ['payins', PAYINS, payin],
  ['payouts under way', PAYOUTS_UNDER_WAY, payout],
  ['payouts that have ended', PAYOUTS_ENDED, payout],
] as const) {
  test(`G-14 G-27 the bank's word against what stands here: ${name}`, () => {
    const written = cellsOf(table);
    const decided = written.map(([said, heading]) => {
      const { to, why } = judge(heading, said);
      return [said, heading, to === 'break' ? why : [to, why].filter(Boolean).join(' ')];
    });
    assert.deepEqual(decided, written);
  });
}
