/** A sealed value belongs to its row (G-17, G-19); what was sealed for a column alone is sealed anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer, placed, SealBroken } from '../kernel/seal.ts';
import { createTestCustody, PASSWORD, SEALER } from '../testing/custody.ts';
import { inTheClear, sealForColumn } from '../testing/old-seals.ts';
import { hashPassword } from './credentials/passwords.ts';
import { openSealing, SEALED_TABLES, type Sealing } from './resealing.store.ts';
import { verifyLedger } from './verify.ts';

const KEY = Buffer.alloc(32, 7);
const core = await createTestCustody({ spoilt: true });
const { lianyintong: l, depository: d, bank, custody, clock } = core;
const { sql } = core.database;
const { platformId } = l.platform;

for (const userNo of ['victim', 'thief']) await l.register(userNo);
await d.register('inv', 'INVESTOR');
for (const userNo of ['a', 'b', 'c']) await l.register(userNo);
await l.deposit('victim', 100_000n);

let remembered: string | null = null;
/** On a node whose folder remembers nothing. */
const open = () =>
  openSealing(sql, KEY, {
    remembered: null,
    async remember(proof) {
      remembered = proof;
    },
  });
const never = () => assert.fail('nothing fails');
const found = async (sealer = SEALER) => (await verifyLedger(sql, sealer)).differences.map(({ check }) => check);
const numberOf = async (userNo: string) => {
  const [row] = await sql`select member_no from members where platform_id = ${platformId} and user_no = ${userNo}`;
  return row?.member_no as bigint;
};

/** Puts everything back into the form of before. */
async function age(): Promise<void> {
  for (const { table, key, whose, sealed, ofPlatform } of SEALED_TABLES) {
    const owner = ofPlatform ? ['platform_id'] : [];
    for (const row of await sql.unsafe(`select * from ${table}`, [])) {
      for (const column of sealed.filter((each) => row[each] !== null)) {
        const context = placed(`${table}.${column}`, ...[...owner, ...whose].map((each) => row[each] as string));
        const plain = SEALER.open(row[column] as Buffer, context);
        const old = table === 'credentials' ? inTheClear(plain) : sealForColumn(KEY, plain, `${table}.${column}`);
        const where = [...owner, ...key].map((each, i) => `${each} = $${i + 2}`).join(' and ');
        const values = [...owner, ...key].map((each) => String(row[each]));
        await sql.unsafe(`update ${table} set ${column} = $1 where ${where}`, [`\\x${old.toString('hex')}`, ...values]);
      }
    }
  }
}

async function rounds({ sweep }: Sealing, most: number): Promise<number> {
  let done = 0;
  while (done < most && (await sweep.run(clock.now(), never)) > 0) done += 1;
  return done;
}

test('G-17 G-19 another member’s card and password on the victim pay nothing out, and verify tells', async () => {
  const [victim, thief] = [await numberOf('victim'), await numberOf('thief')];
  const token = (await l.open('theft', {
    ...{ verb: 'WITHDRAW', amount: 500n, commission: 0n, urgency: 'NORMAL' },
    holder: { kind: 'member', userNo: 'victim' },
  })) as string;
  const saved = await sql`
    select c.number, p.password_hash from cards c join credentials p on p.platform_id = c.platform_id
      and p.holder_no = c.member_no where c.platform_id = ${platformId} and c.member_no = ${victim}`;
  const put = async (number: unknown, hash: unknown) => {
    await sql`update cards set number = ${number as Buffer} where platform_id = ${platformId}
      and member_no = ${victim}`;
    await sql`update credentials set password_hash = ${hash as Buffer} where platform_id = ${platformId}
      and holder_no = ${victim}`;
  };
  const stolen = await sql`
    select c.number, p.password_hash from cards c join credentials p on p.platform_id = c.platform_id
      and p.holder_no = c.member_no where c.platform_id = ${platformId} and c.member_no = ${thief}`;
  await put(stolen[0]?.number, saved[0]?.password_hash);
  await assert.rejects(custody.pages.confirm(token, PASSWORD), SealBroken, 'his card');
  assert.ok((await found()).length > 0);
  await put(saved[0]?.number, stolen[0]?.password_hash);
  await assert.rejects(custody.pages.confirm(token, PASSWORD), SealBroken, 'his password');
  assert.deepEqual(await found(), ['a password opens for its holder']);
  await put(saved[0]?.number, inTheClear(await hashPassword(0, '924681')));
  await assert.rejects(custody.pages.confirm(token, '924681'), SealBroken, 'a password of his own making');
  assert.equal(bank.payouts.length, 0);
  await put(saved[0]?.number, saved[0]?.password_hash);
  assert.deepEqual(await found(), []);
});

