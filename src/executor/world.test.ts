import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HoldRow, holds } from '../custody/holds/tables.ts';
import { type MemberRow, members } from '../custody/members/tables.ts';
import { endTask, expireTask } from '../custody/orders/paged.ts';
import { type ProjectRow, projects } from '../custody/projects/tables.ts';
import { refusal } from '../custody/refusals.ts';
import { createSealer } from '../kernel/seal.ts';
import { ACCOUNT_HOLDERS, CUSTODIAN_HOLDER } from '../ledger/chart.ts';
import { balanceOf, line, post, wantAccounts } from '../ledger/journal.ts';
import { auto, cancelHold, lend, MARKETING, platformHold, project, tender } from '../testing/loans.ts';
import { MemoryCore } from '../testing/memory.ts';
import { depositoryPolicy } from '../wire/depository/policy.ts';
import { lianyintongPolicy } from '../wire/lianyintong/policy.ts';
import { defineTable } from './table.ts';
import { Missing, World } from './world.ts';

const things = defineTable<{ readonly no: string; readonly owner: string }>()('things', {
  key: ['no'],
  types: { no: 'text', owner: 'text' },
  mutable: ['owner'],
  finders: { byOwner: ['owner'] },
});

/** A world over an empty database. */
function emptyWorld() {
  const world = new World(1, createSealer(Buffer.alloc(32, 1)));
  const load = () => {
    for (const wanted of world.takeWants()) wanted.take([]);
  };
  return { world, load };
}

test('what was not loaded is never mistaken for absent', () => {
  const { world, load } = emptyWorld();
  assert.throws(() => world.get(things, 'a'), Missing);
  load();
  assert.equal(world.get(things, 'a'), undefined);
});

test('a row made in a batch is found once, also after another key of the same finder was loaded', () => {
  const { world, load } = emptyWorld();
  world.rows(things, 'byOwner', 'x');
  load();
  world.insert(things, { no: '1', owner: 'x' });
  world.rows(things, 'byOwner', 'y');
  load();
  assert.equal(world.find(things, 'byOwner', 'x').length, 1);
  world.insert(things, { no: '2', owner: 'z' });
  world.rows(things, 'byOwner', 'z');
  load();
  assert.equal(world.find(things, 'byOwner', 'z').length, 1);
});

test('a row whose finder column is changed is found where it belongs now, and again where it was when undone', () => {
  const { world, load } = emptyWorld();
  for (const owner of ['x', 'y']) world.rows(things, 'byOwner', owner);
  load();
  const row = world.insert(things, { no: '1', owner: 'x' });
  const mark = world.mark();
  world.change(things, row, { owner: 'y' });
  const found = (owner: string) => world.find(things, 'byOwner', owner).length;
  assert.deepEqual([found('x'), found('y')], [0, 1]);
  world.undo(mark);
  assert.deepEqual([found('x'), found('y')], [1, 0]);
  world.change(things, row, { owner: 'z' });
  world.rows(things, 'byOwner', 'z');
  load();
  assert.deepEqual([found('x'), found('z')], [0, 1]);
});

test('a row that was changed is not taken for what is stored of it when a finder brings it again', () => {
  const { world } = emptyWorld();
  const bring = () => {
    for (const wanted of world.takeWants()) wanted.take([['1', 'x']]);
  };
  world.row(things, '1');
  bring();
  const row = world.get(things, '1');
  assert.ok(row);
  world.change(things, row, { owner: 'y' });
  world.rows(things, 'byOwner', 'x');
  bring();
  assert.equal(world.get(things, '1'), row);
  assert.deepEqual(world.find(things, 'byOwner', 'x'), []);
});

test('what is undone leaves no trace in rows, finders and counters', () => {
  const { world, load } = emptyWorld();
  world.rows(things, 'byOwner', 'x');
  load();
  const kept = world.insert(things, { no: '1', owner: 'x' });
  const mark = world.mark();
  world.insert(things, { no: 'gone', owner: 'x' });
  world.change(things, kept, { owner: 'changed' });
  world.nextNo();
  world.nextEntryNo();
  world.undo(mark);
  assert.deepEqual(world.find(things, 'byOwner', 'x'), [{ no: '1', owner: 'x' }]);
  assert.deepEqual([world.lane.lastNo, world.lane.lastEntryNo], [0n, 0n]);
  assert.throws(() => world.get(things, 'gone'), Missing);
  const stamp = { version: 0n, token: 0n };
  assert.doesNotMatch(String(world.writes(stamp, stamp, false)?.parameters), /gone|changed/, 'nor in what is written');
});

test('of a key that was handed out just now nothing is asked of the database, and what is made is found', () => {
  const { world } = emptyWorld();
  world.none(things, 'byOwner', 'new');
  assert.deepEqual(world.find(things, 'byOwner', 'new'), []);
  assert.equal(world.wants, false);
  world.insert(things, { no: '1', owner: 'new' });
  world.none(things, 'byOwner', 'new');
  assert.equal(world.find(things, 'byOwner', 'new').length, 1);
});

