/**
 * Two platforms whose lane rows somebody else holds for a while, as a session left open by hand would: what the others
 * notice of it. Orders leave when they are due, whether or not earlier ones were answered, and are timed from when
 * they were due, so that a stall is seen by all that fall into it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from '../src/custody/api.ts';
import { post } from './client.ts';
import { type Line, quantile } from './figures.ts';
import { tenders } from './load.ts';
import type { Side } from './side.ts';
import { INVESTORS, PLATFORMS, PROJECTS_EACH, type Stage } from './stage.ts';

/** Orders a second to the platforms that are left alone, and to those that are locked. */
const RATE = 60;
const LOCKED_RATE = 10;

export interface Times {
  readonly ms: readonly number[];
  readonly errors: number;
}

/** With and without the locks, on each side. */
export async function lockedLines(sides: readonly Side[], seconds: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const side of sides) {
    const free = side.stage.platforms.slice(3);
    const locked = side.stage.platforms.slice(1, 3);
    const load = async () => {
      const [times] = await Promise.all([timed(side, free, RATE, seconds), timed(side, locked, LOCKED_RATE, seconds)]);
      return times;
    };
    // The first one warms up.
    await load();
    const without = await load();
    const release = await lock(side.stage, locked);
    const letGo = delay(seconds * 1_000).then(release);
    const during = await load();
    await letGo;
    lines.push(...linesOf(side, without, during));
  }
  return lines;
}

/** Locks the platforms' lane rows; what it answers lets go. */
async function lock({ sql }: Stage, platforms: readonly Platform[]): Promise<() => Promise<void>> {
  const connection = await sql.reserve();
  await connection.unsafe('begin');
  for (const { platformId } of platforms)
    await connection.unsafe('select from lanes where platform_id = $1 for update', [platformId]);
  return async () => {
    await connection.unsafe('rollback');
    connection.release();
  };
}

/** Sends tenders at an even pace for so many seconds, and waits for all answers. */
export async function timed(side: Side, platforms: readonly Platform[], rate: number, seconds: number): Promise<Times> {
  const { stage, nodes } = side;
  const spread = { platforms, projects: PROJECTS_EACH, investors: INVESTORS / PLATFORMS };
  const bodies = await tenders(stage, spread, rate * seconds);
  const began = performance.now();
  const answers = bodies.map(async (body, i) => {
    const due = (i * 1_000) / rate;
    await delay(Math.max(0, began + due - performance.now()));
    const { success } = await post(`${nodes[0]?.address}/service`, body).catch(() => ({ success: false }));
    return { ms: performance.now() - began - due, success };
  });
  const all = await Promise.all(answers);
  return { ms: all.map(({ ms }) => ms), errors: all.filter(({ success }) => !success).length };
}

function linesOf({ label }: Side, without: Times, during: Times): Line[] {
  const line = (what: string, value: number, unit: string): Line => ({ name: `${label}${what}`, value, unit });
  return [
    line('99 % of other platforms’ tenders within, two lanes locked', quantile(during.ms, 0.99), 'ms'),
    line('  the same with no lane locked', quantile(without.ms, 0.99), 'ms'),
    line('  the slowest, two lanes locked', quantile(during.ms, 1), 'ms'),
    line('  the slowest, no lane locked', quantile(without.ms, 1), 'ms'),
    line('  errors seen by these callers', without.errors + during.errors, ''),
  ];
}
