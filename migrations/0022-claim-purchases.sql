-- Holds to buy claims. A program from before has no page for one and could not say why: it cannot serve beside this
-- one.
alter table holds drop constraint holds_kind_check;
alter table holds add constraint holds_kind_check check (kind in ('TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'));
alter table holds drop constraint hold_has_its_project;
alter table holds add constraint hold_has_its_project
  check (project_no is not null or kind not in ('TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'));
