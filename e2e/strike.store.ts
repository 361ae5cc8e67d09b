/** Hard kills, drawn by lot: who dies, when, and in which way. A seed repeats the draw. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { readPostmaster } from '../src/db/embedded/postmaster.ts';
import { closePool, openPool } from '../src/db/pool.ts';
import type { Program } from './program.ts';

/** A number from 0 to below `sides`. */
export type Dice = (sides: number) => number;

/** A start is killed within this time, in milliseconds. */
const START_TIME = 3_000;

/** Numbers that a seed repeats (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

export type Victim = 'custodian' | 'postmaster' | 'backend' | 'both' | 'start';

/**
 * The custodian, then PostgreSQL, in turn. PostgreSQL loses its postmaster or one backend; the custodian now and then
 * dies together with it, or a second time while it starts.
 */
export function victimOf(index: number, roll: Dice): Victim {
  if (index % 2 === 0)
    return (['both', 'start', 'custodian', 'custodian', 'custodian'] as const)[roll(5)] ?? 'custodian';
  return roll(2) === 0 ? 'postmaster' : 'backend';
}

export async function strike(program: Program, victim: Victim, ports: NodeJS.ProcessEnv, roll: Dice): Promise<void> {
  if (victim === 'backend') return killBackend(program, roll);
  if (victim === 'postmaster' || victim === 'both') {
    const server = await readPostmaster(await program.databaseDirectory());
    assert.ok(server, 'PostgreSQL runs');
    process.kill(server.pid, 'SIGKILL');
  }
  if (victim === 'postmaster') return;
  await program.kill();
  if (victim === 'start') await killStart(program, ports, roll);
  await program.start(ports);
}

/** Begins to start it, and kills it somewhere on the way. */
async function killStart(program: Program, ports: NodeJS.ProcessEnv, roll: Dice): Promise<void> {
  const started = program.start(ports).then(
    () => undefined,
    () => undefined,
  );
  await pause(roll(START_TIME));
  await program.kill();
  await started;
}

/** Kills one of the custodian's backends; PostgreSQL then ends all of them and recovers. */
async function killBackend(program: Program, roll: Dice): Promise<void> {
  const sql = openPool({ url: await program.databaseUrl(), max: 1, applicationName: 'killer' });
  try {
    const rows = await sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'cunguan-lanes' order by pid`;
    const chosen = rows[roll(Math.max(rows.length, 1))];
    if (chosen) process.kill(chosen.pid, 'SIGKILL');
  } finally {
    await closePool(sql);
  }
}
