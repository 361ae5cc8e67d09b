import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody, PASSWORD } from '../../testing/custody.ts';
import { cancelHold, freezing, looks, project, release, tender, withdrawal } from '../../testing/loans.ts';

const core = await createTestCustody();
const { depository: d, lianyintong: l, custody } = core;
const { sql } = core.database;
const look = looks(sql, l.platform.platformId);
const id = l.platform.platformId;

for (const p of [d, l]) {
  await p.register('inv', 'INVESTOR');
  await p.register('bor', 'BORROWER');
  await p.deposit('inv', 10_000n);
  await p.outcome('p1', project('P1', 'bor', 100_000n), false);
}

/** What a page order is refused with, before its page or by the right password. */
const refused = async (no: string, command: Parameters<typeof l.open>[1]) => {
  const page = await l.open(no, command);
  if (typeof page === 'string') await custody.pages.confirm(page, PASSWORD);
  return (await look.order(no))?.refusal;
};

/** Entries that orders about a freeze have made so far. */
const moved = async (): Promise<number> => {
  const [row] = await sql`
    select count(*)::int as n from entries where platform_id = ${id} and template in ('freeze', 'unfreeze')`;
  return row?.n as number;
};

for (const [name, p] of Object.entries({ depository: d, lianyintong: l })) {
  test(`L2.21 L2.22 under ${name} money is frozen, and the whole of it released`, async () => {
    const { platformId } = p.platform;
    const { money } = looks(sql, platformId);
    assert.equal(await p.outcome('f1', freezing('inv', 4_000n)), 'DONE');
    assert.deepEqual(await money('inv'), [6_000n, 4_000n]);
    const shown = await custody.queries.member(platformId, 'inv');
    assert.deepEqual([shown?.available, shown?.frozen], [6_000n, 4_000n]);
    assert.equal((await custody.queries.transaction(platformId, 'f1'))?.freeze?.releasedAt, null);
    core.clock.advance(1_000);
    assert.equal(await p.outcome('f1', release('f1')), 'DONE');
    assert.deepEqual(await money('inv'), [10_000n, 0n]);
    const told = await custody.queries.transaction(platformId, 'f1');
    assert.deepEqual([told?.order.state, told?.freeze?.releasedAt], ['DONE', core.clock.now()]);
  });
}

test('L2.21 refused: nothing, more than is available, unknown members and the accounts of the platform', async () => {
  const before = [await look.money('inv'), await moved()];
  assert.equal(await l.outcome('n1', freezing('inv', 0n)), 'AMOUNT_ZERO');
  assert.equal(await l.outcome('n2', freezing('inv', 10_001n)), 'BALANCE_INSUFFICIENT');
  assert.equal(await l.outcome('n3', freezing('nobody', 1n)), 'MEMBER_UNKNOWN');
  for (const account of ['FEE', 'PLATFORM_FEE_ACCOUNT']) {
    assert.equal(await l.outcome('n4', freezing(account, 1n)), 'MEMBER_UNKNOWN');
  }
  assert.deepEqual([await look.money('inv'), await moved()], before);
  assert.equal((await look.order('n1'))?.state, undefined, 'G-11 refused for form alone');
  assert.deepEqual(await look.order('n2'), { state: 'REFUSED', final: false, refusal: 'BALANCE_INSUFFICIENT' });
  assert.equal(await l.outcome('n2', freezing('inv', 10_000n)), 'DONE', 'G-11 the number is free for another try');
  assert.equal(await l.outcome('n2', release('n2')), 'DONE');
});

test('L2.21 G-9 the same freeze again freezes nothing more, another under its number is refused', async () => {
  const both = await Promise.all([l.outcome('g1', freezing('inv', 10n)), l.outcome('g1', freezing('inv', 10n))]);
  assert.deepEqual(both, ['DONE', 'DONE']);
  assert.deepEqual(await look.money('inv'), [9_990n, 10n]);
  assert.equal(await l.outcome('g1', freezing('inv', 11n)), 'REQUEST_CONTENT_DIFFERS');
  assert.equal(await l.outcome('g1', freezing('bor', 10n)), 'REQUEST_CONTENT_DIFFERS');
  assert.equal(await l.outcome('g1', release('g1')), 'DONE');
  assert.equal(await l.outcome('g1', freezing('inv', 10n)), 'DONE', 'of a released freeze too');
  assert.deepEqual(await look.money('inv'), [10_000n, 0n]);
});

