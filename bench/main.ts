/**
 * `npm run bench`: its own database and processes, warm-up, rounds that alternate between the two sides of each
 * ratio, medians. A ratio within one run says something on a shared, noisy machine; a bare number does not.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyLedger } from '../src/custody/verify.ts';
import { verifyLines } from './verify.ts';
import { claimTransferLines } from './claim-transfer.ts';
import { transferLines } from './core.ts';
import type { Line } from './figures.ts';
import { lockedLines } from './locked.ts';
import { neighbourLines } from './neighbours.ts';
import { nodesLines } from './nodes.ts';
import { printTable } from './report.ts';
import { repaymentLines } from './repayment.ts';
import { openSides, type Side } from './side.ts';
import { DATA_KEY, type Stage } from './stage.ts';
import { createSealer } from '../src/kernel/seal.ts';
import { tenderLines } from './tenders.ts';

interface Size {
  readonly rounds: number;
  readonly orders: number;
  readonly lone: number;
  readonly transfers: number;
  /** How long lanes are held locked. */
  readonly seconds: number;
}

const FULL: Size = { rounds: 5, orders: 6_400, lone: 600, transfers: 20_000, seconds: 10 };
const QUICK: Size = { rounds: 3, orders: 1_920, lone: 200, transfers: 5_000, seconds: 4 };

interface Part {
  /** Runs only when it is named. */
  readonly extra?: true;
  /** Server processes that it needs; one when absent. */
  readonly nodes?: number;
  measure(sides: readonly Side[], size: Size): Promise<readonly Line[]>;
}

const PARTS: Readonly<Record<string, Part>> = {
  tenders: { measure: tenderLines },
  transfers: { measure: (sides, { rounds, transfers }) => transferLines(presentOf(sides).stage, rounds, transfers) },
  repayment: { measure: (sides, { rounds }) => repaymentLines(sides, rounds) },
  claims: { measure: (sides, { rounds }) => claimTransferLines(sides, rounds) },
  nodes: {
    extra: true,
    nodes: 2,
    // A caller that meets a stale node each time is slow; a quarter of the orders say as much.
    measure: (sides, { rounds, orders, lone }) =>
      nodesLines(sides, { rounds, orders: Math.ceil(orders / 4), lone: Math.ceil(lone / 2) }),
  },
  verify: {
    extra: true,
    measure: (sides, { rounds }) => verifyLines(presentOf(sides).stage, rounds * 100_000),
  },
  neighbours: { extra: true, measure: (sides, { rounds, seconds }) => neighbourLines(sides, rounds, seconds) },
  locked: { extra: true, measure: (sides, { seconds }) => lockedLines(sides, seconds) },
};

/** Transfers are entries of no order; nothing but this bench makes such. */
const OF_NO_ORDER = 'every entry is of an order that makes such entries';

/** Measures what was asked for and prints it. The exit status: 0, or 1 when the books do not balance at the end. */
export async function bench(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, base: { type: 'string' } },
  });
  const unknown = positionals.find((name) => !(name in PARTS));
  if (unknown !== undefined) {
    process.stderr.write(`"${unknown}" is not measured here; there are: ${Object.keys(PARTS).join(', ')}.\n`);
    return 2;
  }
  const parts = Object.entries(PARTS).filter(([name, { extra }]) =>
    positionals.length > 0 ? positionals.includes(name) : !extra,
  );
  const sides = await openSides(values.base ?? null, Math.max(...parts.map(([, { nodes }]) => nodes ?? 1)));
  const close = async () => {
    for (const side of sides) await side.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(1)));
  try {
    const lines: Line[] = [];
    for (const [, part] of parts) lines.push(...(await part.measure(sides, values.quick ? QUICK : FULL)));
    const { stage } = presentOf(sides);
    const machine = await describe(stage);
    if (values.json) process.stdout.write(`${JSON.stringify({ machine, results: lines })}\n`);
    else process.stdout.write(printTable(machine, lines));
    // Filled within minutes, the database may not have counted its rows yet.
    await stage.sql.unsafe('analyze');
    const found = await verifyLedger(stage.sql, createSealer(DATA_KEY));
    const differences = found.differences.filter(({ check }) => check !== OF_NO_ORDER);
    for (const { check, place } of differences) process.stderr.write(`ledger verify: ${check}: ${place}\n`);
    return differences.length > 0 ? 1 : 0;
  } finally {
    await close();
  }
}

function presentOf(sides: readonly Side[]): Side {
  return sides.at(-1) as Side;
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
