/** The chain of the audit trail, and everything that somebody with the database in his hands may do to it. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { closePool, openPool } from '../db/pool.ts';
import { createSealer } from '../kernel/seal.ts';
import { createTestTrail, event, type TestTrail } from '../testing/audit.ts';
import { createTestDatabase } from '../testing/database.ts';
import { entriesAfter } from './entries.store.ts';
import { chained, openDetails, readHead, writeHead } from './entry.ts';
import { GAP } from './trail.ts';
import { verifyTrail, type Witness } from './verify.ts';

const { sql, url } = await createTestDatabase();
const SEALER = createSealer(Buffer.alloc(32, 7));
const AT = Date.UTC(2026, 10, 21, 4);

/** As the owner of the table could: with the trigger off. */
async function spoil(statement: string): Promise<void> {
  await sql.unsafe(`alter table audit_entries disable trigger user; ${statement};
    alter table audit_entries enable trigger user`);
}

let trail: TestTrail;
beforeEach(async () => {
  await spoil('truncate audit_entries');
  trail = createTestTrail(sql, SEALER, () => AT);
});

/** Four entries: a reading, an intent, its result, and a reading. */
async function fill(of = trail): Promise<void> {
  await of.append(event('platform.show'));
  const intentId = await of.append({ ...event('platform.set', { reason: 'a letter' }), outcome: 'INTENT' });
  await of.append({ ...event('platform.set', { before: { a: 1n }, after: { a: 2n } }), intentId });
  await of.append(event('platform.show'));
}

async function difference(...witnesses: readonly Witness[]): Promise<string | null> {
  const noted = await trail.noted();
  const all = [...(noted ? [{ ...noted, by: 'this node' }] : []), ...witnesses];
  return (await verifyTrail(sql, SEALER, all)).difference;
}

const entries = () => entriesAfter(sql, 0n, 1_000);

test('entries are numbered without gaps, chained, told in the log and noted, with the real time', async () => {
  await fill();
  const all = await entries();
  assert.deepEqual(
    all.map(({ id, outcome, intentId, at }) => [id, outcome, intentId, at]),
    [
      [1n, 'DONE', null, AT],
      [2n, 'INTENT', null, AT],
      [3n, 'DONE', 2n, AT],
      [4n, 'DONE', null, AT],
    ],
  );
  assert.deepEqual(
    trail.lines.map(([level, { head }]) => [level, head]),
    all.map((entry) => ['info', writeHead(entry)]),
  );
  assert.equal(trail.note.text, `${trail.lines.at(-1)?.[1].head}\n`);
  const { difference: none, entries: count, unfinished, gaps, head } = await verifyTrail(sql, SEALER, []);
  assert.deepEqual([none, count, unfinished, gaps], [null, 4n, 0, 0]);
  assert.deepEqual(readHead(writeHead(head)), { id: 4n, digest: all[3]?.digest });
});

test('what was begun and has no result is counted, and has one result at most', async () => {
  const intent = { ...event('keys.rotate'), outcome: 'INTENT' } as const;
  const intentId = await trail.append(intent);
  assert.equal((await verifyTrail(sql, SEALER, [])).unfinished, 1);
  await trail.append({ ...event('keys.rotate'), intentId });
  assert.equal((await verifyTrail(sql, SEALER, [])).unfinished, 0);
  await trail.conclude({ ...event('keys.rotate'), intentId });
  const [level, facts] = trail.lines.at(-1) ?? [];
  assert.deepEqual([level, facts?.command, facts?.intent], ['error', 'keys.rotate', '1']);
  assert.equal((await entries()).length, 2, 'and the number is free for the next');
});

test('the database refuses that an entry is changed or removed, save that its details are sealed anew', async () => {
  await fill();
  const refused = /entries of the audit trail are never changed or removed/;
  for (const [column, value] of [
    ...[
      ['who', `'x'`],
      ['at', 'now()'],
      ['digest', `'x'`],
      ['outcome', `'FAILED'`],
      ['id', '9'],
      ['via', `'node'`],
    ],
    ...[
      ['command', `'x'`],
      ['platform_no', `'x'`],
      ['intent_id', 'null'],
    ],
  ]) {
    await assert.rejects(sql.unsafe(`update audit_entries set ${column} = ${value} where id = 3`), refused, column);
  }
  await assert.rejects(sql`delete from audit_entries where id = 4`, refused);
  await assert.rejects(sql.unsafe('truncate audit_entries'), refused);
  const [entry] = await entries();
  assert.ok(entry);
  const again = SEALER.seal(openDetails(SEALER, entry), `audit_entries.details\u00001`);
  await sql`update audit_entries set details = ${again} where id = 1`;
  assert.equal(await difference(), null);
});

