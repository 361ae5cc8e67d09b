/**
 * `ledger verify` of a grown ledger: how long it takes and how much memory, whole and since it was right last, beside
 * the same process.
 */
import { readFileSync } from 'node:fs';
import { verifyLedger } from '../src/custody/verify.ts';
import { closePool, openPool } from '../src/db/pool.ts';
import { createSealer } from '../src/kernel/seal.ts';
import { inParallel } from './core.ts';
import type { Line } from './figures.ts';
import { DATA_KEY, INVESTORS, type Stage } from './stage.ts';

const CALLERS = 256;
/** Orders between the whole look and the one since it. */
const SINCE = 2_000;

/** Grows the ledger by tenders, two postings each, and looks at it. */
export async function verifyLines(stage: Stage, orders: number): Promise<Line[]> {
  await tender(stage, 'old', orders);
  await stage.sql.unsafe('analyze');
  const [row] = await stage.sql`select count(*) as postings from postings`;
  const postings = Number(row?.postings);
  const whole = await look(stage, null);
  await tender(stage, 'new', SINCE);
  const since = await look(stage, 'last');
  const of = `ledger verify of ${postings.toLocaleString('en')} postings`;
  const line = (name: string, value: number | null, unit: string): Line => ({ name, value, unit });
  return [
    line(of, whole.seconds, 's'),
    line('  this process grew by', whole.process, 'MiB'),
    line('  the database backend held at most', whole.backend, 'MiB'),
    line(`since it was right last, ${SINCE.toLocaleString('en')} orders later`, since.seconds, 's'),
    line('  this process grew by', since.process, 'MiB'),
    line('  the database backend held at most', since.backend, 'MiB'),
  ];
}

async function tender(stage: Stage, prefix: string, count: number): Promise<void> {
  const [platform] = stage.platforms;
  if (!platform) throw new Error('the stage has a platform');
  await inParallel(count, CALLERS, (i) =>
    stage.execute(platform, `${prefix}-${i}`, {
      ...{ verb: 'AUTO_HOLD', userNo: `inv${i % INVESTORS}`, kind: 'TENDER' },
      ...{ amount: 1n, redPacket: 0n, projectNo: 'p0' },
    }),
  );
}

interface Look {
  readonly seconds: number;
  readonly process: number;
  /** Memory of its own, without what all backends share; null where the system does not tell. */
  readonly backend: number | null;
}

async function look(stage: Stage, since: 'last' | null): Promise<Look> {
  const sql = openPool({ url: stage.url, max: 1, applicationName: 'bench-verify' });
  try {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const peak = { process: process.memoryUsage().rss, backend: ownMemory(row?.pid ?? 0) };
    const before = peak.process;
    const watching = setInterval(() => {
      peak.process = Math.max(peak.process, process.memoryUsage().rss);
      const now = ownMemory(row?.pid ?? 0);
      peak.backend = now === null || peak.backend === null ? null : Math.max(peak.backend, now);
    }, 50);
    const began = performance.now();
    const { differences } = await verifyLedger(sql, createSealer(DATA_KEY), since);
    const seconds = (performance.now() - began) / 1_000;
    clearInterval(watching);
    if (differences.length > 0) throw new Error(`the books do not balance: ${differences[0]?.check}`);
    return { seconds, process: mebibytes(peak.process - before), backend: peak.backend && mebibytes(peak.backend) };
  } finally {
    await closePool(sql);
  }
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

function ownMemory(pid: number): number | null {
  try {
    const found = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1_024 : null;
  } catch {
    return null;
  }
}
