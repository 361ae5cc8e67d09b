/**
 * A stage for tests of lanes: a core whose lanes are watched, with an investor who may be tendered for and a project;
 * nodes beside it on the same database; commands that harm nobody.
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { overCapRequests } from '../custody/projects/tables.ts';
import { CORE_TABLES } from '../custody/tables.ts';
import { closePool, openPool, type Sql } from '../db/pool.ts';
import { LANE_SETTINGS, type LaneLimits, type Task } from '../executor/lane.ts';
import { createLanes, type Lanes } from '../executor/lanes.ts';
import type { World } from '../executor/world.ts';
import { createSealer } from '../kernel/seal.ts';
import { createTestCustody, type TestCustody } from './custody.ts';
import { auto, project, tender } from './loans.ts';
import { type Spy, spyOn } from './spy-sql.ts';

export interface LaneStage extends TestCustody {
  readonly spy: Spy;
  /** Lanes of a node of its own on the same database. */
  node(limits?: Partial<LaneLimits>, more?: { sql?: Sql; onHealed?: (platformId: number) => void }): Lanes;
}

const pools: Sql[] = [];
// Made before all other hooks: one that fails keeps the later from running, and open pools the process from ending.
after(() => Promise.all(pools.map((pool) => closePool(pool))));

export async function laneStage(): Promise<LaneStage> {
  let lanes: Sql | undefined;
  const core = await createTestCustody({
    async lanes(url) {
      lanes = lanePool(url);
      return lanes;
    },
  });
  const p = core.depository;
  await p.register('inv', 'INVESTOR');
  await p.register('bor', 'BORROWER');
  await p.deposit('inv', 10_000_000n);
  await p.confirm('grant', { verb: 'AUTHORIZE', userNo: 'inv', kinds: ['TENDER'], amount: null, until: null });
  assert.equal(await p.outcome('p1', project('P1', 'bor', 10_000_000n), false), 'DONE');
  assert.ok(lanes);
  const { clock, database } = core;
  return {
    ...core,
    spy: spyOn(lanes),
    node(limits = {}, { sql = lanePool(database.url), onHealed } = {}) {
      const sealer = createSealer(Buffer.alloc(32, 7));
      return createLanes({
        ...{ sql, clock, sealer, limits, numbered: CORE_TABLES, onCommit: () => undefined },
        ...(onHealed && { onHealed }),
      });
    },
  };
}

/** A pool as the lanes have it, of the test's own. */
export function lanePool(url: string): Sql {
  const sql = openPool({ url, max: 8, applicationName: 'lanes', settings: LANE_SETTINGS });
  pools.push(sql);
  return sql;
}

export const tenderOf = (amount: bigint) => auto(tender('inv', 'P1', amount));

/** A command that does nothing. */
export const idle: Task<string> = { weight: 1, needs: () => undefined, run: () => 'seen' };
/** A command that makes the world change in a way that harms nobody. */
export const number: Task<bigint> = { weight: 1, needs: () => undefined, run: (world: World) => world.nextNo() };

/** A command that writes a row which nothing else looks at. */
export const record: Task<unknown> = {
  weight: 1,
  needs: () => undefined,
  run(world: World) {
    const recordNo = world.nextNo();
    const what = { requestNo: 'r', memberNo: 1n, projectNo: 'P1', amount: 1n, total: 1n, cap: 1n, at: world.at };
    return world.insert(overCapRequests, { recordNo, ...what });
  },
};
