/** Which lost ends of the audit trail a person says to know, and which are told anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestTrail, event } from '../testing/audit.ts';
import { createKeyStage } from '../testing/key-stage.ts';
import { auditCommands } from './audit-commands.ts';

const { sql, sealer } = await createKeyStage();
const trail = createTestTrail(sql, sealer);

async function verify(args: object = {}): Promise<unknown> {
  const command = auditCommands(sql, sealer, trail)['audit.verify'];
  assert.ok(command?.does === 'reads');
  return command.run({ ...args }, { who: 'a test', reason: null });
}

/** Cuts off everything after an entry, as whoever owns the database can, and goes on. */
async function cutAfter(id: number): Promise<void> {
  await sql.unsafe(`alter table audit_entries disable trigger user;
    delete from audit_entries where id > ${id};
    alter table audit_entries enable trigger user`);
  await trail.append(event('clock.show'));
}

/** The last lost end, as the sentence says that it is made known. */
async function lastGap(args: object = {}): Promise<string> {
  let told = '';
  await assert.rejects(verify(args), (error: Error) => {
    told = error.message;
    return true;
  });
  return /^The end of the trail was lost .* say --gap (\d+:[\w-]{43})\.$/.exec(told)?.[1] ?? assert.fail();
}

test('a lost end is a failure until it is said to be known; one that takes that along is told anew', async () => {
  for (let count = 0; count < 6; count += 1) await trail.append(event('clock.show'));
  assert.deepEqual(Object.keys((await verify()) as object), ['entries', 'differences', 'unfinished', 'gaps', 'head']);
  await cutAfter(4);
  const gap = await lastGap();
  assert.equal(((await verify({ gap })) as { readonly gaps: number }).gaps, 1);
  await cutAfter(3);
  await assert.rejects(verify({ gap }), /^OperatorError: Broken: Entry 5 is not the one that whoever gave --gap noted/);
  const other = await lastGap();
  await verify({ gap: other });
  await cutAfter(4);
  assert.notEqual(await lastGap({ gap: other }), other, 'a later one is told beside the one that is known');
  await assert.rejects(verify({ gap: '1' }), /--gap is the number of an entry and its digest/);
});