const NOT_AS_WRITTEN = (id: number) => `Entry ${id} is not as it was written, or does not follow from the one before.`;

const SPOILINGS: readonly (readonly [what: string, statement: string, told: string])[] = [
  ...['who', 'command', 'digest'].map(
    (column) => [column, `update audit_entries set ${column} = 'x' where id = 3`, NOT_AS_WRITTEN(3)] as const,
  ),
  ['a platform', `update audit_entries set platform_no = '6' where id = 2`, NOT_AS_WRITTEN(2)],
  ['a way', `update audit_entries set via = 'node' where id = 2`, NOT_AS_WRITTEN(2)],
  ['an outcome', `update audit_entries set outcome = 'REFUSED' where id = 3`, NOT_AS_WRITTEN(3)],
  ['whose result', 'update audit_entries set intent_id = null where id = 3', NOT_AS_WRITTEN(3)],
  ['a time', `update audit_entries set at = at + interval '1 ms' where id = 4`, NOT_AS_WRITTEN(4)],
  [
    'a bit of the seal',
    'update audit_entries set details = set_byte(details, 40, get_byte(details, 40) # 1) where id = 2',
    'The details of entry 2 do not open.',
  ],
  ['no seal', `update audit_entries set details = '' where id = 1`, 'The details of entry 1 do not open.'],
  [
    'the seal of another entry',
    'update audit_entries set details = (select details from audit_entries where id = 4) where id = 1',
    'The details of entry 1 do not open.',
  ],
  ['removed', 'delete from audit_entries where id = 1', 'Entry 1 is missing: entry 0 is followed by entry 2.'],
  [
    'removed, and the others moved up',
    `delete from audit_entries where id = 1; update audit_entries set intent_id = null;
      update audit_entries set id = id - 1`,
    'The details of entry 1 do not open.',
  ],
  [
    'put in between',
    `update audit_entries set id = 5 where id = 4; insert into audit_entries
      select 4, at, via, who, command, platform_no, outcome, intent_id, details, digest from audit_entries
      where id = 5`,
    'The details of entry 5 do not open.',
  ],
  [
    'two exchanged',
    `update audit_entries set id = 9 where id = 1; update audit_entries set id = 1 where id = 4;
      update audit_entries set id = 4 where id = 9`,
    'The details of entry 1 do not open.',
  ],
  [
    'the end cut off',
    'delete from audit_entries where id = 4',
    'The trail ends with entry 3, but this node noted entry 4.',
  ],
  ['everything cut off', 'truncate audit_entries', 'The trail ends with entry 0, but this node noted entry 4.'],
];

for (const [what, statement, told] of SPOILINGS) {
  test(`G-19 audit verify names the place that somebody spoilt: ${what}`, async () => {
    await fill();
    assert.equal(await difference(), null);
    await spoil(statement);
    assert.equal(await difference(), told);
  });
}

test('who knows no key can neither put an entry in between nor write the chain anew', async () => {
  await fill();
  const stranger = createSealer(Buffer.alloc(32, 9));
  const [first, , , fourth] = await entries();
  assert.ok(first && fourth);
  const put = async (entry: typeof first) =>
    sql`insert into audit_entries (id, at, via, who, command, outcome, details, digest) values (${entry.id},
      ${new Date(entry.at)}, ${entry.via}, ${entry.who}, ${entry.command}, ${entry.outcome}, ${entry.sealed},
      ${entry.digest})`;
  await put(chained(stranger, fourth, event('platform.set'), AT));
  assert.equal(await difference(), 'The details of entry 5 do not open.');
  // With details that open, as those of an entry that was cut off and is put back with another digest.
  await spoil('delete from audit_entries where id > 3');
  await put({ ...fourth, who: 'another', digest: chained(stranger, first, event('x'), AT).digest });
  assert.equal(await difference(), NOT_AS_WRITTEN(4));
});

test('an entry that was cut off does not go in the place of the one that has come since', async () => {
  await fill();
  await sql`create table saved as table audit_entries`;
  await spoil('delete from audit_entries where id > 2');
  // Another node, which has noted nothing.
  trail = createTestTrail(sql, SEALER, () => AT);
  await trail.append(event('keys.list'));
  await trail.append(event('keys.list'));
  assert.equal(await difference(), null);
  await spoil(`delete from audit_entries where id = 3;
    insert into audit_entries (id, at, via, who, command, outcome, intent_id, details, digest)
      select id, at, via, who, command, outcome, intent_id, details, digest from saved where id = 3`);
  // Its own digest is right: the key made it, over the same entry before.
  assert.equal(await difference(), NOT_AS_WRITTEN(4));
});

