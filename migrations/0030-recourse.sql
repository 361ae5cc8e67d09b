-- Compensations: what the borrower then owes to whoever compensated stands under a debt of its own in the second book,
-- which a project gets with its first compensation. What is recovered of it is counted apart from what was repaid.
-- Programs from before pay nothing to compensators: they cannot serve beside this one.
alter table projects
  add column recourse_id bigint,
  add column recovered_principal bigint not null default 0 check (recovered_principal >= 0),
  add column recovered_interest bigint not null default 0 check (recovered_interest >= 0);
alter table projects
  alter column recovered_principal drop default,
  alter column recovered_interest drop default,
  add constraint project_recovered_by_recourse
    check (recourse_id is not null or recovered_principal = 0 and recovered_interest = 0);
create unique index projects_by_recourse on projects (platform_id, recourse_id) where recourse_id is not null;
