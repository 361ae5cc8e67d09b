-- A hold belongs to a holder, who is a member or one of the platform's own accounts, and to a project only where its
-- kind needs one. The user number went: it stands with the member, and a platform account has none.
alter table holds rename column member_no to holder_no;
alter table holds drop column user_no;
alter table holds alter column project_no drop not null;
alter table holds add constraint hold_has_its_project
  check (project_no is not null or kind not in ('TENDER', 'REPAYMENT'));

-- Nothing looks open holds up by their holder, and every tender paid for it.
drop index holds_open;
