/** How accounts of what is due are read: their rows never change, and their last posting says how they stand. */

/** Rows of `dues` with what their last postings say, of one platform ($1). */
export const DUES_STANDING = `(
  select d.debt_no, d.holder_no, d.due_no, coalesce(p.balance_after, 0) as balance, coalesce(p.version, 0) as version,
    p.part as last_part
  from dues d left join lateral (
    select balance_after, version, part from postings where platform_id = $1 and account_id = d.due_no * 100 + 20
    order by version desc limit 1) p on true
  where d.platform_id = $1)`;
