/** What a scenario prints of the books: who has what, and in the end everything. Read from the tables, in yuan. */
import { displayYuan, type Fen } from '../kernel/money.ts';
import { CLAIMS_LEFT } from '../custody/claims/reads.store.ts';
import { kindOf } from '../ledger/chart.ts';
import type { ScenarioStage } from './scenario.ts';

const OWN = new Map([
  [0n, 'CUSTODIAN'],
  [1n, 'FEE'],
  [2n, 'COMPENSATION'],
  [3n, 'MARKETING'],
]);

type Row = Record<string, unknown>;

function select({ core, platform }: ScenarioStage, text: string): Promise<Row[]> {
  return core.database.sql.unsafe(text, [platform.platform.platformId]) as unknown as Promise<Row[]>;
}

async function names(stage: ScenarioStage): Promise<ReadonlyMap<bigint, string>> {
  const rows = await select(stage, 'select member_no, user_no from members where platform_id = $1 order by member_no');
  return new Map([...rows.map((row) => [row.member_no as bigint, row.user_no as string] as const), ...OWN]);
}

/** The same with the numbers of the second book: debts by their project, what is due by its holder too. */
async function allNames(stage: ScenarioStage): Promise<ReadonlyMap<bigint, string>> {
  const people = await names(stage);
  const rows = await select(
    stage,
    `select project_id as no, project_no, null::bigint as holder_no from projects where platform_id = $1
     union all select recourse_id, project_no || ' by recourse', null from projects
       where platform_id = $1 and recourse_id is not null
     union all
     select due_no, project_no || case when d.debt_no = p.recourse_id then ' by recourse' else '' end, holder_no
       from dues d join projects p on p.platform_id = d.platform_id and d.debt_no in (p.project_id, p.recourse_id)
       where d.platform_id = $1`,
  );
  const owed = rows.map((row) => {
    const holder = row.holder_no === null ? '' : `${people.get(row.holder_no as bigint) ?? '?'} of `;
    return [row.no as bigint, `${holder}${row.project_no}`] as const;
  });
  return new Map([...owed, ...people]);
}

/** One line: what each holder has available and, in brackets, frozen. */
export async function purses(stage: ScenarioStage): Promise<string> {
  const rows = await select(stage, 'select account_id, balance from accounts where platform_id = $1');
  const balance = new Map(rows.map((row) => [row.account_id as bigint, row.balance as Fen]));
  const parts: string[] = [];
  for (const [holderNo, name] of await names(stage)) {
    const available = balance.get(holderNo * 100n + 1n) ?? 0n;
    const frozen = balance.get(holderNo * 100n + 2n) ?? 0n;
    if (available === 0n && frozen === 0n) continue;
    parts.push(`${name} ${displayYuan(available)}${frozen > 0n ? ` [${displayYuan(frozen)}]` : ''}`);
  }
  return `      ${parts.join(' · ') || '(nobody has anything)'}`;
}

const yuan = (value: unknown) => displayYuan(value as Fen);

/** Projects, claims, notices, balances and the journal. */
export async function closing(stage: ScenarioStage): Promise<string[]> {
  const out: string[] = [];
  const table: PrintTable = async (title, text, show) => {
    const rows = await select(stage, text);
    if (rows.length > 0) out.push(title, ...rows.map((row) => `  ${show(row)}`), '');
  };
  const of = await allNames(stage);
  const name = (row: Row) => of.get(row.member_no as bigint) ?? '?';
  await lending(table, name);
  await table(
    'requests over the caps',
    `select project_no, member_no, amount, total, cap from over_cap_requests
      where platform_id = $1 order by record_no`,
    (row) =>
      `${row.project_no} of ${name(row)}: ${yuan(row.amount)}, in all ${yuan(row.total)}, the cap is ${yuan(row.cap)}`,
  );
  await table(
    'receipts credited to nobody',
    `select source, amount from receipts where platform_id = $1 and state = 'UNALLOCATED' order by receipt_no`,
    (row) => `${row.source} ${yuan(row.amount)}`,
  );
  await table(
    'breaks',
    'select kind, amount from breaks where platform_id = $1 order by break_no',
    (row) => `${row.kind} ${yuan(row.amount)}`,
  );
  await table(
    'notices owed',
    `select request_no, stage, state from notices
      where platform_id = $1 and request_no !~ $$^reg_$$ order by notice_no`,
    (row) => `${row.request_no} ${row.stage} ${row.state}`,
  );
  await table(
    'balances (what the custodian owes is positive)',
    'select account_id, balance from accounts where platform_id = $1 and balance <> 0 order by account_id',
    (row) => accountName(of, row.account_id as bigint) + yuan(row.balance).padStart(14),
  );
  out.push('journal', ...(await journal(stage, of)), '');
  return out;
}

type PrintTable = (title: string, text: string, show: (row: Row) => string) => Promise<void>;

/** Projects, claims and recourse. */
async function lending(table: PrintTable, name: (row: Row) => string): Promise<void> {
  await table(
    'projects',
    `select project_no, borrower_no, status, amount, tendered, loaned, repaid_principal, repaid_interest, recourse_id,
        recovered_principal, recovered_interest
      from projects where platform_id = $1 order by project_no`,
    (row) =>
      [
        `${row.project_no} of ${row.borrower_no} ${row.status}: amount ${yuan(row.amount)}`,
        `tendered ${yuan(row.tendered)}`,
        `loaned ${yuan(row.loaned)}, repaid ${yuan(row.repaid_principal)} and interest ${yuan(row.repaid_interest)}`,
        ...(row.recourse_id === null
          ? []
          : [`recovered ${yuan(row.recovered_principal)} and interest ${yuan(row.recovered_interest)}`]),
      ].join(', '),
  );
  await table(
    'claims',
    `select project_no, holder_no as member_no, remaining, principal, origin_no from (${CLAIMS_LEFT}) c
      where platform_id = $1 order by claim_no`,
    (row) => `${row.project_no} ${name(row)} ${yuan(row.remaining)} of ${yuan(row.principal)} out of ${row.origin_no}`,
  );
  await table(
    'recourse',
    `select p.project_no, d.holder_no as member_no, coalesce(b.balance_after, 0) as left
      from projects p join dues d on d.platform_id = p.platform_id and d.debt_no = p.recourse_id
      left join lateral (select balance_after from postings b where b.platform_id = d.platform_id
        and b.account_id = d.due_no * 100 + 20 order by version desc limit 1) b on true
      where p.platform_id = $1 order by d.due_no`,
    (row) => `${row.project_no} ${name(row)} ${yuan(row.left)}`,
  );
}

function accountName(of: ReadonlyMap<bigint, string>, id: bigint): string {
  return `${of.get(id / 100n) ?? '?'} ${kindOf(id).toLowerCase().replaceAll('_', ' ')}`.padEnd(32);
}

async function journal(stage: ScenarioStage, of: ReadonlyMap<bigint, string>): Promise<string[]> {
  const rows = await select(
    stage,
    `select entry_no, template, account_id, part, amount from entries join postings using (platform_id, entry_no)
     where platform_id = $1 order by entry_no, seq`,
  );
  const out: string[] = [];
  let last: unknown = null;
  for (const row of rows) {
    if (row.entry_no !== last) out.push(`  ${row.entry_no} ${row.template}`);
    last = row.entry_no;
    out.push(`      ${accountName(of, row.account_id as bigint)}${yuan(row.amount).padStart(14)}  ${row.part}`);
  }
  return out;
}
