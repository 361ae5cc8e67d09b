/**
 * The books of one platform as a text that is the same for every run of the same road: who holds what, which projects,
 * holds and claims there are, and every posting of the ledger with the balance after it. Only reads, in one snapshot.
 * What changes from run to run (numbers of people, projects and orders) is called by the name the caller gives it, and
 * times are left out.
 */
import { CLAIMS_LEFT } from '../src/custody/claims/reads.store.ts';
import { closePool, openPool, type Transaction } from '../src/db/pool.ts';
import { formatYuan } from '../src/kernel/money.ts';
import { kindOf } from '../src/ledger/chart.ts';

/** From a number on the wire (user, project, request) to its name in the text. */
export type Names = ReadonlyMap<string, string>;

/** Holders that every platform has from its beginning. */
const HOUSE: readonly (readonly [bigint, string])[] = [
  [0n, 'CUSTODIAN'],
  [1n, 'PLATFORM FEE'],
  [2n, 'PLATFORM COMPENSATION'],
  [3n, 'PLATFORM MARKETING'],
];

interface Reading {
  readonly tx: Transaction;
  readonly platformId: number;
  readonly name: (no: string) => string;
  readonly holder: (no: bigint) => string;
}

/** Reads the books of a platform from the database of a running program. Throws for a number that has no name. */
export async function readBooks(databaseUrl: string, platformNo: string, names: Names): Promise<string> {
  const sql = openPool({ url: databaseUrl, max: 1, applicationName: 'cunguan-e2e' });
  try {
    return await sql.begin('isolation level repeatable read read only', async (tx) => {
      const reading = await begin(tx, platformNo, names);
      const parts = [await balances(reading), await projects(reading), await holds(reading), await claims(reading)];
      return [...parts, await orders(reading), await ledger(reading)].join('\n');
    });
  } finally {
    await closePool(sql);
  }
}

async function begin(tx: Transaction, platformNo: string, names: Names): Promise<Reading> {
  const [platform] = await tx<{ id: number }[]>`
    select platform_id as id from platforms where platform_no = ${platformNo}`;
  if (!platform) throw new Error(`there is no platform ${platformNo}`);
  const name = (no: string): string => {
    const found = names.get(no);
    if (found === undefined) throw new Error(`${no} has no name on this road`);
    return found;
  };
  const members = await tx<{ no: bigint; user: string }[]>`
    select member_no as no, user_no as user from members where platform_id = ${platform.id}`;
  const owed = await tx<{ no: bigint; project: string; holder: bigint | null }[]>`
    select project_id as no, project_no as project, null::bigint as holder from projects
    where platform_id = ${platform.id}
    union all select due_no, project_no, holder_no from dues d
      join projects p on p.platform_id = d.platform_id and p.project_id = d.debt_no
    where d.platform_id = ${platform.id}`;
  const people = new Map([...HOUSE, ...members.map(({ no, user }) => [no, name(user)] as const)]);
  const holders = new Map([
    ...people,
    ...owed.map(({ no, project, holder: of }) => {
      return [no, of === null ? name(project) : `${people.get(of)} of ${name(project)}`] as const;
    }),
  ]);
  const holder = (no: bigint): string => holders.get(no) ?? `HOLDER ${no}`;
  return { tx, platformId: platform.id, name, holder };
}

async function balances({ tx, platformId, holder }: Reading): Promise<string> {
  const rows = await tx<{ id: bigint; balance: bigint }[]>`
    select account_id as id, balance from accounts where platform_id = ${platformId}`;
  const lines = rows.map(({ id, balance }) => [`${holder(id / 100n)} ${kindOf(id)}`, formatYuan(balance)]);
  return section('Balances', ['account', 'balance'], lines.sort(byFirst));
}

const SUMS = ['amount', 'tendered', 'loaned', 'outstanding', 'principal', 'interest'] as const;
type ProjectRow = Readonly<Record<'no' | 'borrower' | 'status', string> & Record<(typeof SUMS)[number], bigint>>;

