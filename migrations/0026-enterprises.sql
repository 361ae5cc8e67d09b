-- older programs may serve
-- They know no enterprise: asked for an order or a page of one they say that they are busy, and a check of theirs that
-- does not know the new events tells of them.
-- Enterprises: beside the member, whose registration it is, and what was submitted and decided, step by step.
create table enterprises (
  platform_id integer not null,
  member_no   bigint  not null,
  order_no    bigint  not null,
  command_id  text    not null,
  primary key (platform_id, member_no)
);

create unique index enterprises_by_order on enterprises (platform_id, order_no);

-- What an event of the registration's history knows besides; sealed (AES-256-GCM).
create table audit_steps (
  platform_id integer not null,
  order_no    bigint  not null,
  seq         integer not null check (seq > 0),
  decided_by  text,
  reason      bytea,
  submitted   bytea,
  primary key (platform_id, order_no, seq),
  constraint a_step_is_submitted_or_decided check (
    (submitted is null) = (decided_by is not null) and (decided_by is null) = (reason is null))
);

-- No bank is asked about the account of an enterprise.
alter table cards alter column access_type drop not null;

alter table order_events drop constraint order_events_event_check;
alter table order_events add constraint order_events_event_check check (event in
  ('opened', 'handedOver', 'accepted', 'sent', 'handedBack', 'resubmitted', 'completed', 'refused', 'sentBack'))
  not valid;
alter table order_events drop constraint order_events_check;
alter table order_events add constraint order_events_check check (
  (event in ('refused', 'handedBack')) = (facts is not null)) not valid;
