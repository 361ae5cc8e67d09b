/** What was received before receipts had rows of their own survives: each entry of money that came is a receipt. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEarlierDatabase } from '../../testing/database.ts';
import { SEALER } from '../../testing/custody.ts';
import { verifyLedger } from '../verify.ts';

/** Entries as they were posted: number, template, order, account in, account out, amount. */
const ENTRIES = [
  [1, 'deposit', 1001, 11, 100201, 500],
  [2, 'deposit', 1003, 11, 101, 7],
  [3, 'unallocated-receipt', 1004, 11, 13, 300],
  [4, 'unallocated-receipt', 1005, 11, 13, 299],
  [5, 'withdrawal', 1006, 100201, 12, 100],
  [6, 'custodian-fee', 1006, 101, 14, 2],
  [7, 'withdrawal-paid', 1006, 12, 10, 100],
  [8, 'withdrawal-sent-back', 1006, 10, 13, 100],
  [9, 'withdrawal', 1007, 100201, 12, 50],
  [10, 'custodian-fee', 1007, 101, 14, 2],
  [11, 'withdrawal-returned', 1007, 12, 100201, 50],
] as const;

/** Notices of before; the last is of a try that gave its number to another one. */
const NOTICES = [
  "901, 'r1007', 1007, 's', 'ACCEPTED', 'DELIVERED'",
  "902, 'r1007', 1007, 's', 'FINAL', 'DELIVERED'",
  "903, 'r1001', 900, 's', 'FINAL', 'WITHDRAWN'",
];

/** What these rows leave out: registrations, commands and all notices but one. Money is whole. */
const UNTOLD = new Set([
  'each acceptance and each end of an order owes its platform one notice',
  'a member is as his registration made him',
  'a member has his personal data',
  'an order says in all its texts what was ordered',
  'a deposit cost the fee that its outcome tells',
  'a withdrawal goes to the card, the bank and the name that were accepted, for the fee that was told',
]);

/** What every line of such an entry is called. */
function partOf(template: string): string {
  if (template === 'custodian-fee') return 'fee';
  return template.startsWith('withdrawal') ? 'withdrawal' : 'deposit';
}

