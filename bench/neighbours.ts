/**
 * What a platform notices of its neighbours on a node: its tenders leave when they are due, at an even pace, and are
 * timed from then, alone and beside another that sends as much as it can, beside connections that send slowly, and
 * beside bodies of megabytes made to cost as much as they can. And what memory the node needs for all that.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type Line, median, quantile } from './figures.ts';
import type { Platform } from '../src/custody/api.ts';
import { keyOf, signatureOf, tenders } from './load.ts';
import { timed } from './locked.ts';
import type { NeighbourKind, NeighbourWork } from './neighbour.ts';
import type { Side } from './side.ts';

/** Tenders a second of the platform that is looked at. */
const PACE = 40;
const MEBIBYTE = 1024 * 1024;

const NEIGHBOURS: Readonly<Record<NeighbourKind, string>> = {
  CROWD: 'a neighbour with 256 connections that never rest',
  SLOW: '3,000 connections that send slowly',
  FLOODS: '4 bodies of 7.8 MB at a time',
};

/** What one round has shown. */
interface Round {
  /** 99 % of the tenders took at most so many milliseconds. */
  readonly alone: number;
  readonly beside: Readonly<Record<NeighbourKind, Beside>>;
}

interface Beside {
  readonly within: number;
  /** Bytes of memory, the most that there were more than before. */
  readonly memory: number;
  readonly errors: number;
}

const KINDS = Object.keys(NEIGHBOURS) as NeighbourKind[];

/** Alone and beside each neighbour in turn, some rounds, on each side; medians. */
export async function neighbourLines(sides: readonly Side[], rounds: number, seconds: number): Promise<Line[]> {
  const lines: Line[] = [];
  const taken = sides.map((): Round[] => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [i, side] of sides.entries()) {
      const one = await takeRound(side, seconds);
      // The first one warms up.
      if (round > 0) taken[i]?.push(one);
    }
  for (const [i, side] of sides.entries()) lines.push(...linesOf(side, taken[i] ?? []));
  return lines;
}

async function takeRound(side: Side, seconds: number): Promise<Round> {
  const watched = side.stage.platforms.slice(1, 2);
  const quiet = await timed(side, watched, PACE, seconds);
  const beside: Partial<Record<NeighbourKind, Beside>> = {};
  for (const kind of KINDS) {
    const bodies = await BODIES[kind](side);
    const before = memoryOf(side);
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, memoryOf(side))), 100);
    const leave = await enter({ kind, address: addressOf(side), bodies });
    const times = await timed(side, watched, PACE, seconds).finally(() => clearInterval(watch));
    await leave();
    beside[kind] = { within: quantile(times.ms, 0.99), memory: peak - before, errors: times.errors };
  }
  return { alone: quantile(quiet.ms, 0.99), beside: beside as Round['beside'] };
}

function linesOf({ label }: Side, rounds: readonly Round[]): Line[] {
  const line = (what: string, value: number, unit: string): Line => ({ name: `${label}${what}`, value, unit });
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  return [
    line(
      '99 % of a platform’s tenders within, alone',
      of(({ alone }) => alone),
      'ms',
    ),
    ...KINDS.flatMap((kind) => [
      line(
        `  beside ${NEIGHBOURS[kind]}`,
        of(({ beside }) => beside[kind].within),
        'ms',
      ),
      line(
        '    times as long',
        of(({ alone, beside }) => beside[kind].within / alone),
        'x',
      ),
      line(
        '    memory of the node, the most more than before',
        of(({ beside }) => beside[kind].memory / MEBIBYTE),
        'MiB',
      ),
      line(
        '    errors seen by the platform',
        of(({ beside }) => beside[kind].errors),
        '',
      ),
    ]),
  ];
}

/** What the neighbours send, signed beforehand. */
const BODIES: Readonly<Record<NeighbourKind, (side: Side) => Promise<readonly string[]>>> = {
  CROWD: ({ stage, stage: { platforms } }) =>
    tenders(stage, { platforms: platforms.slice(0, 1), projects: 1, investors: 5_000 }, 6_000),
  SLOW: async () => [],
  FLOODS: async ({ stage, stage: { platforms } }) => {
    const reqData = `{"a":[${'1,'.repeat(3.9 * MEBIBYTE - 200)}1]}`;
    const signature = await signatureOf(keyOf(stage, platforms[0] as Platform), reqData);
    const rest = new URLSearchParams({
      ...{ serviceName: 'CONFIRM_REPAYMENT', platformNo: platforms[0]?.platformNo ?? '', signature },
    });
    // As it is: percent-encoded it would be four times as long.
    return [`${rest}&reqData=${reqData}`];
  },
};

/** Lets the neighbour in, on a thread of its own; what it answers sees it off. */
async function enter(work: NeighbourWork): Promise<() => Promise<void>> {
  const worker = new Worker(new URL('neighbour.ts', import.meta.url), { workerData: work });
  await once(worker, 'message');
  return async () => {
    const gone = once(worker, 'exit');
    worker.postMessage('over');
    await gone;
  };
}

/** Resident bytes of the server process. */
function memoryOf({ nodes }: Side): number {
  const status = readFileSync(`/proc/${nodes[0]?.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

function addressOf({ nodes }: Side): string {
  return nodes[0]?.address ?? '';
}
