/** What the bank's tables tell: nothing personal, no address of a page, no key; and what was clear is sealed once. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closePool, openPool, type Queryable } from '../src/db/pool.ts';
import { createSealer } from '../src/kernel/seal.ts';
import { MINUTE } from '../src/kernel/time.ts';
import { BANK_KEY, enterNetbank, open, startTestBank } from '../src/testing/bank.ts';
import { createEarlierDatabase, MIGRATIONS } from '../src/testing/database.ts';
import { sealWhatWasClear } from './clear.store.ts';
import { makePrivateKey, openKeys } from './signing.ts';

const CARD = '6222020000000050005';
const MOBILE = '13512345678';
const NAME = '欧阳测试';
const RETURN = 'http://127.0.0.1:9/bank/return?token=secret-of-ours';
const EXPIRES = Date.now() + 90 * MINUTE;

const { url, sql, update } = await createEarlierDatabase('0002', MIGRATIONS[1]);
const privateKey = await makePrivateKey();
const payin = { bankOrderNo: 'D1', amount: 700n, payer: 'PERSON', bank: 'ICBC', expiresAt: EXPIRES } as const;
const payout = { bankOrderNo: 'W1', amount: 900n, cardNumber: CARD, accountName: NAME, bank: 'CMB' } as const;

/** Everything that the tables of the bank hold, as text. */
async function dump(tx: Queryable): Promise<string> {
  const tables = await tx<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'sandbox_bank'::regnamespace`;
  const texts = tables.map(({ name }) => tx.unsafe(`select t::text as row from sandbox_bank.${name} t`));
  return JSON.stringify([tables, ...(await Promise.all(texts))]);
}

/** A bank of before: an order on its page, a payout that is held, a message. */
await sql.begin(async (tx) => {
  await tx`set local search_path to sandbox_bank`;
  const order = {
    ...payin,
    amount: '700',
    expiresAt: new Date(EXPIRES).toISOString(),
    returnUrl: RETURN,
    subject: 'S',
  };
  await tx`insert into identity (private_key, clock_offset) values (${privateKey}, 5000)`;
  await tx`insert into payins (bank_order_no, content, amount, payer, bank, subject, return_url, expires_at, page_token,
      csrf_token, created_at)
    values ('D1', ${JSON.stringify(order)}, 700, 'PERSON', 'ICBC', 'S', ${RETURN}, ${EXPIRES}::bigint, 'token-of-page',
      'token-of-form', 1)`;
  await tx`insert into payouts (bank_order_no, content, amount, card_number, account_name, bank, held, due_at,
      created_at)
    values ('W1', ${JSON.stringify(['900', CARD, NAME, 'CMB'])}, 900, ${CARD}, ${NAME}, 'CMB', true,
      ${EXPIRES}::bigint, 2)`;
  await tx`insert into messages (mobile, code, text, at) values (${MOBILE}, '111222', 'code 111222', 3)`;
});
const before = await dump(sql);
await update();
// Two nodes of a sandbox start at once: one of their banks seals, the other waits and finds nothing left.
const pool = openPool({ url, max: 2, applicationName: 'cunguan-test', schema: 'sandbox_bank' });
const sealer = createSealer(BANK_KEY);
await Promise.all([1, 2].map(() => sealWhatWasClear(pool, sealer)));
await closePool(pool);
const bank = await startTestBank(url);
after(() => bank.stop());

test('G-19 what an earlier version kept in the clear is sealed at the first start, and goes on as it was', async () => {
  assert.equal(bank.bank.publicKey, openKeys(privateKey).publicKeyPem, 'the bank is who it was');
  assert.ok((await bank.now()) >= Date.now() + 4_000, 'its clock is where it was');
  assert.equal((await bank.channel.queryPayout('W1')).state, 'UNKNOWN');
  assert.equal((await bank.channel.payOut(payout)).state, 'UNKNOWN', 'the same order again is the same');
  const again = await enterNetbank(bank.channel.payinForm({ ...payin, returnUrl: RETURN, subject: 'S' }));
  assert.match(again.url, /\/netbank\/token-of-page\?/);
  assert.equal((await open(`${bank.url}/netbank/token-of-page`)).status, 200, 'its page is where it was');
  const orders = await fetch(`${bank.url}/sandbox/payouts`);
  const [shown] = (await orders.json()) as Record<string, string>[];
  assert.deepEqual([shown?.accountName, shown?.cardNumber], [NAME, '622202*********0005']);
});

test('G-19 the tables hold no name, card, mobile, code, address of a page or private key in the clear', async () => {
  assert.ok(await bank.sms.send(MOBILE, '验证码 333444'));
  const secrets = [
    CARD,
    NAME,
    MOBILE,
    '333444',
    '111222',
    'secret-of-ours',
    'token-of-page',
    'token-of-form',
    'PRIVATE',
  ];
  const after = await dump(sql);
  for (const secret of secrets.filter((each) => each !== '333444')) assert.ok(before.includes(secret), secret);
  for (const secret of secrets) assert.ok(!after.includes(secret), secret);
  assert.doesNotMatch(after, /clear_/, 'what was put aside is gone');
});
