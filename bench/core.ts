/**
 * The ledger's core without HTTP: transfers through the executor, against one call of a stored procedure per
 * transfer, which does the same to tables of the same shape in the same database. Both are durable.
 */
import { accounts, line, post, wantAccounts } from '../src/ledger/journal.ts';
import type { Task } from '../src/executor/lane.ts';
import { type Line, median } from './figures.ts';
import type { Stage } from './stage.ts';

/** Callers of the executor that wait at the same time; the procedure has the sixteen connections of the comparison. */
const CALLERS = 256;
const CONNECTIONS = 16;

function transferTask(from: bigint, to: bigint): Task<boolean> {
  return {
    weight: 4,
    needs(want) {
      wantAccounts(want, from, 'AVAILABLE');
      wantAccounts(want, to, 'AVAILABLE');
    },
    run(world) {
      const account = world.get(accounts, from * 100n + 1n);
      if (!account || account.balance < 1n) return false;
      // Of what templates there are, one whose part goes from anybody to anybody.
      const lines = [line(from, 'AVAILABLE', 'dividend', -1n), line(to, 'AVAILABLE', 'dividend', 1n)];
      post(world, 'confirm-repayment', null, lines);
      return true;
    },
  };
}

/** Members of platform 0, by number. */
async function holders(stage: Stage): Promise<readonly bigint[]> {
  const rows =
    await stage.sql`select holder_no from accounts where platform_id = 1 and kind = 1 and holder_no > 1000 limit 5000`;
  return rows.map((row) => row.holder_no as bigint);
}

/** Does so much work by so many callers; answers how much a second. */
export async function inParallel(
  count: number,
  callers: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < count) await work(next++);
    }),
  );
  return count / ((performance.now() - began) / 1000);
}

/** Transfers per second through the lane. */
async function throughLane(stage: Stage, count: number): Promise<number> {
  const members = await holders(stage);
  const at = (i: number) => members[(i * 7919) % members.length] as bigint;
  return inParallel(count, CALLERS, async (i) => {
    if (!(await stage.lanes.submit(1, transferTask(at(i), at(i + 1))))) throw new Error('a transfer was refused');
  });
}

/** A procedure and tables of its own: the lane's tables are nobody else's to write. */
async function prepareProcedure(stage: Stage): Promise<void> {
  await stage.sql.unsafe(`
    create schema if not exists proc;
    create table proc.accounts (like public.accounts including all);
    create table proc.entries (like public.entries including all);
    create table proc.postings (like public.postings including all);
    insert into proc.accounts select * from public.accounts where platform_id = 1;
    create sequence proc.entry_no;
    create function proc.transfer(p integer, a bigint, b bigint, amt bigint) returns bigint language plpgsql as $$
    declare no bigint; first_ proc.accounts; second_ proc.accounts;
    begin
      perform 1 from proc.accounts where platform_id = p and account_id in (a, b) order by account_id for update;
      select * into first_ from proc.accounts where platform_id = p and account_id = a;
      select * into second_ from proc.accounts where platform_id = p and account_id = b;
      if first_.balance < amt then raise exception 'insufficient'; end if;
      no := nextval('proc.entry_no');
      insert into proc.entries (platform_id, entry_no, template, effective_at) values (p, no, 'transfer', now());
      update proc.accounts set balance = balance - amt, version = version + 1 where platform_id = p and account_id = a;
      update proc.accounts set balance = balance + amt, version = version + 1 where platform_id = p and account_id = b;
      insert into proc.postings values
        (p, no, 1, a, 'transfer', -amt, first_.balance - amt, first_.version + 1),
        (p, no, 2, b, 'transfer', amt, second_.balance + amt, second_.version + 1);
      return no;
    end $$;
    analyze proc.accounts;
  `);
}

/** Transfers per second by the procedure, sixteen connections, one call each. */
async function throughProcedure(stage: Stage, count: number): Promise<number> {
  const members = await holders(stage);
  const at = (i: number) => members[(i * 7919) % members.length] as bigint;
  return inParallel(count, CONNECTIONS, async (i) => {
    const [from, to] = [at(i) * 100n + 1n, at(i + 1) * 100n + 1n];
    await stage.sql.unsafe('select proc.transfer($1, $2, $3, 1)', [1, from.toString(), to.toString()]);
  });
}

/** Both, turn by turn. */
export async function transferLines(stage: Stage, rounds: number, count: number): Promise<Line[]> {
  await prepareProcedure(stage);
  const lanes: number[] = [];
  const calls: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const call = await throughProcedure(stage, count / 4);
    const lane = await throughLane(stage, count);
    if (round === 0) continue;
    lanes.push(lane);
    calls.push(call);
  }
  const value = median(lanes.map((lane, i) => lane / (calls[i] as number)));
  return [
    { name: 'transfers through the executor / stored procedure', value, unit: 'x', goal: 3, holds: value >= 3 },
    { name: '  transfers per second through the executor', value: median(lanes), unit: '/s' },
    { name: '  stored procedure calls per second, 16 connections', value: median(calls), unit: '/s' },
  ];
}
