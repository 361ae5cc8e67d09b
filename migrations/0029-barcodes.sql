-- A deposit at a POS terminal is known there by a barcode of 18 digits, of which some reveal its platform. Of those
-- that can still be paid no two of a platform are the same. Programs from before do not know such orders: they cannot
-- serve beside this one.
alter table deposits add column barcode text
  constraint deposit_barcode_is_of_18_digits check (barcode ~ '^[0-9]{18}$');
create unique index deposits_by_barcode on deposits (platform_id, barcode) where state = 'HANDED';
