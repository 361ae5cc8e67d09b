-- older programs may serve
-- They write no row of the new table: what is asked of them leaves no line.
-- Every command and every decision of a person, in the order in which they came (src/audit/). Each entry's digest is
-- made with a key that is not in the database, over what the entry says and the digest of the one before.
create table audit_entries (
  -- 1, 2, 3 …: without gaps.
  id          bigint      primary key check (id > 0),
  -- The machine's time, not a sandbox's.
  at          timestamptz not null,
  via         text        not null check (via in ('cli', 'console', 'node')),
  who         text        not null,
  command     text        not null,
  platform_no text,
  outcome     text        not null check (outcome in ('INTENT', 'DONE', 'REFUSED', 'FAILED')),
  -- The entry of which this one is the result.
  intent_id   bigint      unique references audit_entries
    check (intent_id is null or (intent_id < id and outcome <> 'INTENT')),
  -- Arguments, reason, before and after: sealed for this row.
  details     bytea       not null,
  digest      text        not null
);
create index audit_entries_of_platform on audit_entries (platform_no, id);
create index audit_entries_of_command on audit_entries (command, id);
create index audit_entries_by_time on audit_entries (at);

-- Nothing but the seal of the details ever changes, under a new data key; that the text in it is still the same, the
-- digest tells.
create function audit_entries_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - 'details' = to_jsonb(old) - 'details' then
      return new;
    end if;
  end if;
  raise exception 'entries of the audit trail are never changed or removed';
end
$$;
create trigger audit_entries_stay before update or delete on audit_entries
  for each row execute function audit_entries_stay();
create trigger audit_entries_stay_all before truncate on audit_entries
  for each statement execute function audit_entries_stay();
