/** What `ledger verify` asks of breaks, and how much money stands in them. */
import type { Check, Figure } from '../../ledger/verify.store.ts';
import { FAILING } from '../bank/bank-reports.store.ts';

const AMOUNT = (side: string) => `coalesce((${side}::jsonb #>> '{amount,fen}')::bigint, 0)`;

export const BREAK_CHECKS: readonly Check[] = [
  {
    name: 'money that is nobody’s says why: each unallocated receipt has its break',
    sql: `
      select platform_id, 'receipt ' || receipt_no as place, coalesce(r.said, 'a receipt') as expected,
        coalesce(b.said, 'no break') as found
      from (select platform_id, receipt_no, state, order_no || ' ' || bank_ref || ' ' || amount as said from receipts) r
      full join (
        select platform_id, receipt_no, order_no || ' ' || (told::jsonb ->> 'bankRef') || ' ' || amount as said
        from breaks where receipt_no is not null) b using (platform_id, receipt_no)
      where r.said is distinct from b.said and (r.state = 'UNALLOCATED' or b.said is not null)`,
  },
  {
    name: 'the money at stake in a break is what was received, else the larger of both sides',
    sql: `
      select platform_id, 'break ' || break_no as place, case when receipt_no is not null then ${AMOUNT('told')}
          else greatest(${AMOUNT('asked')}, ${AMOUNT('told')}) end::text as expected, amount::text as found
      from breaks
      where amount <> case when receipt_no is not null then ${AMOUNT('told')}
        else greatest(${AMOUNT('asked')}, ${AMOUNT('told')}) end`,
  },
  {
    name: 'a break is about the order that the bank named, as its message says',
    sql: `
      select b.platform_id, 'break ' || b.break_no as place,
        coalesce(r.said, 'an answer about order no ' || b.order_no) as expected, b.told as found
      from breaks b
      left join lateral (
        select string_agg(r.report::text, ' or ') as said,
          bool_or(r.report ->> 'bankOrderNo' = b.told::jsonb ->> 'bankOrderNo'
            and r.report ->> 'kind' = b.told::jsonb ->> 'kind'
            and r.report #>> '{outcome,state}' = b.told::jsonb ->> 'state'
            and r.report #> '{outcome,amount}' is not distinct from b.told::jsonb -> 'amount'
            and r.report #>> '{outcome,bankRef}' is not distinct from b.told::jsonb ->> 'bankRef') as fits
        from bank_reports r where r.platform_id = b.platform_id and r.message_id = b.message_id) r on true
      where split_part(b.told::jsonb ->> 'bankOrderNo', '-', 2) <> b.order_no::text
        or (b.message_id is not null and r.fits is not true)`,
  },
];

/** How many breaks there are, and the money at stake in them; words that cannot be read tell of none. */
export const MONEY_IN_BREAKS: Figure = {
  name: 'breaks',
  sql: `
    select count(*) as count, coalesce(sum(amount), 0) as amount
    from (
      select amount from breaks union all select amount from stray_reports union all
      select coalesce((report #>> '{outcome,amount,fen}')::numeric, 0) from bank_reports
      where processed_at is null and failures >= ${FAILING}) b`,
};
