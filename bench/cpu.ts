/**
 * Processor time of other processes, from /proc: what a piece of work cost, whatever else the machine was doing
 * meanwhile. Where there is no /proc the answer is null, which is printed as "not measured".
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Queryable } from '../src/db/pool.ts';

/** The unit of /proc's times: a hundredth of a second on every Linux that Node runs on. */
const TICK = 10;

interface Stat {
  readonly parent: number;
  /** Milliseconds of all its threads, in user and kernel mode. */
  readonly own: number;
  /** The same of children that have ended. */
  readonly ended: number;
}

/** One line of /proc/PID/stat; the command's name stands in brackets and may hold anything. */
function statOf(pid: number | string): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11);
  return { parent, own: (user + system) * TICK, ended: (endedUser + endedSystem) * TICK };
}

/** Milliseconds that a process has used so far; null where the system does not tell. */
export function processTime(pid: number): number | null {
  return statOf(pid)?.own ?? null;
}

/** Milliseconds that a process and its children, living and ended, have used so far. */
export function familyTime(pid: number): number | null {
  const head = statOf(pid);
  if (!head) return null;
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === pid);
  return others.reduce((total, stat) => total + (stat?.own ?? 0), head.own + head.ended);
}

/** The PostgreSQL server behind a pool: the parent of the process that serves the connection. */
export async function databaseProcess(sql: Queryable): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return statOf(row?.pid ?? 0)?.parent ?? 0;
}
