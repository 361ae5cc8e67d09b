/**
 * One CONFIRM_REPAYMENT with five thousand payees, signed and answered over HTTP, against the bare INSERT of the very
 * postings of money that it wrote, in one statement, into a table of the same shape. One signature in some hundred
 * milliseconds is nothing: here the ratio is held against its goal as it was measured.
 */
import type { Platform } from '../src/custody/api.ts';
import { formatYuan } from '../src/kernel/money.ts';
import { ACCOUNT_KINDS } from '../src/ledger/chart.ts';
import { type Line, median, medianMeasured } from './figures.ts';
import { keyOf, send, signedBody } from './load.ts';
import type { Side, Spent } from './side.ts';
import { INVESTORS, newProject, type Stage } from './stage.ts';

interface RepaymentTimes {
  readonly confirmation: number;
  /** The same when every row has to be read anew. */
  readonly cold: number;
  readonly insert: number;
  readonly postings: number;
  readonly errors: number;
  /** Core-milliseconds of the warm confirmation. */
  readonly cost: Spent;
}

/**
 * A project of its own, tendered by all five thousand, loaned, and a repayment hold big enough for two confirmations.
 */
async function prepare(
  stage: Stage,
  platform: Platform,
  index: number,
): Promise<{ projectNo: string; holdNo: string }> {
  const projectNo = `p${index}`;
  const { execute } = stage;
  await execute(platform, `rp_${index}`, newProject(index));
  await Promise.all(
    Array.from({ length: INVESTORS }, (_, i) =>
      execute(platform, `rt_${index}_${i}`, {
        verb: 'AUTO_HOLD',
        userNo: `inv${i}`,
        kind: 'TENDER',
        amount: 2_000n,
        redPacket: 0n,
        projectNo,
      }),
    ),
  );
  for (let i = 0; i < INVESTORS; i += 10) {
    const details = Array.from({ length: 10 }, (_, k) => ({ holdNo: `rt_${index}_${i + k}`, amount: 2_000n }));
    await execute(platform, `rl_${index}_${i}`, { verb: 'CONFIRM_LOAN', projectNo, commission: 0n, details });
  }
  await execute(platform, `rm_${index}`, { verb: 'MODIFY_PROJECT', projectNo, status: 'REPAYING', amount: null });
  const holdNo = `rh_${index}`;
  const amount = BigInt(INVESTORS) * 2_400n;
  await execute(platform, holdNo, {
    verb: 'AUTO_HOLD',
    userNo: `bor${index}`,
    kind: 'REPAYMENT',
    amount,
    redPacket: 0n,
    projectNo,
  });
  return { projectNo, holdNo };
}

/**
 * One round: two confirmations over HTTP, the first by a server that has to read every row anew (the stage wrote
 * them), the second by one that has just seen these payees, as it is when it took their tenders; and the bare INSERT
 * of the second one's postings.
 */
async function measureRepayment({ stage, nodes, meter }: Side, index: number): Promise<RepaymentTimes> {
  const platform = stage.platforms[0] as Platform;
  const { projectNo, holdNo } = await prepare(stage, platform, index);
  const details = Array.from({ length: INVESTORS }, (_, i) => ({
    userNo: `inv${i}`,
    amount: formatYuan(1_000n),
    interest: formatYuan(100n),
  }));
  const confirm = async (requestNo: string) => {
    const data = { requestNo, preRequestNo: holdNo, projectNo, details };
    const body = await signedBody(keyOf(stage, platform), platform.platformNo, 'CONFIRM_REPAYMENT', data);
    const { perSecond, errors } = await send(`${nodes[0]?.address}/service`, [body], 1);
    return { milliseconds: 1_000 / perSecond, errors };
  };
  const cold = await confirm(`rc_${index}_cold`);
  const stop = meter();
  const warm = await confirm(`rc_${index}`);
  const cost = stop();
  const { insert, postings } = await bareInsert(stage, platform.platformId, `rc_${index}`);
  const errors = cold.errors + warm.errors;
  return { confirmation: warm.milliseconds, cold: cold.milliseconds, insert, postings, errors, cost };
}