test('an end that was noted elsewhere is looked for, wherever the note says', async () => {
  await fill();
  const [first, second] = await entries();
  assert.ok(first && second);
  const by = 'whoever gave --head';
  assert.equal(await difference({ ...second, by }), null);
  assert.equal(
    await difference({ id: 2n, digest: first.digest, by }),
    `Entry 2 is not the one that whoever gave --head noted (2:${first.digest}).`,
  );
  assert.equal(
    await difference({ id: 5n, digest: first.digest, by }),
    'The trail ends with entry 4, but whoever gave --head noted entry 5.',
  );
  for (const text of ['', '1', '1:', 'x:y', `1:${first.digest}x`, `-1:${first.digest}`])
    assert.equal(readHead(text), null);
});

test('an end that was cut off, and grew anew, is told by the next entry for ever', async () => {
  await fill();
  const [, second] = await entries();
  await spoil('delete from audit_entries where id > 2');
  // A node that starts again has nothing but its note.
  const later = createTestTrail(sql, SEALER, () => AT);
  later.note.text = trail.note.text;
  await later.append(event('clock.show'));
  const [gap, after] = (await entries()).slice(2);
  assert.ok(gap && after && second);
  assert.deepEqual([gap.command, gap.outcome, after.command], [GAP, 'FAILED', 'clock.show']);
  const details = JSON.parse(openDetails(SEALER, gap)) as { readonly before: object; readonly after: object };
  assert.deepEqual(details, { before: { noted: trail.note.text?.trim() }, after: { found: writeHead(second) } });
  assert.equal(later.lines[0]?.[0], 'error');
  assert.equal((await verifyTrail(sql, SEALER, [])).gaps, 1);
  await later.append(event('clock.show'));
  assert.equal((await verifyTrail(sql, SEALER, [])).gaps, 1, 'once');
});

test('a note that somebody spoilt is told like one that is not found, and one of a new node is not', async () => {
  await fill();
  const fresh = createTestTrail(sql, SEALER, () => AT);
  await fresh.append(event('clock.show'));
  assert.equal((await verifyTrail(sql, SEALER, [])).gaps, 0);
  for (const [index, text] of ['', 'x', '1:short'].entries()) {
    const node = createTestTrail(sql, SEALER, () => AT);
    node.note.text = text;
    await node.append(event('clock.show'));
    assert.equal((await verifyTrail(sql, SEALER, [])).gaps, index + 1, text);
  }
});

test('a command does not wait for ever for whoever holds the entries', async () => {
  const held = Promise.withResolvers<void>();
  const hold = sql.begin(async (tx) => {
    await tx`lock table audit_entries in share row exclusive mode`;
    held.resolve();
    await assert.rejects(trail.append(event('clock.show')), /lock timeout/);
  });
  await held.promise;
  await hold;
});

test('twenty at once through two pools leave a chain without a gap', async () => {
  const second = openPool({ url, max: 8, applicationName: 'cunguan-test' });
  try {
    const other = createTestTrail(second, SEALER);
    const work = Array.from({ length: 20 }, (_, index) => fill(index % 2 ? other : trail));
    await Promise.all(work);
    const all = await entries();
    assert.deepEqual(
      all.map(({ id }) => id),
      Array.from({ length: 80 }, (_, index) => BigInt(index + 1)),
    );
    for (const { noted } of [trail, other]) assert.ok(noted);
    assert.equal(await difference({ ...((await other.noted()) ?? assert.fail()), by: 'the other node' }), null);
    assert.equal((await verifyTrail(sql, SEALER, [])).unfinished, 0);
  } finally {
    await closePool(second);
  }
});

test('more entries than a page are walked to the end', async () => {
  await sql.begin(async (tx) => {
    let last: { readonly id: bigint; readonly digest: string } = { id: 0n, digest: '' };
    for (let n = 0; n < 1_001; n += 1) {
      const entry = chained(SEALER, last, event('clock.show'), AT);
      await tx`insert into audit_entries (id, at, via, who, command, outcome, details, digest) values (${entry.id},
        ${new Date(AT)}, ${entry.via}, ${entry.who}, ${entry.command}, ${entry.outcome}, ${entry.sealed},
        ${entry.digest})`;
      last = entry;
    }
  });
  assert.deepEqual((await verifyTrail(sql, SEALER, [])).entries, 1_001n);
  await spoil(`update audit_entries set who = 'x' where id = 1001`);
  assert.equal(await difference(), NOT_AS_WRITTEN(1_001));
});
