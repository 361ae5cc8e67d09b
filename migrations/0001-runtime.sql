-- What the running program itself keeps: which keys it works with, and how far the sandbox's clock stands ahead.

-- Keys the custodian has worked with (the keys themselves lie in the data folder). A row whose key file is missing or
-- different is a start-up error: a custodian never silently signs, or seals, with another key (rule G-2).
create table custodian_keys (
  -- Of signing keys the keySerial that platforms see; 'data' and 'token' for the two secret keys.
  serial text primary key,
  -- SHA-256, hexadecimal: of a signing key's public half (SPKI, DER), of a secret key itself.
  fingerprint text not null,
  created_at timestamptz not null default now()
);

-- Sandbox only: the custodian's time is the machine's time plus this offset. It never goes back.
create table sandbox_clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null check (offset_ms >= 0)
);

insert into sandbox_clock (offset_ms) values (0);

-- How this database has been started. One that has been in production is never opened as a sandbox, whose bank, clock
-- and demo would be let loose on real money.
create table installation (
  only_row boolean primary key default true check (only_row),
  mode     text    not null check (mode in ('sandbox', 'production'))
);
