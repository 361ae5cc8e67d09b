/**
 * A transfer of a thousand sellers through the executor, against the repayment of the same thousand: time per posting.
 * A transfer makes a claim of each that it takes from, which a repayment does not, so it is allowed a quarter more.
 */
import type { Platform } from '../src/custody/api.ts';
import type { Fen } from '../src/kernel/money.ts';
import { type Line, median } from './figures.ts';
import type { Side } from './side.ts';
import { newProject, type Stage } from './stage.ts';

const SELLERS = 1_000;
/** Each lends so much, sells a half of it and is repaid a quarter. */
const LENT = 2_000n;
/** Projects of this part, beside those of the others. */
const FIRST = 20;

interface Round {
  readonly transfer: number;
  readonly repayment: number;
  readonly postings: { readonly transfer: number; readonly repayment: number };
}

const hold = (userNo: string, projectNo: string, kind: 'TENDER' | 'REPAYMENT' | 'CREDIT_ASSIGNMENT', amount: Fen) =>
  ({ verb: 'AUTO_HOLD', userNo, kind, amount, redPacket: 0n, projectNo }) as const;

async function prepare({ execute }: Stage, platform: Platform, index: number): Promise<string> {
  const projectNo = `p${index}`;
  await execute(platform, `cp_${index}`, newProject(index));
  const each = Array.from({ length: SELLERS }, (_, i) => i);
  await Promise.all(each.map((i) => execute(platform, `ct_${index}_${i}`, hold(`inv${i}`, projectNo, 'TENDER', LENT))));
  for (let i = 0; i < SELLERS; i += 10) {
    const details = each.slice(i, i + 10).map((k) => ({ holdNo: `ct_${index}_${k}`, amount: LENT }));
    await execute(platform, `cl_${index}_${i}`, { verb: 'CONFIRM_LOAN', projectNo, commission: 0n, details });
  }
  await execute(platform, `cm_${index}`, { verb: 'MODIFY_PROJECT', projectNo, status: 'REPAYING', amount: null });
  const all = BigInt(SELLERS) * LENT;
  await execute(platform, `ch_${index}`, hold(`bor${index}`, projectNo, 'REPAYMENT', all));
  await execute(platform, `cb_${index}`, hold(`inv${SELLERS}`, projectNo, 'CREDIT_ASSIGNMENT', all));
  return projectNo;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function postingsOf({ sql }: Stage, platformId: number, requestNo: string): Promise<number> {
  const [row] = await sql`
    select count(*)::int as n from postings p join entries e using (platform_id, entry_no)
    join orders o on o.platform_id = e.platform_id and o.order_no = e.order_no
    where o.platform_id = ${platformId} and o.request_no = ${requestNo}`;
  return Number(row?.n);
}

/** One round: the repayment first, so that whoever is dear for being new is paid by it. */
async function measure({ stage }: Side, round: number): Promise<Round> {
  const platform = stage.platforms[0] as Platform;
  const index = FIRST + round;
  const projectNo = await prepare(stage, platform, index);
  const sellers = Array.from({ length: SELLERS }, (_, i) => `inv${i}`);
  const half = LENT / 2n;
  const rest = { interest: 10n, commission: 0n, dividend: 0n };
  const repaid = sellers.map((userNo) => ({ userNo, principal: LENT / 4n, ...rest }));
  const sold = sellers.map((userNo, i) => {
    return { holdNo: `cb_${index}`, userNo, recordNo: `ct_${index}_${i}`, price: half, share: half };
  });
  const common = { projectNo, commission: 0n } as const;
  const repayment = await timed(() =>
    stage.execute(platform, `cr_${index}`, {
      ...{ verb: 'CONFIRM_REPAYMENT', ...common },
      ...{ holdNo: `ch_${index}`, details: repaid },
    }),
  );
  const transfer = await timed(() =>
    stage.execute(platform, `cx_${index}`, {
      ...{ verb: 'CONFIRM_TRANSFER', ...common },
      ...{ holdNo: `cb_${index}`, details: sold },
    }),
  );
  const count = (requestNo: string) => postingsOf(stage, platform.platformId, requestNo);
  return {
    ...{ transfer, repayment },
    postings: { transfer: await count(`cx_${index}`), repayment: await count(`cr_${index}`) },
  };
}

/** All sides, turn by turn. */
export async function claimTransferLines(sides: readonly Side[], count: number): Promise<Line[]> {
  const rounds = sides.map((): Round[] => []);
  for (let round = 1; round <= count; round += 1)
    for (const [i, side] of sides.entries()) rounds[i]?.push(await measure(side, round));
  return sides.flatMap((side, i) => linesOf(side, rounds[i] ?? []));
}

function linesOf({ label }: Side, rounds: readonly Round[]): Line[] {
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  const value = middle(
    ({ transfer, repayment, postings }) => transfer / postings.transfer / (repayment / postings.repayment),
  );
  const judged = label === '' ? { goal: 1.25, holds: value <= 1.25 } : {};
  const { transfer = 0, repayment = 0 } = rounds[0]?.postings ?? {};
  const time = (what: string, pick: (round: Round) => number): Line => ({
    name: `${label}  ${what}`,
    value: middle(pick),
    unit: 'ms',
  });
  return [
    { name: `${label}1,000-seller transfer / repayment of the same 1,000, per posting`, value, unit: 'x', ...judged },
    time(`the transfer takes, ${transfer} postings`, (round) => round.transfer),
    time(`the repayment takes, ${repayment} postings`, (round) => round.repayment),
  ];
}