/** Kinds of accounts that are no money: the second book is our own choice and no part of the floor. */
const MEMORANDUM = Object.values(ACCOUNT_KINDS)
  .filter((kind) => kind.class === 'MEMORANDUM')
  .map(({ kind }) => kind);
const COLUMNS = ['platform_id', 'entry_no', 'seq', 'account_id', 'part', 'amount', 'balance_after', 'version'] as const;

async function bareInsert(
  stage: Stage,
  platformId: number,
  requestNo: string,
): Promise<{ insert: number; postings: number }> {
  const { sql } = stage;
  const rows = await sql`
    select p.* from postings p join entries e using (platform_id, entry_no)
    join orders o on o.platform_id = e.platform_id and o.order_no = e.order_no
    where o.platform_id = ${platformId} and o.request_no = ${requestNo}
      and p.account_id % 100 <> all(${MEMORANDUM}::bigint[]) order by p.seq`;
  const arrays = COLUMNS.map((column) => `{${rows.map((row) => String(row[column])).join(',')}}`);
  await sql.unsafe('create schema if not exists proc');
  await sql.unsafe('create table if not exists proc.bare (like public.postings including all)');
  await sql.unsafe('truncate proc.bare');
  const began = performance.now();
  await sql.unsafe(
    `insert into proc.bare select * from unnest($1::integer[], $2::bigint[], $3::integer[], $4::bigint[], $5::text[],
      $6::bigint[], $7::bigint[], $8::bigint[])`,
    arrays,
  );
  return { insert: performance.now() - began, postings: rows.length };
}

/** All sides, turn by turn. */
export async function repaymentLines(sides: readonly Side[], count: number): Promise<Line[]> {
  const rounds = sides.map((): RepaymentTimes[] => []);
  for (let round = 1; round <= count; round += 1)
    for (const [i, side] of sides.entries()) rounds[i]?.push(await measureRepayment(side, round));
  const lines = sides.flatMap((side, i) => linesOf(side, rounds[i] ?? []));
  const [base, present] = rounds;
  if (!base || !present) return lines;
  const change = median(present.map((after, i) => after.confirmation / (base[i]?.confirmation ?? Number.NaN)));
  return [...lines, { name: 'present / base: the repayment takes', value: change, unit: 'x' }];
}

function linesOf({ label }: Side, rounds: readonly RepaymentTimes[]): Line[] {
  const middle = (pick: (round: RepaymentTimes) => number) => median(rounds.map(pick));
  const line = (what: string, value: number | null, unit: string): Line => ({ name: `${label}  ${what}`, value, unit });
  const judged = (held: object) => (label === '' ? held : {});
  const value = middle(({ confirmation, insert }) => confirmation / insert);
  const takes = middle(({ confirmation }) => confirmation);
  const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
  return [
    {
      ...{ name: `${label}repayment of 5,000 payees over HTTP / bare INSERT`, value, unit: 'x' },
      ...judged({ goal: 4, holds: value <= 4 && errors === 0 }),
    },
    line(
      'the same when all rows are read anew / bare INSERT',
      middle(({ cold, insert }) => cold / insert),
      'x',
    ),
    { ...line('the confirmation takes', takes, 'ms'), ...judged({ goal: 1_000, holds: takes < 1_000 }) },
    line('it costs the process', medianMeasured(rounds.map(({ cost }) => cost.process)), 'core-ms'),
    line('it costs the database', medianMeasured(rounds.map(({ cost }) => cost.database)), 'core-ms'),
    line(
      `bare INSERT of its ${rounds[0]?.postings ?? 0} money postings`,
      middle(({ insert }) => insert),
      'ms',
    ),
  ];
}
