/**
 * What stood in the clear before migration 0002: it is sealed into the tables of now, whole or not at all, and what was
 * put aside is dropped, its files with it. Nothing of this happens twice.
 */
import type { Sql, Transaction } from '../src/db/pool.ts';
import type { Sealer } from '../src/kernel/seal.ts';
import { addIdentity } from './identity.store.ts';
import { payinMarks, wayOf } from './payins.store.ts';
import { contentMark, payeeOf } from './payouts.store.ts';

/** Seals it; of two banks that start at once the later one waits and finds nothing left. */
export async function sealWhatWasClear(sql: Sql, sealer: Sealer): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`lock table identity in access exclusive mode`;
    const [put] = await tx<{ aside: string | null }[]>`select to_regclass('clear_identity')::text as aside`;
    if (put?.aside == null) return;
    await sealIdentity(tx, sealer);
    await sealPayins(tx, sealer);
    await sealPayouts(tx, sealer);
    await tx.unsafe('drop table clear_identity, clear_payins, clear_payouts');
  });
}

async function sealIdentity(tx: Transaction, sealer: Sealer): Promise<void> {
  const [row] = await tx<{ private_key: string; clock_offset: bigint }[]>`
    select private_key, clock_offset from clear_identity`;
  if (!row) return;
  await addIdentity(tx, sealer, { privateKeyPem: row.private_key, clockOffset: Number(row.clock_offset) });
}

/** One row after the other: a sandbox has thousands, not millions, and this is done once. */
async function sealPayins(tx: Transaction, sealer: Sealer): Promise<void> {
  type Clear = Record<'bank_order_no' | 'content' | 'return_url' | 'page_token' | 'csrf_token', string>;
  const rows = await tx<Clear[]>`
    select bank_order_no, content, return_url, page_token, csrf_token from clear_payins`;
  for (const { bank_order_no: no, content, return_url, page_token, csrf_token } of rows) {
    const marks = payinMarks(sealer, content, page_token);
    const way = wayOf(sealer, no, { returnUrl: return_url, pageToken: page_token, csrfToken: csrf_token });
    await tx`
      insert into payins (bank_order_no, content_mark, amount, payer, bank, subject, way, page_mark, expires_at, state,
        reason, bank_ref, created_at, decided_at)
      select bank_order_no, ${marks.content}, amount, payer, bank, subject, ${way}, ${marks.page}, expires_at, state,
        reason, bank_ref, created_at, decided_at
      from clear_payins where bank_order_no = ${no}`;
  }
}

async function sealPayouts(tx: Transaction, sealer: Sealer): Promise<void> {
  type Clear = Record<'bank_order_no' | 'content' | 'card_number' | 'account_name', string>;
  const rows = await tx<Clear[]>`select bank_order_no, content, card_number, account_name from clear_payouts`;
  for (const { bank_order_no: no, content, card_number, account_name } of rows) {
    const mark = contentMark(sealer, content);
    const payee = payeeOf(sealer, no, { cardNumber: card_number, accountName: account_name });
    await tx`
      insert into payouts (bank_order_no, content_mark, amount, payee, bank, state, held, due_at, reason, bank_ref,
        created_at, decided_at)
      select bank_order_no, ${mark}, amount, ${payee}, bank, state, held, due_at, reason, bank_ref,
        created_at, decided_at
      from clear_payouts where bank_order_no = ${no}`;
  }
}
