/** Two nodes on one database, and a second that passes when the test says so. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import pg from 'pg';
import { SECOND } from '../../kernel/time.ts';
import { createSealer } from '../../kernel/seal.ts';
import { manualClock } from '../../testing/clock.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { keyOfNobody } from '../../testing/keys.ts';
import { Directory } from './directory.ts';
import { type PlatformFile, PlatformStore } from './platforms.store.ts';

const { sql } = await createTestDatabase();
const sealer = createSealer(Buffer.alloc(32, 7));
let passed = 0;
const node = (store = new PlatformStore(sql, sealer, 'bank')) => new Directory(store, manualClock(), () => passed);
const [here, there] = [node(), node()];
let last = 0;

/** A new platform with one key that both nodes have just read. */
async function known(publicKeyPem = keyOfNobody()): Promise<{ readonly no: string; readonly file: PlatformFile }> {
  last += 1;
  const no = `600000${last}`;
  await here.create({
    ...{ platformNo: no, name: 'P', dialect: 'd', notifyUrl: null, custodyBank: null, settings: {} },
    ...{ settlementAccount: null, settlementBank: null, publicKeyPem, keySerial: '1', passwordHash: 'h' },
  });
  const [file] = await Promise.all([here.byNo(no), there.byNo(no)]);
  assert.ok(file);
  return { no, file };
}

const revoked = (file: PlatformFile | null) => file?.keys.map(({ serial, revokedAt }) => [serial, revokedAt !== null]);

test('LW-7 a suspension counts at once where it was made, and within a second at every node', async () => {
  const { no, file } = await known();
  const change = await here.change(no, { suspended: true });
  assert.deepEqual([change?.before?.platform.suspended, change?.after?.platform.suspended], [false, true]);
  assert.equal(await here.change('none', { suspended: true }), null);
  assert.equal((await here.byNo(no))?.platform.suspended, true);
  passed += SECOND;
  assert.equal((await there.byNo(no))?.platform.suspended, true);
  assert.equal((await there.byId(file.platform.platformId))?.suspended, true);
});

test('LW-3 a key that was revoked or added counts within a second at every node', async () => {
  const { no, file } = await known();
  await here.revokeKey(file.platform, '1');
  await here.addKey(file.platform, { serial: '2', publicKeyPem: keyOfNobody(), expiresAt: null });
  const keys = [
    ['1', true],
    ['2', false],
  ];
  assert.deepEqual(revoked(await here.byNo(no)), keys);
  passed += SECOND;
  assert.deepEqual(revoked(await there.byNo(no)), keys);
});

test('a platform that was unknown is known within a second at every node', async () => {
  assert.equal(await there.byNo(`600000${last + 1}`), null);
  const made = known();
  passed += SECOND;
  assert.equal((await made).file.platform.name, 'P');
  assert.ok(await there.byNo(`600000${last}`));
});

test('what was read is believed from when the read began, however long it took', async () => {
  const { no } = await known();
  const store = new PlatformStore(sql, sealer, 'bank');
  const slow = node(store);
  const read = store.load.bind(store);
  store.load = async (platformNo) => {
    const file = await read(platformNo);
    if (passed < began + 900) {
      passed = began + 900;
      await here.change(no, { suspended: true });
    }
    return file;
  };
  const began = passed;
  assert.equal((await slow.byNo(no))?.platform.suspended, false);
  passed = began + SECOND;
  assert.equal((await slow.byNo(no))?.platform.suspended, true);
});

test('however many requests ask, a platform is read twice a second, in one statement each', async () => {
  const { no } = await known();
  passed += SECOND;
  const sent = mock.method(pg.Client.prototype, 'query');
  for (let asked = 0; asked < 1_000; asked += 1) {
    passed += 1;
    assert.equal(await there.byNo(no), (await Promise.all([there.byNo(no), there.byNo(no)]))[1]);
  }
  assert.equal(sent.mock.callCount(), 2);
  sent.mock.restore();
});

test('however many numbers of nobody are asked for, two statements a second answer all of them', async () => {
  const { no } = await known();
  passed += SECOND;
  await there.byNo(no);
  const sent = mock.method(pg.Client.prototype, 'query');
  for (let asked = 0; asked < 1_000; asked += 1) {
    passed += 1;
    const many = Array.from({ length: 20 }, (_, index) => there.byNo(`9${asked}x${index}`));
    assert.ok((await Promise.all(many)).every((file) => file === null));
  }
  assert.ok(sent.mock.callCount() <= 3, `${sent.mock.callCount()} statements`);
  sent.mock.restore();
});

test('two changes of one platform at once do not undo each other', async () => {
  const { no } = await known();
  const changes = await sql.begin(async (holder) => {
    await holder`select 1 from platforms where platform_no = ${no} for update`;
    const both = [here.change(no, { suspended: true }), there.change(no, { settings: { 'path-prefix': '/x' } })];
    for (let waiting = 0; waiting < 2; ) {
      const [row] = await sql<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      waiting = row?.waiting ?? 0;
    }
    return both;
  });
  const [one, other] = (await Promise.all(changes)).sort((a) => (a?.before?.platform.suspended ? 1 : -1));
  assert.deepEqual(other?.before, one?.after, 'the second finds what the first left');
  const platform = (await here.byNo(no))?.platform;
  assert.equal(platform?.suspended, true);
  assert.deepEqual(platform?.settings, { 'path-prefix': '/x' });
});