async function projects({ tx, platformId, name }: Reading): Promise<string> {
  const rows = await tx<ProjectRow[]>`
    select project_no as no, borrower_no as borrower, status, amount, tendered, loaned,
      coalesce(-balance, 0) as outstanding, repaid_principal as principal, repaid_interest as interest
    from projects p left join accounts a on a.platform_id = p.platform_id and a.account_id = p.project_id * 100 + 21
    where p.platform_id = ${platformId}`;
  const lines = rows.map((row) => [
    name(row.no),
    name(row.borrower),
    row.status,
    ...SUMS.map((sum) => formatYuan(row[sum])),
  ]);
  return section('Projects', ['project', 'borrower', 'status', ...SUMS], lines);
}

type HoldRow = { no: string; kind: string; holder: bigint; amount: bigint; confirmed: bigint; open: boolean };

async function holds({ tx, platformId, name, holder: of }: Reading): Promise<string> {
  const rows = await tx<HoldRow[]>`
    select hold_no as no, kind, holder_no as holder, amount, confirmed, finished_at is null as open
    from holds where platform_id = ${platformId}`;
  const lines = rows.map(({ no, kind, holder, amount, confirmed, open }) => [
    name(no),
    kind,
    of(holder),
    formatYuan(amount),
    formatYuan(confirmed),
    open ? 'open' : 'finished',
  ]);
  return section('Holds', ['order', 'kind', 'of', 'amount', 'confirmed', 'state'], lines.sort(byFirst));
}

async function claims({ tx, platformId, name, holder }: Reading): Promise<string> {
  const rows = (await tx.unsafe(
    `select holder_no as holder, project_no as project, origin_no as origin, principal, remaining
     from (${CLAIMS_LEFT}) c where platform_id = $1 order by claim_no`,
    [platformId],
  )) as unknown as { holder: bigint; project: string; origin: string; principal: bigint; remaining: bigint }[];
  const lines = rows.map((row) => [
    holder(row.holder),
    name(row.project),
    name(row.origin),
    formatYuan(row.principal),
    formatYuan(row.remaining),
  ]);
  return section('Claims', ['creditor', 'project', 'from tender', 'principal', 'remaining'], lines);
}

async function orders({ tx, platformId, name }: Reading): Promise<string> {
  const rows = await tx<{ no: string; service: string; state: string; notices: readonly string[] }[]>`
    select o.request_no as no, o.service, o.state, array(
        select n.stage || ' ' || n.state from notices n
        where n.platform_id = o.platform_id and n.order_no = o.order_no order by n.notice_no) as notices
    from orders o where o.platform_id = ${platformId} order by o.order_no`;
  const lines = rows.map(({ no, service, state, notices }) => [
    name(no),
    service,
    state,
    notices.join(', ').toLowerCase(),
  ]);
  return section('Orders', ['order', 'service', 'state', 'notices'], lines);
}

async function ledger({ tx, platformId, name, holder }: Reading): Promise<string> {
  const rows = await tx<
    { template: string; no: string | null; id: bigint; part: string; entry: bigint; amount: bigint; after: bigint }[]
  >`
    select e.entry_no as entry, e.template, o.request_no as no, p.account_id as id, p.part, p.amount,
      p.balance_after as after
    from entries e join postings p on p.platform_id = e.platform_id and p.entry_no = e.entry_no
      left join orders o on o.platform_id = e.platform_id and o.order_no = e.order_no
    where e.platform_id = ${platformId} order by e.entry_no, p.seq`;
  const lines = rows.map(({ template, no, id, part, entry, amount, after }) => [
    String(entry),
    template,
    no === null ? '' : name(no),
    `${holder(id / 100n)} ${kindOf(id)}`,
    part,
    formatYuan(amount),
    formatYuan(after),
  ]);
  return section('Ledger', ['entry', 'template', 'order', 'account', 'part', 'amount', 'balance'], lines);
}

function byFirst(a: readonly string[], b: readonly string[]): number {
  return (a[0] ?? '') < (b[0] ?? '') ? -1 : 1;
}

const AMOUNT = /^-?\d+\.\d\d$/;

/** A table under its title; amounts are set to the right. */
function section(title: string, head: readonly string[], lines: readonly (readonly string[])[]): string {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const isAmount = head.map((_, column) => lines.some((line) => AMOUNT.test(line[column] ?? '')));
  const write = (line: readonly string[]): string =>
    line
      .map((cell, column) => (isAmount[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${title}\n\n${all.map((line) => `  ${write(line)}`).join('\n')}\n`;
}
