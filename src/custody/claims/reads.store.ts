/** Claims as they are told: what is left of each. */

/**
 * Claims with what is left of them: a holder's balance lies in his newest claims, because the oldest are repaid first.
 * Columns: those of `claims` and `remaining`; to be narrowed by platform, project and holder.
 */
export const CLAIMS_LEFT = `
  select c.platform_id, c.claim_no, c.project_no, c.holder_no, c.origin_no, c.confirm_no, c.principal, c.created_at,
    greatest(0, least(c.principal, coalesce(b.balance_after, 0) - c.newer))::bigint as remaining
  from (
    select platform_id, claim_no, project_no, holder_no, origin_no, confirm_no, principal, created_at,
      coalesce(sum(principal) over (partition by platform_id, project_no, holder_no order by claim_no desc
        rows between unbounded preceding and 1 preceding), 0) as newer
    from claims) c
  join projects p on p.platform_id = c.platform_id and p.project_no = c.project_no
  left join dues d on d.platform_id = c.platform_id and d.debt_no = p.project_id and d.holder_no = c.holder_no
  left join lateral (
    select balance_after from postings where platform_id = d.platform_id and account_id = d.due_no * 100 + 20
    order by version desc limit 1) b on true`;