/** The statements that make a platform as the program left it before. */
function before(): string {
  const at = "'2026-11-21T00:00:00Z'";
  const [balances, versions] = [new Map<number, number>(), new Map<number, number>()];
  const postings = ENTRIES.flatMap(([entryNo, template, , from, to, amount]) =>
    (
      [
        [1, from, -amount],
        [2, to, amount],
      ] as const
    ).map(([seq, account, part]) => {
      balances.set(account, (balances.get(account) ?? 0) + part);
      versions.set(account, (versions.get(account) ?? 0) + 1);
      const after = `${balances.get(account)}, ${versions.get(account)}`;
      return `(1, ${entryNo}, ${seq}, ${account}, '${partOf(template)}', ${part}, ${after})`;
    }),
  );
  const entries = ENTRIES.map(([no, template, order]) => `(1, ${no}, '${template}', ${order}, ${at})`);
  const accounts = [...balances].map(
    ([id, balance]) => `(1, ${id}, ${Math.floor(id / 100)}, ${id % 100}, ${balance}, ${versions.get(id)})`,
  );
  const order = (no: number, verb: string, state: string) =>
    `(1, 'r${no}', ${no}, 'c', 's', '${verb}', '${state}', true, '{}',
      ${state === 'REFUSED' ? `'{"name":"PAGE_CANCELLED","facts":{}}'` : 'null'}, ${at}, ${at}, ${at})`;
  const deposit = (no: number, holder: number, amount: number, state: string, ref: string | null) =>
    `(1, ${no}, 'r${no}', ${holder}, ${amount}, 'sandbox', '${state}',
      ${ref && `'${ref}'`}, ${ref && at}, ${at}, null, 0)`;
  const withdrawal = (no: number, amount: number, ref: string) =>
    `(1, ${no}, 'r${no}', 1002, ${amount}, 0, 'DEDUCT', 'URGENT', 'RETURNED', 'sandbox', 'x', 'x', 'ICBC', '${ref}',
      null, 1, ${at}, ${at})`;
  const paid = '{"kind":"PAYOUT","bankOrderNo":"W1-1006","outcome":{"state":"PAID","bankRef":"OUT"}}';
  return `
    insert into platforms (platform_id, platform_no, name, dialect, created_at) values (1, 'P', 'P', 'd', ${at});
    insert into lanes (platform_id, last_entry_no, last_no, last_at) values (1, 11, 1007, ${at});
    insert into members (platform_id, user_no, member_no, type, role, state, created_at)
      values (1, 'u', 1002, 'PERSON', 'ORDINARY', 'ACTIVE', ${at});
    insert into orders (platform_id, request_no, order_no, command_id, service, verb, state, final, content, refusal,
      created_at, expires_at, finished_at) values ${[
        ...[1001, 1003].map((no) => order(no, 'DEPOSIT', 'DONE')),
        ...[1004, 1005].map((no) => order(no, 'DEPOSIT', 'REFUSED')),
        order(1006, 'WITHDRAW', 'DONE'),
        order(1007, 'WITHDRAW', 'REFUSED'),
      ].join()};
    insert into deposits (platform_id, order_no, request_no, holder_no, amount, channel, state, bank_ref, paid_at,
      handed_at, due_at, queries) values ${[
        deposit(1001, 1002, 500, 'PAID', 'A'),
        deposit(1003, 1, 7, 'PAID', null),
        deposit(1004, 1002, 300, 'UNALLOCATED', 'C'),
        deposit(1005, 1002, 300, 'UNALLOCATED', 'D'),
      ].join()};
    insert into withdrawals (platform_id, order_no, request_no, holder_no, amount, commission, mode, urgency, state,
      channel, card, account_name, bank, bank_ref, due_at, attempts, accepted_at, finished_at)
      values ${[withdrawal(1006, 100, 'BACK'), withdrawal(1007, 50, 'RET')].join()};
    insert into bank_reports (platform_id, message_id, report, received_at, processed_at)
      values (1, 'M', '${paid}', ${at}, ${at});
    insert into notices (platform_id, notice_no, request_no, order_no, service, stage, state, created_at)
      values ${NOTICES.map((notice) => `(1, ${notice}, ${at})`).join()};
    insert into accounts values ${accounts.join()};
    insert into entries (platform_id, entry_no, template, order_no, effective_at) values ${entries.join()};
    insert into postings values ${postings.join()};`;
}

test('G-14 deposits and payouts of before become receipts with their breaks, and the books still hold', async () => {
  const { sql, update } = await createEarlierDatabase('0008');
  await sql.unsafe(before());
  await update();
  const receipts = await sql`select * from receipts order by receipt_no`;
  assert.deepEqual(
    receipts.map((row) => [row.receipt_no, row.order_no, row.bank_ref, row.source, row.amount, row.state].join(' ')),
    [
      '1008 1001 A PAYIN 500 CREDITED',
      '1009 1003 unknown PAYIN 7 CREDITED',
      '1010 1004 C PAYIN 300 UNALLOCATED',
      '1011 1005 D PAYIN 299 UNALLOCATED',
      '1012 1006 BACK RETURN 100 UNALLOCATED',
    ],
  );
  const breaks = await sql`select * from breaks order by break_no`;
  assert.deepEqual(
    breaks.map((row) => [row.break_no, row.kind, row.order_no, row.amount, row.receipt_no].join(' ')),
    ['1013 PAID_LATE 1004 300 1010', '1014 AMOUNT_DIFFERS 1005 299 1011', '1015 RETURNED_AFTER_PAID 1006 100 1012'],
  );
  const withdrawals = await sql`select state, bank_ref, fee from withdrawals order by order_no`;
  assert.deepEqual(
    withdrawals.map((row) => [row.state, row.bank_ref, row.fee].join(' ')),
    ['PAID OUT 2', 'RETURNED RET 2'],
  );
  const [lane] = await sql`select last_no from lanes`;
  assert.equal(lane?.last_no, 1015n);
  const { differences, figures } = await verifyLedger(sql, SEALER);
  const checks = new Set(differences.map(({ check }) => check));
  assert.deepEqual([checks, figures.breaks], [UNTOLD, { count: 3n, amount: 699n }]);
});
