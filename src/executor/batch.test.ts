/** What a batch believes of what it remembers, and what it reads again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from '../custody/holds/tables.ts';
import { CORE_TABLES } from '../custody/tables.ts';
import { ConnectionLost } from '../db/breach.ts';
import { accounts } from '../ledger/journal.ts';
import { lanePool, laneStage, record, tenderOf } from '../testing/lane-stage.ts';
import { lend, looks } from '../testing/loans.ts';
import { spyOn } from '../testing/spy-sql.ts';
import type { Task } from './lane.ts';

const core = await laneStage();
const { depository: p, lianyintong: other, spy, database, node } = core;
const look = looks(database.sql, p.platform.platformId);

test('a batch takes effect no earlier than the one before it, whatever the clock says', async () => {
  const time: Task<number> = {
    ...record,
    run(world) {
      record.run(world);
      return world.at;
    },
  };
  const now = core.clock.now();
  const mine = node();
  assert.equal(await mine.submit(p.platform.platformId, time), now);
  core.clock.set(now - 1_000);
  assert.equal(await mine.submit(p.platform.platformId, time), now, 'the lane goes on');
  assert.equal(await node().submit(p.platform.platformId, time), now, 'another node enters it');
  core.clock.set(now);
});

test('a number that is taken is never answered as new, though all else of its batch is', async () => {
  assert.equal(await p.outcome('taken', tenderOf(1n)), 'DONE');
  assert.equal(await p.outcome('warm-6', lend('P1', [['none', 1n]])), 'HOLD_UNKNOWN');
  // Refused for form, it writes no row that would prove the number new; the tender beside it writes.
  const [, beside, again] = await Promise.all([
    p.outcome('ahead', tenderOf(1n)),
    p.outcome('beside', tenderOf(1n)),
    p.outcome('taken', lend('P1', [])),
  ]);
  assert.deepEqual([beside, again], ['DONE', 'REQUEST_CONTENT_DIFFERS']);
});

test('one row and several of a table are written whole, whichever came first', async () => {
  for (const [round, count] of [1, 4, 1, 3].entries()) {
    const numbers = Array.from({ length: count }, (_, i) => `whole-${round}-${i}`);
    await Promise.all(numbers.map((number) => p.outcome(number, tenderOf(1n))));
    const written = await database.sql`select from holds where hold_no = any(${numbers}::text[])`;
    assert.equal(written.length, count);
  }
});

test('G-11 the answer of a short road is lost: the order has its outcome and one effect', async () => {
  await p.outcome('warm-2', tenderOf(1n));
  const [available, frozen] = await look.money('inv');
  spy.sent.length = 0;
  spy.fail(/^with lane/, new ConnectionLost('gone'), 'AFTER');
  assert.equal(await p.outcome('lost', tenderOf(700n)), 'DONE');
  assert.ok(spy.sent[0]?.startsWith('with lane'), 'it was the short road');
  assert.deepEqual(await look.money('inv'), [available - 700n, frozen + 700n]);
});

test('what is remembered is used, forgotten above its limit, and then read again', async () => {
  const read = (sent: readonly string[]) => sent.filter((text) => text.includes('from accounts')).length;
  const sql = lanePool(database.url);
  const watched = spyOn(sql);
  const task = (): Task<unknown> => ({
    weight: 1,
    needs: (want) => void want.row(CORE_TABLES[0], 101n),
    run: (world) => world.nextNo(),
  });
  for (const [keptRows, reads] of [
    [100, 1],
    [0, 3],
  ] as const) {
    const mine = node({ keptRows }, { sql });
    watched.sent.length = 0;
    for (let i = 0; i < 3; i += 1) await mine.submit(p.platform.platformId, task());
    assert.equal(read(watched.sent), reads, `${keptRows} rows`);
  }
});

test('a small lane keeps its rows beside a huge one; of two huge ones the one used last', async () => {
  const read = (sent: readonly string[]) => sent.filter((text) => text.includes('from accounts')).length;
  const sql = lanePool(database.url);
  const watched = spyOn(sql);
  const mine = node({ keptRows: 50 }, { sql });
  /** How often the database was asked for accounts when a lane has looked at so many. */
  const look = async ({ platform }: typeof p, count: number): Promise<number> => {
    watched.sent.length = 0;
    const wanted = Array.from({ length: count }, (_, i) => 101n + BigInt(i));
    await mine.submit(platform.platformId, {
      weight: 1,
      needs: (want) => wanted.forEach((id) => void want.row(CORE_TABLES[0], id)),
      run: (world) => world.nextNo(),
    });
    return read(watched.sent);
  };
  assert.deepEqual([await look(other, 5), await look(p, 60)], [1, 1]);
  assert.deepEqual([await look(p, 60), await look(other, 5)], [1, 0], 'the huge one alone forgets');
  assert.deepEqual([await look(p, 40), await look(other, 5), await look(p, 40)], [1, 0, 0], 'room for both');
  assert.deepEqual([await look(other, 30), await look(p, 40)], [1, 1], 'large too, and used longer ago');
});

