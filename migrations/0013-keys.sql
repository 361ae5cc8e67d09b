-- One key belongs to one platform, and a revoked one never returns (DW-4). Which key it is, is told by the SHA-256
-- of its modulus, as whoever can sign under one exponent can under every other. It is read out of the keys that are
-- there: SubjectPublicKeyInfo in PEM, of which the algorithm takes 15 bytes.

alter table platform_keys
  add column fingerprint text,
  -- Keys that an upgrade found more than once go on, numbered from the oldest; what is registered now is 0.
  add column copy integer not null default 0;

-- Where the content begins of what stands at a place of a DER text.
create function pg_temp.inside(der bytea, place integer) returns integer language sql immutable as $$
  select place + 2 + greatest(get_byte(der, place + 1) - 128, 0)
$$;

with keys as (
  select platform_id, serial, created_at,
    decode(regexp_replace(public_key, '-----[^-]*-----|\s', '', 'g'), 'base64') as der
  from platform_keys
), modulus as (
  select platform_id, serial, created_at, der, pg_temp.inside(der, pg_temp.inside(der, pg_temp.inside(der, 0) + 15) + 1)
    as place
  from keys
), digits as (
  select platform_id, serial, created_at, substring(der from pg_temp.inside(der, place) + 1 for
    case get_byte(der, place + 1)
      when 129 then get_byte(der, place + 2)
      when 130 then get_byte(der, place + 2) * 256 + get_byte(der, place + 3)
      else get_byte(der, place + 1)
    end) as bytes
  from modulus
), known as (
  select platform_id, serial, created_at, encode(sha256(trim(leading '\x00'::bytea from bytes)), 'hex') as fingerprint
  from digits
), numbered as (
  select platform_id, serial, fingerprint,
    row_number() over (partition by fingerprint order by created_at, platform_id, serial) - 1 as copy
  from known
)
update platform_keys k set fingerprint = n.fingerprint, copy = n.copy
from numbered n where n.platform_id = k.platform_id and n.serial = k.serial;

-- What had been revoked, and had come back under another serial, ends now.
update platform_keys k set revoked_at = r.revoked_at
from (
  select platform_id, fingerprint, min(revoked_at) as revoked_at
  from platform_keys where revoked_at is not null group by platform_id, fingerprint
) r
where r.platform_id = k.platform_id and r.fingerprint = k.fingerprint and k.revoked_at is null;

alter table platform_keys
  alter column fingerprint set not null,
  add constraint platform_keys_one_owner unique (fingerprint, copy);

-- The keys that the custodian signs with: one platform's alone each (G-2), since platformNo stands outside what is
-- signed. They lie here so that every node has a new one within a second, and sealed, as personal data are.
create table signing_keys (
  -- 0: the default keys, for platforms without one of their own and for callers that nobody knows.
  platform_id integer     not null,
  serial      text        not null,
  -- SHA-256 of the modulus, hexadecimal.
  fingerprint text        not null unique,
  public_key  text        not null,
  -- PKCS #8 in PEM, sealed; gone when the key has been retired.
  private_key bytea,
  created_at  timestamptz not null,
  -- The one with the latest past signs. Null: published, and no more.
  signs_from  timestamptz,
  retired_at  timestamptz,
  primary key (platform_id, serial),
  check ((private_key is null) = (retired_at is not null))
);

-- Secrets that take the place of the first ones, which lie in the keys folder: of the key that seals personal data and
-- signing keys, and of the one that page tokens are made with.
create table secret_keys (
  purpose     text        not null check (purpose in ('data', 'token')),
  -- 1 is the one in the folder; its row says no more than that it is retired.
  serial      integer     not null check (serial >= 1),
  -- 32 bytes in hexadecimal, sealed under the data key in the folder; gone when the key is retired.
  wrapped     bytea,
  created_at  timestamptz not null,
  -- The one with the latest past is used. Null: known to all nodes, and no more.
  used_from   timestamptz,
  -- Of data keys: when nothing was left under the ones before.
  resealed_at timestamptz,
  retired_at  timestamptz,
  primary key (purpose, serial),
  check ((wrapped is null) = (retired_at is not null))
);
