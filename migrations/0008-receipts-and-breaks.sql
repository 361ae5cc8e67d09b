-- Money that came in, by order and bank reference, and what the bank said that does not fit what we asked.

-- A receipt is known by its order and the bank's reference: the same reference again is the same money, another one is
-- more money. `source`: paid in by a payer, or a payout that came back after it had been reported paid.
create table receipts (
  platform_id integer     not null,
  order_no    bigint      not null,
  bank_ref    text        not null,
  receipt_no  bigint      not null,
  source      text        not null check (source in ('PAYIN', 'RETURN')),
  amount      bigint      not null check (amount > 0),
  state       text        not null check (state in ('CREDITED', 'UNALLOCATED')),
  entry_no    bigint      not null,
  paid_at     timestamptz,
  received_at timestamptz not null,
  primary key (platform_id, order_no, bank_ref),
  constraint receipt_paid_in_at check (source <> 'PAYIN' or paid_at is not null)
);

create unique index receipts_by_no on receipts (platform_id, receipt_no);

-- `asked` is what stood here, null when nothing did; `told` is what the bank said; both packed facts. `amount` is the
-- money at stake: what was received by the receipt it is about, else the larger of both sides.
create table breaks (
  platform_id integer     not null,
  break_no    bigint      not null,
  kind        text        not null check (kind in ('AMOUNT_DIFFERS', 'CLOSED_AFTER_PAID', 'KIND_DIFFERS',
    'MESSAGE_DIFFERS', 'NOT_ASKED', 'PAID_AFTER_RETURN', 'PAID_AGAIN', 'PAID_LATE', 'PAYIN_RETURNED',
    'RETURNED_AFTER_PAID', 'RETURNED_AGAIN')),
  order_no    bigint      not null,
  amount      bigint      not null check (amount >= 0),
  asked       text,
  told        text        not null,
  message_id  text,
  receipt_no  bigint,
  found_at    timestamptz not null,
  primary key (platform_id, break_no),
  constraint break_has_asked check (asked is not null or kind = 'NOT_ASKED'),
  constraint break_about_receipt check (
    receipt_no is null or kind in ('AMOUNT_DIFFERS', 'PAID_AGAIN', 'PAID_LATE', 'RETURNED_AFTER_PAID')),
  constraint break_needs_receipt check (
    receipt_no is not null or kind not in ('PAID_LATE', 'RETURNED_AFTER_PAID'))
);

create index breaks_by_order on breaks (platform_id, order_no);
create unique index breaks_by_receipt on breaks (platform_id, receipt_no) where receipt_no is not null;

-- What was received so far: deposits credited, deposits unallocated, payouts that came back after they had been paid.
insert into receipts (platform_id, order_no, bank_ref, receipt_no, source, amount, state, entry_no, paid_at,
  received_at)
select r.platform_id, r.order_no, r.bank_ref,
  l.last_no + row_number() over (partition by r.platform_id order by r.entry_no),
  r.source, r.amount, r.state, r.entry_no, r.paid_at, r.effective_at
from (
  select e.platform_id, e.order_no, e.entry_no, e.effective_at, p.amount,
    coalesce(d.bank_ref, w.bank_ref, 'unknown') as bank_ref,
    case e.template when 'withdrawal-sent-back' then 'RETURN' else 'PAYIN' end as source,
    case e.template when 'deposit' then 'CREDITED' else 'UNALLOCATED' end as state,
    case when d.order_no is not null then coalesce(d.paid_at, e.effective_at) end as paid_at
  from entries e
  join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.amount > 0
  left join deposits d on d.platform_id = e.platform_id and d.order_no = e.order_no
  left join withdrawals w on w.platform_id = e.platform_id and w.order_no = e.order_no
  where e.template in ('deposit', 'unallocated-receipt', 'withdrawal-sent-back')) r
join lanes l on l.platform_id = r.platform_id;

-- The numbers given out; what processes remember of the lanes is not true any more.
update lanes l set last_no = greatest(l.last_no, r.last_no), version = version + 1
from (select platform_id, max(receipt_no) as last_no from receipts group by platform_id) r
where r.platform_id = l.platform_id;

