-- older programs may serve
-- They write no row of the new tables: nobody decides anything under a name there, and nothing has papers.
-- Who works and decides at this installation, each by the name that stands in the history of what he decided: it is
-- never given to another, so a row is never removed.
create table operators (
  name        text        primary key check (name ~ '^\S{1,50}$'),
  role        text        not null check (role in ('operator', 'reviewer', 'auditor')),
  added_at    timestamptz not null,
  disabled_at timestamptz check (disabled_at >= added_at)
);
-- Two names that look alike would be one person twice.
create unique index operators_by_spelling on operators (lower(name));

-- Papers that are attached to something: an enterprise under audit, a case. The name that a file came with may be
-- somebody's, so it is sealed. `digest` is the SHA-256 of what the file held.
create table papers (
  platform_id  integer     not null,
  paper_no     bigint      not null,
  subject_kind text        not null check (subject_kind in ('ENTERPRISE', 'CASE')),
  subject_no   bigint      not null,
  name         bytea       not null,
  type         text        not null check (type in ('PDF', 'JPEG', 'PNG')),
  size         integer     not null check (size between 1 and 5242880),
  digest       text        not null check (digest ~ '^[0-9a-f]{64}$'),
  content_id   text        not null,
  added_by     text        not null,
  added_at     timestamptz not null,
  primary key (platform_id, paper_no)
);
create index papers_of_subject on papers (platform_id, subject_kind, subject_no);
create unique index papers_by_content on papers (platform_id, content_id);

-- What the files held, sealed for their row: written before the paper, so that no lane waits for it.
create table paper_contents (
  platform_id integer     not null,
  content_id  text        not null,
  content     bytea       not null,
  stored_at   timestamptz not null,
  primary key (platform_id, content_id)
);
