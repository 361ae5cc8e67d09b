/** What `ledger verify` asks of the journal itself: entries, their postings, and the accounts that they add up to. */
import { ACCOUNT_KINDS, type AccountKind, type Kind } from './chart.ts';
import { TEMPLATES } from './templates.ts';
import { BY_ENTRY, type Check } from './verify.store.ts';

const MEMORANDUM = Object.values<Kind>(ACCOUNT_KINDS).filter(({ class: book }) => book === 'MEMORANDUM');
const NOTED = `p.account_id % 100 in (${MEMORANDUM.map(({ kind }) => kind).join(', ')})`;
const MONEY = `coalesce(sum(p.amount) filter (where not ${NOTED}), 0)`;
const NOTES = `coalesce(sum(p.amount) filter (where ${NOTED}), 0)`;

/** The table of templates as rows of a VALUES list. */
function templateRows(): string {
  const rows: string[] = [];
  for (const [template, parts] of Object.entries(TEMPLATES)) {
    for (const [part, signs] of Object.entries(parts)) {
      for (const [kind, sign] of Object.entries(signs)) {
        rows.push(`('${template}', '${part}', ${ACCOUNT_KINDS[kind as AccountKind].kind}, '${sign}')`);
      }
    }
  }
  return rows.join(', ');
}

export const LEDGER_CHECKS: readonly Check[] = [
  {
    name: 'a second book is opened once, before anything is noted in it',
    since: 'leftOut',
    sql: `
      select 'entry ' || e.entry_no as place, 'the first to be noted, the only opening' as expected,
        'after entry ' || min(p.entry_no) as found
      from entries e join postings p on ${NOTED} and p.entry_no < e.entry_no
      where e.template = 'opening' group by e.entry_no`,
  },
  {
    name: 'every entry has at least two postings that sum to zero in each book',
    since: { entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'entry ' || e.entry_no as place, '0 and 0 over at least 2' as expected,
        ${MONEY} || ' and ' || ${NOTES} || ' over ' || count(p.seq) as found
      from entries e left join postings p using (entry_no)
      group by e.entry_no having ${MONEY} <> 0 or ${NOTES} <> 0 or count(p.seq) < 2`,
  },
  {
    name: "every posting is one that its entry's template has, on such an account, with such a sign",
    since: { entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'posting ' || p.entry_no || '/' || p.seq as place, coalesce(t.sign, 'none such') as expected,
        e.template || ', ' || p.part || ' of ' || p.amount || ' on account ' || p.account_id as found
      from postings p join entries e using (entry_no)
      left join (values ${templateRows()}) t (template, part, kind, sign)
        on t.template = e.template and t.part = p.part and t.kind = p.account_id % 100
      where t.sign is null or t.sign = '+' and p.amount < 0 or t.sign = '-' and p.amount > 0`,
  },
  {
    name: 'every posting belongs to an entry and an account, numbered from 1',
    since: { entries: BY_ENTRY, postings: BY_ENTRY },
    sql: `
      select 'posting ' || p.entry_no || '/' || p.seq as place, 'entry and account' as expected, 'missing' as found
      from postings p left join entries e using (entry_no) left join accounts a using (account_id)
      left join dues d on d.due_no * 100 + ${ACCOUNT_KINDS.DUE.kind} = p.account_id
      where e.entry_no is null or coalesce(a.account_id, d.due_no) is null
      union all
      select 'entry ' || entry_no, count(*) || ' postings', max(seq) || ' numbers'
      from postings group by entry_no having max(seq) <> count(*) or min(seq) <> 1`,
  },
  {
    name: 'the journal has no gaps',
    since: { entries: BY_ENTRY },
    sql: `
      select 'journal' as place, l.last_entry_no - m.entry_no || ' up to ' || l.last_entry_no as expected,
        e.count || ' up to ' || e.last as found
      from lanes l cross join mark m
      cross join (select count(*) as count, coalesce(max(entry_no), (select entry_no from mark)) as last from entries) e
      where e.count <> l.last_entry_no - m.entry_no or e.last <> l.last_entry_no`,
  },
  {
    name: 'an account stands as its last posting left it',
    since: 'standing',
    sql: `
      select 'account ' || a.account_id as place,
        coalesce(p.balance_after, 0) || ' v' || coalesce(p.version, 0) as expected,
        a.balance || ' v' || a.version as found
      from accounts a left join lateral (
        select balance_after, version from postings p where p.account_id = a.account_id
        order by p.version desc limit 1) p on true
      where a.balance <> coalesce(p.balance_after, 0) or a.version <> coalesce(p.version, 0)`,
  },
  {
    name: 'every posting leads from the balance before it to the balance after',
    since: { postings: BY_ENTRY },
    sql: `
      select 'account ' || p.account_id || ' v' || p.version as place,
        coalesce(b.balance_after, 0) + p.amount || ' by entry after ' || coalesce(b.entry_no, 0) as expected,
        p.balance_after || ' by entry ' || p.entry_no as found
      from postings p left join past_postings b on b.account_id = p.account_id and b.version = p.version - 1
      where p.balance_after <> coalesce(b.balance_after, 0) + p.amount
        or b.version is null and p.version <> 1 or b.entry_no > p.entry_no`,
  },
  {
    name: 'entries take effect in the order of the journal, up to the moment of the lane',
    since: { entries: BY_ENTRY },
    sql: `
      select 'entry ' || entry_no as place, 'not before ' || before as expected, effective_at::text as found
      from (select entry_no, effective_at, lag(effective_at) over (order by entry_no) as before from entries) e
      where effective_at < before
      union all
      select 'lane', 'not before ' || max(e.effective_at), l.last_at::text
      from lanes l cross join entries e group by l.last_at having l.last_at < max(e.effective_at)`,
  },
];
