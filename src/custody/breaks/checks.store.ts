/** What `ledger verify` asks of breaks, and how much money stands in them. */
import type { Check, Figure } from '../../ledger/verify.store.ts';
import { FAILING } from '../bank/bank-reports.store.ts';
import type { JudgedKind } from './kinds.ts';

const AMOUNT = (side: string) => `coalesce((${side}::jsonb #>> '{amount,fen}')::bigint, 0)`;

const SIDES = 'b.asked::jsonb as asked, b.told::jsonb as told';

/** A payout that was closed comes to the same state as one that was returned, without a reference. */
const CLOSED = "asked ->> 'state' = 'RETURNED' and asked ->> 'bankRef' is null";
const RETURNED = "asked ->> 'state' = 'RETURNED' and asked ->> 'bankRef' is not null";

/** What must be so for a break to be of its kind; `source` is that of its receipt. */
const MEANS: Readonly<Record<JudgedKind, string>> = {
  AMOUNT_DIFFERS: "(asked -> 'amount' <> told -> 'amount' or otherwise) and source is distinct from 'RETURN'",
  CLOSED_AFTER_PAID: "asked ->> 'state' in ('PAID', 'CLOSED') and told ->> 'state' = 'CLOSED'",
  KIND_DIFFERS: "asked ->> 'kind' <> told ->> 'kind'",
  MESSAGE_DIFFERS: 'again',
  NOT_ASKED: "(asked is null or asked ->> 'state' = 'WAITING')",
  PAID_AFTER_CLOSED: `${CLOSED} and told ->> 'state' = 'PAID'`,
  PAID_AFTER_RETURN: `${RETURNED} and told ->> 'state' = 'PAID'`,
  PAID_AGAIN: `asked ->> 'state' in ('PAID', 'CLOSED') and told ->> 'state' = 'PAID'
    and asked ->> 'bankRef' is distinct from told ->> 'bankRef' and (source is null or earlier)`,
  PAID_LATE: `source = 'PAYIN' and not earlier
    and (asked ->> 'state' = 'CLOSED' or asked ->> 'state' = 'HANDED' and after_end)`,
  PAYIN_RETURNED: "asked ->> 'kind' = 'PAYIN' and told ->> 'state' = 'RETURNED'",
  RETURNED_AFTER_PAID: "source = 'RETURN' and asked ->> 'state' = 'PAID'",
  RETURNED_AFTER_CLOSED: `${CLOSED} and told ->> 'state' = 'RETURNED'`,
  RETURNED_AGAIN: `source is null and asked ->> 'kind' = 'PAYOUT' and told ->> 'state' = 'RETURNED'
    and not (${CLOSED})`,
};

export const BREAK_CHECKS: readonly Check[] = [
  {
    name: 'money that is nobody’s says why: each unallocated receipt has its break',
    since: 'standing',
    sql: `
      select 'receipt ' || receipt_no as place, coalesce(r.said, 'a receipt') as expected,
        coalesce(b.said, 'no break') as found
      from (select receipt_no, state, order_no || ' ' || bank_ref || ' ' || amount || ' at ' || received_at as said
        from receipts) r
      full join (
        select receipt_no, order_no || ' ' || (told::jsonb ->> 'bankRef') || ' ' || amount || ' at ' || found_at as said
        from breaks where receipt_no is not null) b using (receipt_no)
      where r.said is distinct from b.said and (r.state <> 'CREDITED' or b.said is not null)`,
  },
  {
    name: 'the money at stake in a break is what was received, else the larger of both sides',
    since: 'standing',
    sql: `
      select 'break ' || break_no as place, case when receipt_no is not null then ${AMOUNT('told')}
          else greatest(${AMOUNT('asked')}, ${AMOUNT('told')}) end::text as expected, amount::text as found
      from breaks
      where amount <> case when receipt_no is not null then ${AMOUNT('told')}
        else greatest(${AMOUNT('asked')}, ${AMOUNT('told')}) end`,
  },
  {
    name: 'a break is about the order that the bank named, as its message says',
    since: 'standing',
    sql: `
      select 'break ' || b.break_no as place, coalesce(r.said, 'an answer about order no ' || b.order_no) as expected,
        b.told as found
      from breaks b
      left join lateral (
        select string_agg(r.report::text, ' or ') as said,
          bool_or(r.report ->> 'bankOrderNo' = b.told::jsonb ->> 'bankOrderNo'
            and r.report ->> 'kind' = b.told::jsonb ->> 'kind'
            and r.report #>> '{outcome,state}' = b.told::jsonb ->> 'state'
            and r.report #> '{outcome,amount}' is not distinct from b.told::jsonb -> 'amount'
            and r.report #>> '{outcome,bankRef}' is not distinct from b.told::jsonb ->> 'bankRef') as fits
        from bank_reports r where r.message_id = b.message_id) r on true
      where split_part(b.told::jsonb ->> 'bankOrderNo', '-', 2) <> b.order_no::text
        or (b.message_id is not null and r.fits is not true)`,
  },
  {
    name: 'a break is of the kind that both sides make it, and our side is that of the order',
    since: 'standing',
    sql: `
      select 'break ' || break_no as place, kind as expected,
        coalesce(asked::text, 'nothing') || ' and ' || told as found
      from (
        select b.break_no, b.kind, ${SIDES}, r.source,
          exists (select from bank_reports m where m.message_id = b.message_id and m.variant <> '') as again,
          exists (select from receipts k where k.order_no = b.order_no and k.bank_ref = b.told::jsonb ->> 'bankRef'
            and k.amount <> (b.told::jsonb #>> '{amount,fen}')::bigint) as otherwise,
          exists (select from receipts k where k.order_no = b.order_no and k.receipt_no < b.receipt_no) as earlier,
          coalesce(d.amount, w.amount - w.commission, s.amount) as ours,
          d.barcode is not null and exists (select from orders o where o.order_no = b.order_no
            and o.expires_at <= r.paid_at) as after_end
        from breaks b left join receipts r using (receipt_no)
        left join deposits d on d.order_no = b.order_no left join withdrawals w on w.order_no = b.order_no
        left join send_backs s on s.send_back_no = b.order_no) b
      where (case kind ${Object.entries(MEANS)
        .map(([kind, means]) => `when '${kind}' then ${means}`)
        .join(' ')} end) is not true
        or kind <> 'MESSAGE_DIFFERS' and (asked #>> '{amount,fen}')::bigint <> ours`,
  },
];

/**
 * How many breaks there are whose money is not settled and that nobody has explained, and the money at stake in them;
 * words that cannot be read tell of none.
 */
export const MONEY_IN_BREAKS: Figure = {
  name: 'breaks',
  sql: `
    select count(*) as count, coalesce(sum(amount), 0) as amount
    from (
      select b.amount from breaks b
      left join receipts r on r.platform_id = b.platform_id and r.receipt_no = b.receipt_no
      where coalesce(r.state, 'UNALLOCATED') not in ('ALLOCATED', 'SENT_BACK') and not exists (select from cases c
        where c.platform_id = b.platform_id and c.break_no = b.break_no and c.kind = 'BREAK' and c.state = 'APPROVED')
      union all select amount from stray_reports union all
      select case when report #>> '{outcome,amount,fen}' ~ '^[0-9]{1,18}$'
        then (report #>> '{outcome,amount,fen}')::numeric else 0 end from bank_reports
      where processed_at is null and failures >= ${FAILING}) b`,
};
