/** Several tries of one holder in one batch whose commit was answered by silence: each counts once (G-17, G-18). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionLost } from '../../db/breach.ts';
import type { Task } from '../../executor/lane.ts';
import { lanePool, laneStage, record } from '../../testing/lane-stage.ts';
import { spyOn } from '../../testing/spy-sql.ts';
import { MOVED } from '../page-orders/pages.ts';
import { smsSendTask, smsTryTask } from '../page-orders/sms-codes.ts';
import { refuse } from '../refusals.ts';
import { passwordTryTask } from './tries.ts';

const { depository, database, node, clock } = await laneStage();
const { platformId } = depository.platform;
const { sql } = database;
const pool = lanePool(database.url);
const spy = spyOn(pool);
const mine = node({}, { sql: pool });

/** Runs commands as one batch that is committed, which nobody is told, and so run again. */
async function lostTogether<A>(...tasks: readonly Task<A>[]): Promise<readonly A[]> {
  // The first is a batch of its own, by the short road, on which no commit is sent; the others wait for it.
  await mine.submit(platformId, record);
  spy.sent.length = 0;
  spy.fail(/^commit$/, new ConnectionLost('gone'), 'AFTER');
  const [, ...answers] = await Promise.all([
    mine.submit(platformId, record),
    ...tasks.map((task) => mine.submit(platformId, task)),
  ]);
  assert.equal(spy.sent.filter((text) => text === 'begin').length, 2, 'one batch, and the same again');
  return answers as A[];
}

const [{ member_no: holderNo } = { member_no: 0n }] = (await sql`
  select member_no from members where platform_id = ${platformId} and user_no = 'inv'`) as unknown as [
  { member_no: bigint },
];

test('G-17 tries at a password count once each, and each is told what it was told', async () => {
  const told = await lostTogether(passwordTryTask(holderNo, 'a-1'), passwordTryTask(holderNo, 'a-11'));
  assert.deepEqual(
    told.map((each) => each.ok && [each.value.left, each.value.lockedUntil]),
    [
      [4, null],
      [3, null],
    ],
  );
  const [row] = await sql`select failures from credentials where platform_id = ${platformId}
    and holder_no = ${holderNo}`;
  assert.equal(row?.failures, 2);
});

test('G-17 the fifth try locks, the sixth is refused, and no try of the batch counts again', async () => {
  const ids = ['b', 'c', 'd', 'e', 'f'];
  const told = await lostTogether(...ids.map((id) => passwordTryTask(holderNo, id)));
  const until = clock.now() + 86_400_000;
  assert.deepEqual(
    told.map((each) => (each.ok ? [each.value.left, each.value.lockedUntil] : each.error.name)),
    [[2, null], [1, null], [0, until], 'PASSWORD_LOCKED', 'PASSWORD_LOCKED'],
  );
  const [row] = await sql`select failures from credentials where platform_id = ${platformId}
    and holder_no = ${holderNo}`;
  assert.equal(row?.failures, 5);
});

test('G-18 a code is sent once, and tries at it count once each, the right one too', async () => {
  const orderNo = 999_999n;
  const told = await lostTogether(
    smsSendTask(orderNo, 'mobile', 'right', 's'),
    ...['wrong', 'other', 'right'].map((code) => smsTryTask(orderNo, 'mobile', code, code)),
  );
  const wrong = (left: number) => refuse('SMS_CODE_WRONG', { left });
  assert.deepEqual(told, [MOVED, wrong(4), wrong(3), MOVED]);
  const [row] = await sql`select tries, passed from sms_codes where platform_id = ${platformId}
    and order_no = ${orderNo}`;
  assert.deepEqual({ ...row }, { tries: 2, passed: true });
});
