/**
 * One CONFIRM_REPAYMENT with five thousand payees, signed and answered over HTTP, against the bare INSERT of the very
 * postings that it wrote, in one statement, into a table of the same shape.
 */
import type { Platform } from '../src/custody/api.ts';
import { formatYuan } from '../src/kernel/money.ts';
import { send, signedBody } from './load.ts';
import { INVESTORS, newProject, type Stage } from './stage.ts';

export interface RepaymentTimes {
  readonly confirmation: number;
  /** The same when every row has to be read anew. */
  readonly cold: number;
  readonly insert: number;
  readonly postings: number;
  readonly errors: number;
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
export async function measureRepayment(stage: Stage, address: string, index: number): Promise<RepaymentTimes> {
  const platform = stage.platforms[0] as Platform;
  const { projectNo, holdNo } = await prepare(stage, platform, index);
  const details = Array.from({ length: INVESTORS }, (_, i) => ({
    userNo: `inv${i}`,
    amount: formatYuan(1_000n),
    interest: formatYuan(100n),
  }));
  const confirm = async (requestNo: string) => {
    const data = { requestNo, preRequestNo: holdNo, projectNo, details };
    const body = await signedBody(stage.platformKey, platform.platformNo, 'CONFIRM_REPAYMENT', data);
    const { perSecond, errors } = await send(`${address}/service`, [body], 1);
    return { milliseconds: 1_000 / perSecond, errors };
  };
  const cold = await confirm(`rc_${index}_cold`);
  const warm = await confirm(`rc_${index}`);
  const { insert, postings } = await bareInsert(stage, platform.platformId, `rc_${index}`);
  const errors = cold.errors + warm.errors;
  return { confirmation: warm.milliseconds, cold: cold.milliseconds, insert, postings, errors };
}

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
    where o.platform_id = ${platformId} and o.request_no = ${requestNo} order by p.seq`;
  const arrays = COLUMNS.map((column) => `{${rows.map((row) => String(row[column])).join(',')}}`);
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