/** Rows of states that no opened service leads to yet. */
function memberRow(userNo: string, more: Partial<MemberRow>): MemberRow {
  const number = BigInt([...userNo].reduce((total, char) => total * 31 + char.charCodeAt(0), 7));
  return {
    userNo,
    memberNo: number,
    type: 'PERSON',
    role: 'BORROWER',
    state: 'ACTIVE',
    borrowing: 0n,
    createdAt: 0,
    ...more,
  };
}
function coreWith(policy = depositoryPolicy, ...rows: MemberRow[]): MemoryCore {
  const core = new MemoryCore(policy, 1);
  for (const row of rows) core.world.insert(members, row);
  return core;
}
const nameOf = (answer: ReturnType<MemoryCore['direct']>) => (answer.ok ? 'DONE' : answer.error.name);

test('L2.10 a borrower who is not active is refused', () => {
  for (const state of ['AUDIT', 'BACK', 'REFUSED'] as const) {
    const core = coreWith(depositoryPolicy, memberRow('b', { state }));
    assert.equal(nameOf(core.direct('1', project('P', 'b', 1n))), 'MEMBER_NOT_ACTIVE');
  }
});

test('D-PRJ-1 an enterprise may raise 1,000,000 yuan', () => {
  const core = coreWith(depositoryPolicy, memberRow('e', { type: 'ENTERPRISE' }));
  assert.equal(nameOf(core.direct('1', project('P1', 'e', 100_000_001n))), 'PROJECT_OVER_CAP');
  assert.equal(nameOf(core.direct('2', project('P1', 'e', 100_000_000n))), 'DONE');
  assert.equal(nameOf(core.direct('3', project('P2', 'e', 1n))), 'BORROWER_TOTAL_OVER_CAP');
});

test('L2.15 a repayment hold is not lent', () => {
  const core = coreWith(lianyintongPolicy, memberRow('b', {}), memberRow('i', {}));
  core.direct('1', project('P', 'b', 1_000n));
  const [{ memberNo }] = core.rows(members) as [MemberRow];
  const hold: HoldRow = {
    holdNo: 'h',
    kind: 'REPAYMENT',
    holderNo: memberNo,
    projectNo: 'P',
    amount: 10n,
    confirmed: 0n,
    cancelled: 0n,
    redPacket: 0n,
    authorizationNo: null,
    createdAt: 0,
    finishedAt: null,
  };
  core.world.insert(holds, hold);
  assert.equal(nameOf(core.direct('2', lend('P', [['h', 10n]]))), 'HOLD_KIND');
});

test('D-CAN a hold of a platform account that is for no project is cancelled like any other', () => {
  const core = coreWith(depositoryPolicy);
  const holderNo = ACCOUNT_HOLDERS.MARKETING;
  core.run({
    weight: 1,
    needs(want) {
      wantAccounts(want, CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE');
      wantAccounts(want, holderNo, 'AVAILABLE', 'FROZEN');
    },
    run(world) {
      post(world, 'deposit', null, [
        line(CUSTODIAN_HOLDER, 'CHANNEL_RECEIVABLE', 'deposit', -10n),
        line(holderNo, 'AVAILABLE', 'deposit', 10n),
      ]);
    },
  });
  assert.equal(nameOf(core.direct('h', platformHold(MARKETING, 'MARKETING', 10n))), 'DONE');
  assert.equal(nameOf(core.direct('1', cancelHold('h', 4n))), 'DONE');
  assert.equal(nameOf(core.direct('2', cancelHold('h', 6n))), 'DONE');
  assert.equal(balanceOf(core.world, holderNo, 'AVAILABLE'), 10n);
  assert.equal(core.rows(holds)[0]?.finishedAt, core.world.at);
});

test('G-11 in one batch too, the page of an earlier try cannot touch the one that took its number over', () => {
  const core = coreWith(lianyintongPolicy, memberRow('b', {}), memberRow('i', {}));
  core.direct('1', project('P', 'b', 1_000n));
  const command = tender('i', 'P', 10n);
  const { orderNo: old } = { ...core.open('t', command) };
  core.run(endTask(old, refusal('PAGE_CANCELLED', {})));
  assert.notEqual(core.open('t', command).orderNo, old);
  core.run(endTask(old, refusal('PAGE_CANCELLED', {})));
  core.world.at += 14 * 60_000;
  core.run(expireTask(old));
  assert.equal(core.order('t').state, 'OPEN');
});

test('D-PRE-2 the state of the project is judged before the authorisation', () => {
  const core = coreWith(lianyintongPolicy, memberRow('b', {}), memberRow('i', {}));
  core.direct('1', project('P', 'b', 1_000n));
  assert.equal(nameOf(core.direct('2', auto(tender('i', 'P', 10n)))), 'AUTHORIZATION_MISSING');
  core.world.change(projects, core.rows(projects)[0] as ProjectRow, { status: 'FINISH' });
  assert.equal(nameOf(core.direct('3', auto(tender('i', 'P', 10n)))), 'PROJECT_STATUS');
});