test('a version that came again after the database was put back is not believed', async () => {
  for (const no of ['warm-3', 'warm-3-again']) await p.outcome(no, tenderOf(1n));
  const id = p.platform.platformId;
  const [available] = await look.money('inv');
  await database.sql`update lanes set token = token + 1 where platform_id = ${id}`;
  await database.sql`update accounts set balance = 1 where platform_id = ${id} and balance = ${available}`;
  assert.equal(await p.outcome('put-back', tenderOf(100n)), 'BALANCE_INSUFFICIENT');
  await database.sql`update accounts set balance = ${available} where platform_id = ${id} and balance = 1`;
  await database.sql`update lanes set version = version + 1 where platform_id = ${id}`;
  assert.equal(await p.outcome('put-forth', tenderOf(100n)), 'DONE', 'another version is enough');
});

test('nor is it when more has to be loaded, and the short road was never tried', async () => {
  const id = p.platform.platformId;
  const account = 101n;
  const seen = (holdNo: string): Task<bigint | undefined> => ({
    weight: 1,
    needs(want) {
      want.row(accounts, account);
      want.row(holds, holdNo);
    },
    run: (world) => (world.get(holds, holdNo) ? undefined : world.get(accounts, account)?.balance),
  });
  await database.sql`insert into accounts (platform_id, account_id, holder_no, kind, balance, version)
    values (${id}, ${account}, 1, 1, 0, 0) on conflict do nothing`;
  const mine = node();
  const before = (await mine.submit(id, seen('none-1'))) ?? 0n;
  await database.sql`update lanes set token = token + 1 where platform_id = ${id}`;
  await database.sql`update accounts set balance = ${before + 7n}
    where platform_id = ${id} and account_id = ${account}`;
  assert.equal(await mine.submit(id, seen('none-2')), before + 7n);
  await database.sql`update accounts set balance = ${before} where platform_id = ${id} and account_id = ${account}`;
  await database.sql`update lanes set version = version + 1 where platform_id = ${id}`;
});

test('after a new connection no lane believes anything, though the stamps are the same', async () => {
  const ids = [p.platform.platformId, other.platform.platformId];
  const account = 201n;
  const sql = lanePool(database.url);
  const { reserve } = sql;
  for (const each of await Promise.all(Array.from({ length: 8 }, reserve))) each.release();
  let fresh = false;
  sql.reserve = async () => {
    const connection = await reserve();
    return fresh ? Object.assign(connection, { fresh }) : connection;
  };
  const mine = node({}, { sql });
  const seen: Task<bigint | undefined> = {
    weight: 1,
    needs: (want) => void want.row(accounts, account),
    run: (world) => world.get(accounts, account)?.balance,
  };
  const look = (id = 0) => mine.submit(id, seen);
  for (const id of ids) {
    await look(id);
    await database.sql`insert into accounts (platform_id, account_id, holder_no, kind, balance, version)
      values (${id}, ${account}, 2, 1, 7, 0)`;
  }
  for (const id of ids) assert.equal(await look(id), undefined, 'believed, since nobody is known to have written');
  fresh = true;
  assert.equal(await look(ids[0]), 7n);
  fresh = false;
  assert.equal(await look(ids[1]), 7n, 'nor by a lane that has another connection');
  await database.sql`delete from accounts where account_id = ${account}`;
});

test('nodes that take turns read again what the other has written, in the first wave, and only that', async () => {
  const id = p.platform.platformId;
  const trips: string[] = [];
  for (const no of ['own-1', 'own-2']) await p.outcome(no, tenderOf(1n));
  for (let i = 0; i < 6; i += 1) {
    await node().submit(id, record);
    spy.sent.length = 0;
    assert.equal(await p.outcome(`turn-${i}`, tenderOf(1n)), 'DONE');
    trips.push(spy.sent.map((text) => text.split(' ').slice(0, 1).join()).join(' '));
  }
  // After the first surprise the short road is not tried: lock, all that is needed, write, commit.
  assert.equal(trips.at(-1), 'begin select select select select select select with commit');
  assert.equal(trips.filter((each) => each.startsWith('with')).length, 1, trips.join('\n'));
});

test('a lane alone again goes the short road again', async () => {
  await p.outcome('alone-1', tenderOf(1n));
  await p.outcome('alone-2', tenderOf(1n));
  spy.sent.length = 0;
  await p.outcome('alone-3', tenderOf(1n));
  assert.deepEqual(
    spy.sent.map((text) => text.slice(0, 9)),
    ['with lane'],
  );
});
