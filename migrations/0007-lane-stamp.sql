-- A random token beside the lane's version. A count may come again when the database was put back under a running node;
-- what a node remembers is true only while both are as it left them.
alter table lanes add column token bigint not null default 0;

-- Which command has counted the latest try. A commit whose answer was lost is run again, and counts once.
alter table credentials add column try_id text;
alter table sms_codes add column try_id text;