test('L2.22 G-8 a second release answers success and moves nothing, also when both come together', async () => {
  await l.outcome('h1', freezing('inv', 100n));
  await l.outcome('h2', freezing('inv', 1_000n));
  const before = await moved();
  const tries = Array.from({ length: 5 }, () => l.outcome('h1', release('h1')));
  assert.deepEqual(new Set(await Promise.all(tries)), new Set(['DONE']));
  assert.equal(await moved(), before + 1);
  assert.equal(await l.outcome('h1', release('h1')), 'DONE');
  assert.deepEqual([await moved(), await look.money('inv')], [before + 1, [9_000n, 1_000n]], 'h2 stands');
  assert.equal(await l.outcome('h2', release('h2')), 'DONE');
  assert.deepEqual(await look.notices('h2'), []);
});

test('L2.22 G-8 no order of the platform stands in the way of a release, whatever its number', async () => {
  await l.outcome('i1', freezing('inv', 10n));
  for (const no of ['UNFREEZE', 'UNFREEZE i1', 'UNFREEZEi1']) await l.outcome(no, freezing('inv', 20n));
  assert.equal(await l.outcome('i1', release('i1')), 'DONE');
  for (const no of ['UNFREEZE', 'UNFREEZE i1', 'UNFREEZEi1']) assert.equal(await l.outcome(no, release(no)), 'DONE');
  assert.deepEqual(await look.money('inv'), [10_000n, 0n]);
});

test('L2.22 no hold is released as a freeze, no freeze cancelled or lent as a hold', async () => {
  await l.confirm('t1', tender('inv', 'P1', 500n));
  await l.outcome('k1', freezing('inv', 500n));
  const before = await look.money('inv');
  assert.equal(await l.outcome('t1', release('t1')), 'FREEZE_UNKNOWN');
  assert.equal(await l.outcome('c1', cancelHold('k1', 500n)), 'HOLD_UNKNOWN');
  assert.deepEqual(await look.money('inv'), before);
  assert.equal((await look.order('t1'))?.state, 'DONE', 'the number of the hold is its own still');
  assert.equal(await l.outcome('c2', cancelHold('t1', 500n)), 'DONE');
  assert.equal(await l.outcome('k1', release('k1')), 'DONE');
});

test('L2.22 G-11 G-16 a release of what is not there, or not here, is refused, and may come again', async () => {
  await d.outcome('m1', freezing('inv', 1n));
  assert.equal(await l.outcome('m1', release('m1')), 'FREEZE_UNKNOWN');
  assert.equal(await l.outcome('m1', freezing('inv', 7n)), 'DONE', 'the number is no order yet');
  assert.deepEqual(await look.money('inv'), [9_993n, 7n]);
  assert.equal(await l.outcome('m1', release('m1')), 'DONE');
  assert.deepEqual(await look.money('inv'), [10_000n, 0n]);
  assert.equal(await d.outcome('m1', release('m1')), 'DONE');
});

test('L2.21 what is frozen is neither held nor withdrawn nor frozen again', async () => {
  await l.outcome('o1', freezing('inv', 9_000n));
  assert.equal(await refused('o2', tender('inv', 'P1', 1_001n)), 'BALANCE_INSUFFICIENT');
  assert.equal(await refused('o3', withdrawal('inv', 1_001n)), 'BALANCE_INSUFFICIENT');
  assert.equal(await l.outcome('o4', freezing('inv', 1_001n)), 'BALANCE_INSUFFICIENT');
  const page = await l.open('o5', withdrawal('inv', 1_000n));
  assert.equal(typeof page, 'string');
  const shown = async () => (await custody.pages.view(page as string))?.available;
  assert.equal(await shown(), 1_000n);
  assert.equal(await l.outcome('o6', freezing('inv', 1n)), 'DONE', 'an open page holds nothing');
  assert.equal(await shown(), 999n, 'and shows what is left');
  await custody.pages.confirm(page as string, PASSWORD);
  assert.equal((await look.order('o5'))?.refusal, 'BALANCE_INSUFFICIENT', 'the page finds it frozen');
  for (const no of ['o1', 'o6']) assert.equal(await l.outcome(no, release(no)), 'DONE');
});

test('L2.21 a member is frozen and released however he stands: not active, his password locked', async () => {
  await l.register('out');
  await l.deposit('out', 100n);
  await sql`update members set state = 'BACK' where platform_id = ${id} and user_no = 'out'`;
  await sql`update lanes set token = token + 1 where platform_id = ${id}`;
  assert.equal(await refused('q0', tender('out', 'P1', 1n)), 'MEMBER_NOT_ACTIVE');
  const later = new Date(core.clock.now() + 3_600_000);
  await sql`update credentials set failures = 5, locked_until = ${later} where platform_id = ${id}`;
  assert.equal(await l.outcome('q1', freezing('out', 60n)), 'DONE');
  assert.deepEqual(await look.money('out'), [40n, 60n]);
  assert.equal(await l.outcome('q1', release('q1')), 'DONE');
  assert.deepEqual(await look.money('out'), [100n, 0n]);
  await sql`update members set state = 'ACTIVE' where platform_id = ${id} and user_no = 'out'`;
});
