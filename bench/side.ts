/**
 * What is measured: a checkout of this repository with its own database, stage and server processes. The present one,
 * and with `--base DIR` an earlier one, which is driven by this harness through its own `bench/stage.ts` and
 * `bench/server.ts`, so that before and after are measured in one run, turn by turn.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { databaseProcess, familyTime, processTime } from './cpu.ts';
import type { Stage } from './stage.ts';

export interface Node {
  readonly address: string;
  readonly child: ChildProcess;
}

export interface Side {
  /** In front of the names of its lines; empty for the present. */
  readonly label: '' | 'base: ';
  readonly stage: Stage;
  /** Server processes on one database. */
  readonly nodes: readonly Node[];
  /** Starts counting; what it answers stops, and tells what was spent. */
  meter(): () => Spent;
  close(): Promise<void>;
}

/** Core-milliseconds; null where the system does not tell. */
export interface Spent {
  /** By the load generator, which is this process. */
  readonly generator: number;
  readonly process: number | null;
  readonly database: number | null;
}

const PRESENT = join(import.meta.dirname, '..');

/** Opens the present checkout, and a base before it when one is named. */
export async function openSides(base: string | null, nodes: number): Promise<readonly Side[]> {
  const present = await openSide(PRESENT, '', nodes);
  if (base === null) return [present];
  return [await openSide(resolve(base), 'base: ', nodes), present];
}

async function openSide(root: string, label: Side['label'], count: number): Promise<Side> {
  const path = pathToFileURL(join(root, 'bench', 'stage.ts')).href;
  const { openStage } = (await import(path)) as typeof import('./stage.ts');
  const stage = await openStage();
  const nodes = await Promise.all(Array.from({ length: count }, () => startNode(root, stage)));
  const postmaster = await databaseProcess(stage.sql);
  const times = () => ({
    generator: process.cpuUsage(),
    process: nodes.map(({ child }) => processTime(child.pid ?? 0)).reduce(plus),
    database: familyTime(postmaster),
  });
  return {
    label,
    stage,
    nodes,
    meter() {
      const before = times();
      return () => {
        const after = times();
        const { user, system } = process.cpuUsage(before.generator);
        return {
          generator: (user + system) / 1_000,
          process: minus(after.process, before.process),
          database: minus(after.database, before.database),
        };
      };
    },
    async close() {
      for (const { child } of nodes) {
        child.disconnect();
        await once(child, 'exit');
      }
      await stage.close();
    },
  };
}

export function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

export function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

async function startNode(root: string, stage: Stage): Promise<Node> {
  const child = spawn(process.execPath, [...process.execArgv, join(root, 'bench', 'server.ts')], {
    cwd: root,
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
