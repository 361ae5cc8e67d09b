-- Claims and debts as a second book in the same journal: memorandum accounts, which sum to zero by themselves in every
-- entry. What a holder has to get back of a project is an account (DUE, a row of `dues`), what the project owes its
-- contra (DEBT, by a number of the project's own).

alter table account_kinds drop constraint account_kinds_class_check;
alter table account_kinds add constraint account_kinds_class_check
  check (class in ('ASSET', 'LIABILITY', 'INCOME', 'MEMORANDUM'));
insert into account_kinds (kind, code, class, meaning) values
  (20, 'DUE',  'MEMORANDUM', 'what is due to one holder out of one debt; a row of dues, its balance in the postings'),
  (21, 'DEBT', 'MEMORANDUM', 'a debt, contra to all that is due out of it');
alter table accounts drop constraint account_not_overpaid;
alter table accounts add constraint account_not_overpaid check (kind not in (11, 15, 21) or balance <= 0);
alter table accounts add constraint account_has_a_row check (kind <> 20);
alter table postings add constraint due_not_overdrawn check (account_id % 100 <> 20 or balance_after >= 0);

alter table projects add column project_id bigint;
update projects p set project_id = l.last_no + n.place
from lanes l, (select platform_id, project_no,
    row_number() over (partition by platform_id order by created_at, project_no) as place from projects) n
where l.platform_id = p.platform_id and n.platform_id = p.platform_id and n.project_no = p.project_no;
update lanes l set last_no = l.last_no + p.count
from (select platform_id, count(*) as count from projects group by platform_id) p where p.platform_id = l.platform_id;
alter table projects alter column project_id set not null;
create unique index projects_by_id on projects (platform_id, project_id);

-- The accounts of what is due. Rows never change: the last posting tells where an account stands, so that a repayment
-- writes its postings and nothing more.
create table dues (
  platform_id integer not null,
  debt_no     bigint  not null,
  holder_no   bigint  not null,
  due_no      bigint  not null,
  primary key (platform_id, debt_no, holder_no)
);
create unique index dues_by_no on dues (platform_id, due_no);

-- The book is opened with what stands: one entry of each platform that has a claim alive.
alter table claims rename column member_no to holder_no;
insert into dues (platform_id, debt_no, holder_no, due_no)
  select c.platform_id, p.project_id, c.holder_no,
    l.last_no + row_number() over (partition by c.platform_id order by p.project_id, c.holder_no)
  from (select distinct platform_id, project_no, holder_no from claims) c
  join projects p on p.platform_id = c.platform_id and p.project_no = c.project_no
  join lanes l on l.platform_id = c.platform_id;
update lanes l set last_no = l.last_no + d.count
from (select platform_id, count(*) as count from dues group by platform_id) d where d.platform_id = l.platform_id;
create temporary table opening on commit drop as
  select c.platform_id, row_number() over (partition by c.platform_id order by c.account_id) as seq, c.account_id,
    c.amount
  from (
    select c.platform_id, d.due_no * 100 + 20 as account_id, sum(c.remaining)::bigint as amount
    from claims c join projects p on p.platform_id = c.platform_id and p.project_no = c.project_no
    join dues d on d.platform_id = c.platform_id and d.debt_no = p.project_id and d.holder_no = c.holder_no
    group by c.platform_id, d.due_no having sum(c.remaining) > 0
    union all
    select platform_id, project_id * 100 + 21, -outstanding from projects where outstanding > 0) c;
insert into entries (platform_id, entry_no, template, order_no, effective_at)
  select platform_id, last_entry_no + 1, 'opening', null, last_at from lanes
  where platform_id in (select platform_id from opening);
insert into postings (platform_id, entry_no, seq, account_id, part, amount, balance_after, version)
  select o.platform_id, l.last_entry_no + 1, o.seq, o.account_id, 'opening', o.amount, o.amount, 1
  from opening o join lanes l on l.platform_id = o.platform_id;
insert into accounts (platform_id, account_id, holder_no, kind, balance, version)
  select platform_id, account_id, account_id / 100, 21, amount, 1 from opening where account_id % 100 = 21;
update lanes set last_entry_no = last_entry_no + 1 where platform_id in (select platform_id from opening);
-- Whatever a process remembers of a platform is no longer true.
update lanes set version = version + 1, token = token + 1;

-- Balances stand in the book; the rows of claims never change any more.
alter table projects drop column outstanding;
alter table claims drop column remaining;
alter table claims set (fillfactor = 100);
-- Decisions no longer look for claims.
drop index claims_by_holder;
