-- Orders to be paid at a terminal are known there by their barcode; of those that can be paid no two have the same.
ALTER TABLE payins ADD COLUMN barcode text CHECK (barcode ~ '^[0-9]{18}$');
CREATE UNIQUE INDEX payins_at_terminals ON payins (barcode) WHERE state = 'OPEN';
CREATE INDEX payins_barcode ON payins (barcode, created_at DESC) WHERE barcode IS NOT NULL;
