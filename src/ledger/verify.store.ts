/**
 * `ledger verify`: recomputes every balance and invariant from the postings, with nothing taken on trust, and
 * compares. It promises to read one snapshot (REPEATABLE READ) beside a running system, to change nothing, and to
 * name the first place where a check fails. Rooms above bring the checks that tie their rows to the ledger.
 */
import type { Sql, Transaction } from '../db/pool.ts';
import type { Fen } from '../kernel/money.ts';
import { ACCOUNT_KINDS, type AccountKind, type Kind } from './chart.ts';
import { TEMPLATES } from './templates.ts';

/**
 * A check: what must hold, and the statement that finds where it does not. Columns: platform_id, place, expected,
 * found.
 */
export interface Check {
  readonly name: string;
  readonly sql: string;
}

/**
 * A figure that is told beside the checks and is no difference. The statement answers one row of the columns count and
 * amount (fen).
 */
export interface Figure {
  readonly name: string;
  readonly sql: string;
}

const MEMORANDUM = Object.values<Kind>(ACCOUNT_KINDS).filter(({ class: book }) => book === 'MEMORANDUM');
const NOTED = `p.account_id % 100 in (${MEMORANDUM.map(({ kind }) => kind).join(', ')})`;

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

const LEDGER_CHECKS: readonly Check[] = [
  {
    name: 'every entry has at least two postings that sum to zero in each book',
    sql: `
      select * from (
        select e.platform_id, 'entry ' || e.entry_no as place, '0 and 0 over at least 2' as expected,
          coalesce(sum(p.amount) filter (where not ${NOTED}), 0) as money,
          coalesce(sum(p.amount) filter (where ${NOTED}), 0) as noted, count(p.seq) as postings,
          coalesce(sum(p.amount) filter (where not ${NOTED}), 0) || ' and '
            || coalesce(sum(p.amount) filter (where ${NOTED}), 0) || ' over ' || count(p.seq) as found
        from entries e left join postings p using (platform_id, entry_no)
        group by e.platform_id, e.entry_no) s
      where money <> 0 or noted <> 0 or postings < 2`,
  },
  {
    name: "every posting is one that its entry's template has, on such an account, with such a sign",
    sql: `
      select p.platform_id, 'posting ' || p.entry_no || '/' || p.seq as place,
        coalesce(t.sign, 'none such') as expected,
        e.template || ', ' || p.part || ' of ' || p.amount || ' on account ' || p.account_id as found
      from postings p join entries e using (platform_id, entry_no)
      left join (values ${templateRows()}) t (template, part, kind, sign)
        on t.template = e.template and t.part = p.part and t.kind = p.account_id % 100
      where t.sign is null or t.sign = '+' and p.amount < 0 or t.sign = '-' and p.amount > 0`,
  },
  {
    name: 'every posting belongs to an entry and an account',
    sql: `
      select p.platform_id, 'posting ' || p.entry_no || '/' || p.seq as place, 'entry and account' as expected,
        'missing' as found
      from postings p
      left join entries e using (platform_id, entry_no)
      left join accounts a using (platform_id, account_id)
      left join dues d on d.platform_id = p.platform_id and d.due_no * 100 + ${ACCOUNT_KINDS.DUE.kind} = p.account_id
      where e.entry_no is null or coalesce(a.account_id, d.due_no) is null`,
  },
  {
    name: 'the journal has no gaps',
    sql: `
      select l.platform_id, 'journal' as place, l.last_entry_no::text as expected,
        count(e.entry_no) || ' entries up to ' || coalesce(max(e.entry_no), 0) as found
      from lanes l left join entries e using (platform_id)
      group by l.platform_id, l.last_entry_no
      having count(e.entry_no) <> l.last_entry_no or coalesce(max(e.entry_no), 0) <> l.last_entry_no`,
  },
  {
    name: 'an account is the sum of its postings, and its version their number',
    sql: `
      select a.platform_id, 'account ' || a.account_id as place, s.total || ' v' || s.count as expected,
        a.balance || ' v' || a.version as found
      from accounts a cross join lateral (
        select coalesce(sum(p.amount), 0) as total, count(*) as count from postings p
        where p.platform_id = a.platform_id and p.account_id = a.account_id) s
      where s.total <> a.balance or s.count <> a.version`,
  },
  {
    name: 'every posting leads from the balance before it to the balance after',
    sql: `
      select platform_id, 'account ' || account_id || ' v' || version as place,
        (balance_before + amount)::text || ' v' || version_before + 1 as expected,
        balance_after || ' v' || version as found
      from (
        select platform_id, account_id, version, amount, balance_after,
          coalesce(lag(balance_after) over history, 0) as balance_before,
          coalesce(lag(version) over history, 0) as version_before
        from postings window history as (partition by platform_id, account_id order by version)) h
      where balance_before + amount <> balance_after or version_before + 1 <> version`,
  },
  {
    name: 'entries take effect in the order of the journal',
    sql: `
      select platform_id, 'entry ' || entry_no as place, 'not before ' || before as expected,
        effective_at::text as found
      from (
        select platform_id, entry_no, effective_at,
          lag(effective_at) over (partition by platform_id order by entry_no) as before from entries) h
      where effective_at < before`,
  },
];

export interface Difference {
  readonly check: string;
  readonly platformId: number;
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

export interface Verification {
  readonly checks: number;
  /** The first difference of each check that failed. */
  readonly differences: readonly Difference[];
  /** By the names of the figures asked for. */
  readonly figures: Readonly<Record<string, { readonly count: bigint; readonly amount: Fen }>>;
}

/** Checks everything, and tells figures, over one snapshot. */
export async function verifyChecks(
  sql: Sql,
  more: readonly Check[] = [],
  figures: readonly Figure[] = [],
): Promise<Verification> {
  const checks = [...LEDGER_CHECKS, ...more];
  return await sql.begin('isolation level repeatable read read only', async (snapshot) => {
    const differences: Difference[] = [];
    for (const check of checks) {
      const found = await firstDifference(snapshot, check);
      if (found) differences.push(found);
    }
    const told: Record<string, { readonly count: bigint; readonly amount: Fen }> = {};
    for (const figure of figures) {
      const [row] = await snapshot.unsafe(figure.sql);
      told[figure.name] = { count: BigInt(row?.count), amount: BigInt(row?.amount) };
    }
    return { checks: checks.length, differences, figures: told };
  });
}

async function firstDifference(snapshot: Transaction, check: Check): Promise<Difference | null> {
  const [row] = await snapshot.unsafe(`select * from (${check.sql}) differences order by platform_id, place limit 1`);
  if (!row) return null;
  const { platform_id, place, expected, found } = row as Record<string, unknown>;
  return {
    check: check.name,
    platformId: Number(platform_id),
    place: String(place),
    expected: String(expected),
    found: String(found),
  };
}
