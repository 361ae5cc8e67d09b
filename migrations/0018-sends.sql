-- older programs may serve: they know no sends and remember none.
-- What became of each send of a notice, so that whoever asks why it did not arrive is told of all of them.
alter table notices add column sends jsonb not null default '[]'::jsonb
  constraint notices_sends_bounded check (jsonb_typeof(sends) = 'array' and jsonb_array_length(sends) <= 50);