test('G-19 what was sealed for a column is sealed anew, also when begun again, and both forms open', async () => {
  await age();
  assert.ok((await found()).length > 0, 'the old form does not open by itself');
  const first = await open();
  assert.equal(await first.sweep.nextDue(), 0);
  assert.deepEqual(await found(first.sealer), []);
  assert.equal(await rounds(first, 2), 2);
  assert.deepEqual(await found(first.sealer), [], 'half of it');
  const second = await open();
  await rounds(second, 100);
  assert.equal(await second.sweep.nextDue(), null);
  assert.deepEqual(await found(), [], 'all of it is in the new form');
  await l.confirm('after', { verb: 'AUTHORIZE', userNo: 'victim', kinds: ['TENDER'], amount: null, until: null });
});

test('G-19 what a lane writes while its row is sealed anew stays', async () => {
  await sql`delete from resealed`;
  await age();
  const context = placed('platforms.settlement_account', platformId);
  const account = async () => {
    const [row] = await sql`select settlement_account from platforms where platform_id = ${platformId}`;
    return SEALER.open(row?.settlement_account as Buffer, context);
  };
  let written = false;
  /** Writes another account between the moment in which a row is read and the one in which it is sealed anew. */
  const between = new Proxy(sql, {
    get(target, name) {
      if (name !== 'unsafe') return Reflect.get(target, name) as unknown;
      return async (text: string, parameters: readonly (number | string)[]) => {
        if (text.startsWith('update platforms') && !written) {
          written = true;
          const other = SEALER.seal('6217680000000001111', context);
          await sql`update platforms set settlement_account = ${other} where platform_id = ${platformId}`;
        }
        return await sql.unsafe(text, parameters);
      };
    },
  });
  await rounds(await openSealing(between, KEY, { remembered: null, remember: async () => undefined }), 100);
  assert.ok(written);
  assert.equal(await account(), '6217680000000001111');
});

test('G-19 once sealed anew an installation opens the old form no more; without the key nobody says so', async () => {
  const again = await open();
  const old = sealForColumn(KEY, '6217680000000000009', 'cards.number');
  assert.throws(() => again.sealer.open(old, placed('cards.number', 1, 2, 3)), SealBroken);
  assert.throws(() => again.sealer.open(inTheClear('x'), placed('credentials.password_hash', 1, 2)), SealBroken);
  for (const column of ['cards.number', 'profiles.mobile']) {
    assert.throws(() => again.sealer.open(inTheClear('x'), placed(column, 1, 2)), SealBroken);
  }
  await sql`update resealed set proof = 'made up'`;
  const forged = await open();
  assert.equal(await forged.sweep.nextDue(), 0);
  assert.throws(() => forged.sealer.open(inTheClear('x'), placed('cards.number', 1, 2, 3)), SealBroken, 'never clear');
  const knowing = await openSealing(sql, KEY, { remembered, remember: never });
  assert.equal(await knowing.sweep.nextDue(), null, 'a folder that knows of it does not ask the database');
  assert.throws(() => knowing.sealer.open(old, placed('cards.number', 1, 2, 3)), SealBroken);
  const other = createSealer(Buffer.alloc(32, 9));
  await sql`update resealed set proof = ${other.fingerprint('every sealed value names its row')}`;
  assert.equal(await (await open()).sweep.nextDue(), 0);
});

test('G-19 a value that does not open is told, and keeps nothing else from being sealed anew', async () => {
  await age();
  const [victim, thief] = [await numberOf('victim'), await numberOf('thief')];
  const broken = sealForColumn(Buffer.alloc(32, 9), 'x', 'cards.number');
  await sql`update cards set number = ${broken} where platform_id = ${platformId} and member_no = ${thief}`;
  const sealing = await open();
  const told: unknown[] = [];
  while ((await sealing.sweep.run(clock.now(), (error) => void told.push(error))) > 0);
  assert.ok(told.length === 1 && told[0] instanceof SealBroken);
  const rows = await sql`select member_no from cards where get_byte(number, 0) <> 2`;
  assert.deepEqual(
    rows.map((row) => row.member_no),
    [thief],
  );
  assert.notEqual(thief, victim);
});
