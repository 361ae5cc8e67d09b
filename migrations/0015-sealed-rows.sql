-- Sealed values name their row from here on, and password hashes are sealed too. SQL has no key, so what stands is
-- sealed anew in the background by a node (src/custody/resealing.store.ts); until that is done both forms open.
-- A hash that still stands in the clear is marked as such by its first byte.
alter table credentials
  alter column password_hash type bytea using '\x00'::bytea || convert_to(password_hash, 'UTF8');

-- That everything has been sealed anew. `proof` is made with the key, so that nobody without it can say so.
create table resealed (
  installation boolean     primary key check (installation),
  proof        text        not null,
  done_at      timestamptz not null
);
