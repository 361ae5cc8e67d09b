/** Claims as they are read: with what was transferred out of them, and what is left of each. */

/** Rows of `claims` of one platform ($1), with what the claims that came of them say. */
export const CLAIMS_STANDING = `(
  select c.claim_no, c.project_no, c.holder_no, c.origin_no, c.confirm_no, c.principal, c.source_no, c.took_rest,
    c.created_at, coalesce(s.transferred, 0)::bigint as transferred, coalesce(s.sold_out, false) as sold_out
  from claims c left join lateral (
    select sum(principal) as transferred, bool_or(took_rest) as sold_out from claims
    where platform_id = $1 and source_no = c.claim_no) s on true
  where c.platform_id = $1)`;

/**
 * Claims with what is left of them: a holder's balance lies in his newest claims, because the oldest are repaid first.
 * Columns: those of `claims` and `transferred`, `remaining`; to be narrowed by platform, project and holder.
 */
export const CLAIMS_LEFT = `
  select c.platform_id, c.claim_no, c.project_no, c.holder_no, c.origin_no, c.confirm_no, c.principal, c.created_at,
    c.transferred, greatest(0, least(c.principal - c.transferred, coalesce(b.balance_after, 0) - c.newer))::bigint
      as remaining
  from (
    select c.platform_id, c.claim_no, c.project_no, c.holder_no, c.origin_no, c.confirm_no, c.principal, c.created_at,
      s.transferred, coalesce(sum(c.principal - s.transferred) over (
        partition by c.platform_id, c.project_no, c.holder_no order by c.claim_no desc
        rows between unbounded preceding and 1 preceding), 0) as newer
    from claims c cross join lateral (
      select coalesce(sum(principal), 0) as transferred from claims
      where platform_id = c.platform_id and source_no = c.claim_no) s) c
  join projects p on p.platform_id = c.platform_id and p.project_no = c.project_no
  left join dues d on d.platform_id = c.platform_id and d.debt_no = p.project_id and d.holder_no = c.holder_no
  left join lateral (
    select balance_after from postings where platform_id = d.platform_id and account_id = d.due_no * 100 + 20
    order by version desc limit 1) b on true`;
