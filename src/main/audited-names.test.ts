/** Under which name something is done, and what the trail keeps of files that come with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesAfter } from '../audit/entries.store.ts';
import { type Details, openDetails } from '../audit/entry.ts';
import { digestOf } from '../custody/papers/files.ts';
import { createSealer } from '../kernel/seal.ts';
import { createTestTrail } from '../testing/audit.ts';
import { createTestDatabase } from '../testing/database.ts';
import { audited, type Registry } from './audited.ts';

const { sql } = await createTestDatabase();
const sealer = createSealer(Buffer.alloc(32, 7));
const trail = createTestTrail(sql, sealer);
const ANN = { who: 'ann on host-1', reason: 'letter 7 of the platform' };

/** The latest entries, opened. */
async function latest(count: number) {
  const all = await entriesAfter(sql, 0n, 10_000);
  return all.slice(-count).map((entry) => ({ ...entry, details: JSON.parse(openDetails(sealer, entry)) as Details }));
}

function filesIn(details: Details | undefined): readonly unknown[] {
  return (details?.arguments as { readonly files: readonly unknown[] } | undefined)?.files ?? [];
}

test('who decides under a name stands in the trail by it, and beside whose account it is', async () => {
  const deciding: Registry = {
    'x.decides': { does: 'changes', run: async (_args, by) => ({ before: null, after: null, answer: by }) },
  };
  const decide = (as: unknown) => audited(deciding, trail, 'cli')['x.decides']?.({ as }, ANN);
  assert.deepEqual(await decide(' 张三 '), ANN, 'the command is told who asks, and why');
  for (const { who } of await latest(2)) assert.equal(who, `张三 (${ANN.who})`);
  for (const as of ['a b', '', 7, undefined, 'root) (ann']) {
    await decide(as);
    for (const { who } of await latest(2)) assert.equal(who, ANN.who, 'what is no name is not told as one');
  }
});

test('of a file the trail keeps what tells it from others: its digest', async () => {
  const files = [{ name: 'a.pdf', content: Buffer.from('%PDF-1.7 of 张三').toString('base64') }];
  const taking: Registry = { 'x.takes': { does: 'reads', run: async () => null } };
  await audited(taking, trail, 'cli')['x.takes']?.({ files }, ANN);
  const [last] = await latest(1);
  const [file] = filesIn(last?.details);
  assert.deepEqual(file, { name: 'a.pdf', content: { sha256: digestOf(Buffer.from('%PDF-1.7 of 张三')) } });
});
