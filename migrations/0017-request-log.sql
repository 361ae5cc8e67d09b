-- older programs may serve
-- They write no row of it. What they seal anew leaves it alone, and a data key ends only when nothing is left under it.
-- What was asked of us and what we answered, for as long as the operator wants it kept. No part of the books: no order
-- waits for a row, and none is missing in the books when a row is. 0 stands for callers that name no platform of ours.
create table request_log (
  platform_id integer     not null,
  request_id  text        not null,
  -- Whether a right signature says that the platform sent it: until then anybody may have written its number.
  verified    boolean     not null,
  -- Real time, as in the log file, also in a sandbox whose clock was moved.
  at          timestamptz not null,
  -- Milliseconds from the first byte's arrival in our hands to the answer.
  took        integer     not null check (took >= 0),
  dialect     text        not null,
  address     text        not null check (address in ('gateway', 'service')),
  service     text,
  request_no  text,
  user_no     text,
  -- said, page, or the name of the refusal; of a refusal its code and its whole sentence.
  result      text        not null,
  code        text,
  sentence    text,
  -- The caller's address, which may be a person's, the form as it came and what was answered, sealed together, for
  -- sealing is what a row costs most: whole, or their beginning when they are longer than is kept.
  content     bytea       not null,
  body_size   integer     not null check (body_size >= 0),
  -- SHA-256 in hexadecimal of a body of which only the beginning is kept.
  body_digest text,
  answer_size integer     not null check (answer_size >= 0),
  -- Why the signature was wrong, as far as it can be told; sandbox only.
  fault       text,
  primary key (platform_id, request_id)
);
create index request_log_by_time on request_log (platform_id, at);
create index request_log_by_number on request_log (platform_id, request_no, at) where request_no is not null;
create index request_log_by_member on request_log (platform_id, user_no, at) where user_no is not null;
-- For the sweep that forgets: rows come in the order of their time.
create index request_log_ages on request_log using brin (at);

-- What waits for the operator is counted at every scrape of the figures, among notices that only ever grow in number.
create index notices_parked on notices (platform_id, created_at) where state = 'PARKED';