-- Each receipt that was not credited says why.
insert into breaks (platform_id, break_no, kind, order_no, amount, asked, told, receipt_no, found_at)
select r.platform_id, l.last_no + row_number() over (partition by r.platform_id order by r.receipt_no),
  case when r.source = 'RETURN' then 'RETURNED_AFTER_PAID' when r.amount <> d.amount then 'AMOUNT_DIFFERS'
    else 'PAID_LATE' end,
  r.order_no, r.amount,
  json_build_object('kind', case r.source when 'RETURN' then 'PAYOUT' else 'PAYIN' end,
    'state', case r.source when 'RETURN' then 'PAID' else 'CLOSED' end,
    'amount', json_build_object('fen', coalesce(d.amount, w.amount - w.commission)::text), 'bankRef', null)::text,
  json_build_object(
    'bankOrderNo', case r.source when 'RETURN' then 'W' else 'D' end || r.platform_id || '-' || r.order_no,
    'kind', case r.source when 'RETURN' then 'PAYOUT' else 'PAYIN' end,
    'state', case r.source when 'RETURN' then 'RETURNED' else 'PAID' end,
    'amount', json_build_object('fen', r.amount::text), 'bankRef', r.bank_ref)::text,
  r.receipt_no, r.received_at
from receipts r
join lanes l on l.platform_id = r.platform_id
left join deposits d on d.platform_id = r.platform_id and d.order_no = r.order_no
left join withdrawals w on w.platform_id = r.platform_id and w.order_no = r.order_no
where r.state = 'UNALLOCATED';

update lanes l set last_no = greatest(l.last_no, b.last_no), version = version + 1
from (select platform_id, max(break_no) as last_no from breaks group by platform_id) b
where b.platform_id = l.platform_id;

-- A deposit is handed over, then paid by one receipt, or closed; other money is receipts of their own.
update deposits set bank_ref = null, state = 'CLOSED', due_at = null where state = 'UNALLOCATED';
update deposits set bank_ref = 'unknown' where state = 'PAID' and bank_ref is null;
alter table deposits drop column paid_at;
alter table deposits drop constraint deposits_state_check;
alter table deposits add constraint deposits_state_check check (state in ('HANDED', 'PAID', 'CLOSED'));
alter table deposits add constraint deposit_paid_with_reference check ((state = 'PAID') = (bank_ref is not null));
alter table deposits add constraint deposit_asked_while_handed check ((state = 'HANDED') = (due_at is not null));

-- What came back after it had been paid is a receipt: the payout stays paid, under the reference it was paid with.
update withdrawals w set state = 'PAID', bank_ref = coalesce((
    select b.report #>> '{outcome,bankRef}' from bank_reports b
    where b.platform_id = w.platform_id and b.report ->> 'bankOrderNo' = 'W' || w.platform_id || '-' || w.order_no
      and b.report #>> '{outcome,state}' = 'PAID'
    order by b.received_at limit 1), 'unknown')
from receipts r
where r.platform_id = w.platform_id and r.order_no = w.order_no and r.source = 'RETURN';

-- What the custodian has earned by it: taken at acceptance, given back with the money.
alter table withdrawals add column fee bigint not null default 0 check (fee >= 0);
update withdrawals w set fee = p.amount
from entries e
join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no and p.account_id = 14
where e.platform_id = w.platform_id and e.order_no = w.order_no and e.template = 'custodian-fee';
alter table withdrawals alter column fee drop default;
alter table withdrawals add constraint withdrawal_paid_with_reference check (state <> 'PAID' or bank_ref is not null);
alter table withdrawals add constraint withdrawal_due_while_under_way
  check ((state in ('WAITING', 'SENT')) = (due_at is not null));
alter table withdrawals add constraint withdrawal_finished
  check ((state in ('PAID', 'RETURNED')) = (finished_at is not null));
alter table withdrawals add constraint withdrawal_waits_untold check (state <> 'WAITING' or attempts = 0);

alter table holds add constraint hold_finished_with_nothing_left
  check ((finished_at is null) = (confirmed + cancelled < amount));

-- A message number with other content is kept beside the first: `variant` is empty for the first, else a digest.
alter table bank_reports add column variant text not null default '';
alter table bank_reports drop constraint bank_reports_pkey;
alter table bank_reports add primary key (platform_id, message_id, variant);
