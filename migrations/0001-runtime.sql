-- What the running program itself keeps: which signing keys it has, and how far the sandbox's clock stands ahead.

-- Keys the custodian has signed with (the keys themselves lie in the data folder). A row whose key file is missing is a
-- start-up error: a custodian never silently signs with another key (rule G-2).
create table custodian_keys (
  serial text primary key,
  -- SHA-256 of the public key (SPKI, DER), hexadecimal.
  fingerprint text not null,
  created_at timestamptz not null default now()
);

-- Sandbox only: the custodian's time is the machine's time plus this offset. It never goes back.
create table sandbox_clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null check (offset_ms >= 0)
);

insert into sandbox_clock (offset_ms) values (0);
