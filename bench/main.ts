/**
 * `npm run bench`: its own database and processes, warm-up, rounds that alternate between the two sides of each
 * ratio, medians. A ratio within one run says something on a shared, noisy machine; a bare number does not.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { verifyLedger } from '../src/custody/verify.ts';
import { prepareProcedure, throughLane, throughProcedure } from './core.ts';
import { send, type Spread, tenders } from './load.ts';
import { type Line, printTable } from './report.ts';
import { measureRepayment } from './repayment.ts';
import { INVESTORS, openStage, PLATFORMS, PROJECTS_EACH, type Stage } from './stage.ts';

const CALLERS = 64;

interface Size {
  readonly rounds: number;
  readonly orders: number;
  readonly lone: number;
  readonly transfers: number;
}

const FULL: Size = { rounds: 5, orders: 6_400, lone: 600, transfers: 20_000 };
const QUICK: Size = { rounds: 3, orders: 1_920, lone: 200, transfers: 5_000 };

/** Measures everything, prints it, answers the exit status: 0, or 1 when the books do not balance afterwards. */
export async function bench(args: readonly string[]): Promise<number> {
  const size = args.includes('--quick') ? QUICK : FULL;
  const stage = await openStage();
  const server = await startServer(stage);
  try {
    const lines: Line[] = [];
    const one = { platforms: stage.platforms.slice(0, 1), projects: 1, investors: INVESTORS };
    const spread = { platforms: stage.platforms.slice(1), projects: PROJECTS_EACH, investors: INVESTORS / PLATFORMS };
    lines.push(...(await tenderLines(stage, server.address, size, 'one project', one, CALLERS, size.orders, 0.6)));
    lines.push(
      ...(await tenderLines(
        stage,
        server.address,
        size,
        '50 projects, 5 platforms',
        spread,
        CALLERS,
        size.orders,
        0.6,
      )),
    );
    lines.push(...(await tenderLines(stage, server.address, size, 'one caller at a time', one, 1, size.lone, 0.35)));
    lines.push(...(await ledgerLines(stage, size)));
    lines.push(...(await repaymentLines(stage, server.address, size)));
    const { differences } = await verifyLedger(stage.sql);
    const machine = await describe(stage);
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ machine, results: lines })}\n`);
    else process.stdout.write(printTable(machine, lines));
    for (const { check, place } of differences) process.stderr.write(`ledger verify: ${check}: ${place}\n`);
    return differences.length > 0 ? 1 : 0;
  } finally {
    server.child.disconnect();
    await once(server.child, 'exit');
    await stage.close();
  }
}

async function startServer(stage: Stage): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'server.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      BENCH_DATABASE_URL: stage.url,
      BENCH_KEY: stage.files.custodianKey,
      BENCH_PLATFORM_KEY: stage.files.platformPublicKey,
      BENCH_LOG: stage.files.log,
    },
  });
  const [ready] = (await once(child, 'message')) as [{ port: number }];
  return { child, address: `http://127.0.0.1:${ready.port}` };
}

/** Tenders against the empty signed endpoint: the same bodies' shape, the same connections, turn by turn. */
async function tenderLines(
  stage: Stage,
  address: string,
  size: Size,
  name: string,
  spread: Spread,
  callers: number,
  orders: number,
  goal: number,
): Promise<Line[]> {
  const ratios: number[] = [];
  const rates: number[] = [];
  const floors: number[] = [];
  let errors = 0;
  let p99 = 0;
  for (let round = 0; round <= size.rounds; round += 1) {
    const bodies = await tenders(stage.platformKey, spread, orders);
    const empty = await send(`${address}/empty`, bodies, callers);
    const real = await send(`${address}/service`, bodies, callers);
    errors += empty.errors + real.errors;
    // The first round warms up both sides.
    if (round === 0) continue;
    rates.push(real.perSecond);
    floors.push(empty.perSecond);
    ratios.push(real.perSecond / empty.perSecond);
    p99 = Math.max(p99, real.p99);
  }
  const value = median(ratios);
  return [
    { name: `tenders, ${name} / empty signed endpoint`, value, unit: 'x', goal, holds: value >= goal && errors === 0 },
    { name: `  tenders per second, ${callers} callers`, value: median(rates), unit: '/s' },
    { name: '  empty endpoint per second', value: median(floors), unit: '/s' },
    { name: '  errors seen by callers', value: errors, unit: '', goal: 0, holds: errors === 0 },
    { name: '  99 % of tenders within', value: p99, unit: 'ms' },
  ];
}

async function ledgerLines(stage: Stage, size: Size): Promise<Line[]> {
  await prepareProcedure(stage);
  const lanes: number[] = [];
  const calls: number[] = [];
  for (let round = 0; round <= size.rounds; round += 1) {
    const call = await throughProcedure(stage, size.transfers / 4);
    const lane = await throughLane(stage, size.transfers);
    if (round > 0) {
      lanes.push(lane);
      calls.push(call);
    }
  }
  const value = median(lanes.map((lane, i) => lane / (calls[i] as number)));
  return [
    { name: 'transfers through the executor / stored procedure', value, unit: 'x', goal: 3, holds: value >= 3 },
    { name: '  transfers per second through the executor', value: median(lanes), unit: '/s' },
    { name: '  stored procedure calls per second, 16 connections', value: median(calls), unit: '/s' },
  ];
}

async function repaymentLines(stage: Stage, address: string, size: Size): Promise<Line[]> {
  const rounds: Awaited<ReturnType<typeof measureRepayment>>[] = [];
  for (let round = 0; round < size.rounds; round += 1) rounds.push(await measureRepayment(stage, address, round + 1));
  const [first] = rounds;
  const confirmation = median(rounds.map((round) => round.confirmation));
  const ratio = median(rounds.map((round) => round.confirmation / round.insert));
  const cold = median(rounds.map((round) => round.cold / round.insert));
  const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
  return [
    {
      name: 'repayment of 5,000 payees over HTTP / bare INSERT',
      value: ratio,
      unit: 'x',
      goal: 4,
      holds: ratio <= 4 && errors === 0,
    },
    { name: '  the same when all rows are read anew / bare INSERT', value: cold, unit: 'x' },
    { name: '  the confirmation takes', value: confirmation, unit: 'ms', goal: 1_000, holds: confirmation < 1_000 },
    {
      name: `  bare INSERT of its ${first?.postings ?? 0} postings`,
      value: median(rounds.map((round) => round.insert)),
      unit: 'ms',
    },
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function describe(stage: Stage): Promise<Record<string, string>> {
  const [row] = await stage.sql`
    select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as synchronous_commit,
      current_setting('full_page_writes') as full_page_writes`;
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    cpu: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    postgresql: String(row?.version),
    fsync: String(row?.fsync),
    synchronous_commit: String(row?.synchronous_commit),
    full_page_writes: String(row?.full_page_writes),
    cunguan: version,
  };
}
