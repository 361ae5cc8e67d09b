/** A decision whose commit was answered by silence is run again, and finds what it did. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionLost } from '../../db/breach.ts';
import { openPool } from '../../db/pool.ts';
import { LANE_SETTINGS } from '../../executor/lane.ts';
import type { CaseDone } from './tasks.ts';
import { caseStage, opened } from '../../testing/cases.ts';
import { createTestCustody } from '../../testing/custody.ts';
import { type Spy, spyOn } from '../../testing/spy-sql.ts';

let spy: Spy | null = null;
const core = await createTestCustody({
  lanes: async (url) => {
    const pool = openPool({ url, max: 8, applicationName: 'cunguan-test-lanes', settings: LANE_SETTINGS });
    spy = spyOn(pool);
    return pool;
  },
});
const c = caseStage(core, core.lianyintong);
await c.people();
await core.lianyintong.register('u');
const { platformId } = core.lianyintong.platform;

/** Does something of which nobody is told that it was committed. */
async function lost(act: () => Promise<CaseDone>): Promise<bigint> {
  assert.ok(spy);
  spy.sent.length = 0;
  spy.fail(/^commit$/, new ConnectionLost('gone'), 'AFTER');
  const caseNo = opened(await act());
  assert.equal(spy.sent.filter((text) => text === 'begin').length, 2, 'it was run again');
  return caseNo;
}

for (const action of ['papers', 'propose', 'approve', 'refuse'] as const) {
  test(`${action} whose commit is lost happens once, and is told as done`, async () => {
    const caseNo = await c.standing('RECEIPT', action === 'approve' ? 'PROPOSED' : 'OPEN');
    await lost(() => c.act(action, caseNo));
    const found = await core.cases.reads.find(platformId, caseNo);
    const events = found?.history.map(({ event }) => event) ?? [];
    assert.deepEqual(new Set(events).size, events.length, events.join(', '));
    assert.equal(events.length, action === 'approve' ? 3 : 2);
  });
}

test('opening whose commit is lost opens one case', async () => {
  const opening = await c.opening('RECEIPT');
  const caseNo = await lost(() => c.open(opening));
  const [row] = await core.database.sql`select count(*) as n, max(case_no) as last from cases
    where receipt_no = (select receipt_no from cases where case_no = ${caseNo})`;
  assert.deepEqual([row?.n, row?.last], [1n, caseNo]);
});
