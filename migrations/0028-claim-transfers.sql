-- A claim that was bought names the one that it was taken out of. Who has sold all is no payee any more (L2.16-4): a
-- program from before would pay him, so it cannot serve beside this one.
alter table claims
  add column source_no bigint,
  add column took_rest boolean not null default false,
  add constraint claim_took_the_rest_of_a_claim check (source_no is not null or not took_rest),
  add constraint claim_came_later_than_its_source check (source_no < claim_no);
-- A transfer looks at all records of a seller, and at what was taken out of each.
create index claims_by_holder on claims (platform_id, project_no, holder_no);
create index claims_by_source on claims (platform_id, source_no) where source_no is not null;
