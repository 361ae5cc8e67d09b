/** Breaks of before keep what they tell, under the kind that is true of them; reports that wait are due. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEarlierDatabase } from '../../testing/database.ts';

test('G-27 what came of payouts that were closed gets its own kinds, all else keeps its own', async () => {
  const { sql, update } = await createEarlierDatabase('0012');
  const asked = (bankRef: string | null, state = 'RETURNED') => JSON.stringify({ kind: 'PAYOUT', state, bankRef });
  const found = [
    ['RETURNED_AGAIN', asked(null)],
    ['RETURNED_AGAIN', asked('R1')],
    ['RETURNED_AGAIN', asked('R1', 'PAID')],
    ['PAID_AFTER_RETURN', asked(null)],
    ['PAID_AFTER_RETURN', asked('R1')],
    ['AMOUNT_DIFFERS', asked(null)],
  ] as const;
  for (const [no, [kind, facts]] of found.entries()) {
    await sql`insert into breaks (platform_id, break_no, kind, order_no, amount, asked, told, found_at)
      values (1, ${no + 1}, ${kind}, 7, 5, ${facts}, '{}', now())`;
  }
  for (const id of [1, 2]) {
    await sql`insert into platforms (platform_id, platform_no, name, dialect, created_at)
      values (${id}, ${`no${id}`}, 'n', 'depository', now())`;
  }
  await sql`insert into lanes (platform_id, last_at, version) values (1, now(), 4), (2, now(), 4)`;
  await sql`insert into bank_reports (platform_id, message_id, report, received_at) values (1, 'M', '{}', now())`;
  await update();
  const kinds = await sql<{ kind: string }[]>`select kind from breaks order by break_no`;
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    [
      ...['RETURNED_AFTER_CLOSED', 'RETURNED_AGAIN', 'RETURNED_AGAIN'],
      ...['PAID_AFTER_CLOSED', 'PAID_AFTER_RETURN', 'AMOUNT_DIFFERS'],
    ],
  );
  // Later migrations may take every lane on by as much.
  const lanes = await sql<{ version: bigint }[]>`select version from lanes order by platform_id`;
  assert.equal((lanes[0]?.version ?? 0n) - (lanes[1]?.version ?? 0n), 1n, 'what lanes remember of it is not believed');
  const [report] = await sql`select due_at <= now() as due, failures from bank_reports`;
  assert.deepEqual({ ...report }, { due: true, failures: 0 });
});
