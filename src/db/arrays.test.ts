import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../testing/database.ts';
import { arrayLiteral } from './arrays.ts';

const { sql } = await createTestDatabase({ empty: true });

test('array literals bring every text back as it went in', async () => {
  const texts = ['', ' ', 'NULL', 'null', 'a,b', '{x}', '"', '\\', "o'k", '张三', '\n\t', 'plain', '6000000001', null];
  const rows = await sql<{ back: string | null }[]>`select * from unnest(${arrayLiteral(texts)}::text[]) as t(back)`;
  assert.deepEqual(
    rows.map((row) => row.back),
    texts,
  );
});

test('array literals carry bigint, boolean, bytes, instants and null', async () => {
  const at = new Date(1_700_000_000_123);
  const least = -9_223_372_036_854_775_808n;
  const rows = await sql`select * from unnest(
    ${arrayLiteral([1n, least, null])}::bigint[], ${arrayLiteral([true, false, undefined])}::boolean[],
    ${arrayLiteral([Buffer.from([0, 255, 92, 34]), new Uint8Array(0), null])}::bytea[],
    ${arrayLiteral([at, null, at])}::timestamptz[]) as t(number, flag, bytes, at)`;
  assert.deepEqual(
    rows.map((row) => row.number),
    [1n, least, null],
  );
  assert.deepEqual(
    rows.map((row) => row.flag),
    [true, false, null],
  );
  assert.deepEqual(
    rows.map((row) => row.bytes),
    [Buffer.from([0, 255, 92, 34]), Buffer.alloc(0), null],
  );
  assert.deepEqual(
    rows.map((row) => row.at),
    [at, null, at],
  );
  const [none] = await sql`select cardinality(${arrayLiteral([])}::bigint[]) as n`;
  assert.equal(none?.n, 0);
});

test('a statement with array literals is prepared once, whatever the number of rows', async () => {
  await sql.begin(async (tx) => {
    for (const count of [1, 10, 100]) {
      const ids = Array.from({ length: count }, (_, index) => BigInt(index));
      const rows = await tx`select id from unnest(${arrayLiteral(ids)}::bigint[]) as once(id)`;
      assert.equal(rows.length, count);
      assert.equal(typeof rows[0]?.id, 'bigint');
    }
    const seen = await tx`select 1 from pg_prepared_statements where statement like '%as once(id)'`;
    assert.equal(seen.length, 1);
  });
});
