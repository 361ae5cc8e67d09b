-- older programs may serve
-- They count no such tries, and the new columns have defaults.
-- Tries at the card number of a member whose password is locked (L2.20): on which Beijing day, and how many.
alter table credentials
  add column recovery_day text,
  add column recovery_tries integer not null default 0 check (recovery_tries between 0 and 5);
