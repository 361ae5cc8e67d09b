/**
 * The bank contradicts itself, from outside: the sandbox bank is made to say what does not fit, the custodian posts
 * nothing on a guess and loses nothing, and the operator sees it on the command line.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type GatewayForm, type LianyintongClient, lianyintong } from '../sdk/index.ts';
import { Program } from './program.ts';

const NO = '6000000085';
const ACCOUNT = 'PLATFORM_FEE_ACCOUNT';
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let program: Program;
let client: LianyintongClient;
let password: string;

before(async () => {
  program = await Program.prepare();
  await program.start();
  await writeFile(join(program.data, 'platform.pem'), publicKey);
  const created = await program.ask<Record<'custodianKeySerial' | 'custodianPublicKey' | 'platformPassword', string>>(
    ...['platform', 'create', '--no', NO, '--name', '差错', '--dialect', 'lianyintong'],
    ...['--public-key', join(program.data, 'platform.pem')],
    // The bank says nothing of this card's payouts for ten minutes (its table of cards).
    ...['--settlement-account', '6222021001110005', '--settlement-bank', 'ICBC'],
  );
  password = created.platformPassword;
  const custodianKeys = { [created.custodianKeySerial]: created.custodianPublicKey };
  client = lianyintong({ baseUrl: program.at.custodian, platformNo: NO, privateKey, keySerial: '1', custodianKeys });
});

after(() => program[Symbol.asyncDispose]());

/** What a browser gets that posts a gateway form and follows; cookies are not needed. */
async function browse({ action, fields }: GatewayForm): Promise<Response> {
  return await fetch(action, { method: 'POST', body: new URLSearchParams(fields) });
}

/** Hands a deposit over; answers the number it has at the bank. */
async function handOver(requestNo: string, amount: string): Promise<string> {
  const order = { platformUserNo: ACCOUNT, requestNo, amount, rechargeWay: 'NETBANK_B2B', bankcode: 'ICBK' } as const;
  const page = await browse(client.form('RECHARGE', { ...order, callbackUrl: 'http://127.0.0.1:9/back' }));
  const [bankOrderNo] = /D\d+-\d+/.exec(await page.text()) ?? [];
  assert.ok(bankOrderNo, 'the page leads to the bank');
  return bankOrderNo;
}

/** Withdraws at once; answers the number that the payout has at the bank. */
async function withdraw(requestNo: string, amount: string): Promise<string> {
  const order = { platformUserNo: ACCOUNT, requestNo, amount, withdrawType: 'URGENT' } as const;
  const page = await browse(client.form('WITHDRAW', { ...order, callbackUrl: 'http://127.0.0.1:9/back' }));
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  await fetch(page.url, { method: 'POST', body: new URLSearchParams({ csrf, password }) });
  // Only looking: the payout reaches the bank a moment after it was accepted.
  const deadline = performance.now() + 20_000;
  for (;;) {
    const payouts = (await (await fetch(`${program.at.bank}/sandbox/payouts`)).json()) as readonly {
      readonly bankOrderNo: string;
      readonly amount: string;
    }[];
    const found = payouts.find((payout) => payout.amount === amount);
    if (found) return found.bankOrderNo;
    assert.ok(performance.now() < deadline, 'the payout reaches the bank');
  }
}

async function say(report: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(`${program.at.bank}/sandbox/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(report),
  });
  const answer = (await response.json()) as { readonly taken?: boolean };
  assert.deepEqual([response.status, answer.taken], [200, true], JSON.stringify([report, answer]));
}

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly amount: string;
  readonly told: string;
}

/** Kinds of the breaks about an order of the bank, oldest first. */
async function breaksOf(bankOrderNo: string): Promise<readonly string[]> {
  const { breaks } = await program.ask<{ breaks: readonly (Shown & { bankOrderNo: string })[] }>(
    ...['recon', 'breaks', '--platform', NO],
  );
  const own = breaks.filter((each) => each.bankOrderNo === bankOrderNo);
  return own.map(({ kind, amount }) => `${kind} ${amount}`).reverse();
}

/** What the fee account has, in yuan. */
async function balance(): Promise<string> {
  const answer = await client.call('QUERY_PLATFORM_INFORMATION', {});
  assert.ok(answer.kind === 'done', JSON.stringify(answer));
  return String(answer.data.feeBalance);
}

test('G-14 G-27 two references are two receipts, a message of the wrong kind is none', async () => {
  const payin = await handOver('DEP1', '7.00');
  await say({ bankOrderNo: payin, kind: 'PAYOUT', state: 'PAID', bankRef: 'K1', amount: '7.00' });
  await say({ bankOrderNo: payin, kind: 'PAYIN', state: 'PAID', bankRef: 'R1', amount: '7.00' });
  await say({ bankOrderNo: payin, kind: 'PAYIN', state: 'PAID', bankRef: 'R1', amount: '7.00' });
  await say({ bankOrderNo: payin, kind: 'PAYIN', state: 'PAID', bankRef: 'R2', amount: '7.00' });
  assert.equal(await balance(), '7.00');
  assert.deepEqual(await breaksOf(payin), ['KIND_DIFFERS 7.00', 'PAID_AGAIN 7.00']);
  const { breaks } = await program.ask<{ breaks: readonly Shown[] }>('recon', 'breaks', '--kind', 'PAID_AGAIN');
  const shown = await program.ask<{ receipts: readonly Record<string, string>[] }>(
    'recon',
    'show',
    breaks[0]?.id ?? '',
  );
  assert.deepEqual(
    shown.receipts.map(({ bankRef, state, amount }) => `${bankRef} ${state} ${amount}`),
    ['R1 CREDITED 7.00', 'R2 UNALLOCATED 7.00'],
  );
});

test('G-27 a payout moves by what fits only; what came back after it was paid waits for an operator', async () => {
  const payout = await withdraw('WIT1', '5.00');
  const about = { bankOrderNo: payout, kind: 'PAYOUT' };
  await say({ ...about, state: 'PAID', amount: '0.01', bankRef: 'P1' });
  await say({ ...about, state: 'PAID', amount: '5.00', bankRef: 'P1' });
  await say({ ...about, state: 'CLOSED' });
  await say({ ...about, state: 'RETURNED', amount: '5.00', bankRef: 'P2' });
  await say({ ...about, state: 'RETURNED', amount: '5.00', bankRef: 'P3' });
  const kinds = ['AMOUNT_DIFFERS', 'CLOSED_AFTER_PAID', 'RETURNED_AFTER_PAID', 'RETURNED_AGAIN'];
  assert.deepEqual(
    await breaksOf(payout),
    kinds.map((kind) => `${kind} 5.00`),
  );
});

test('G-27 a message number with other content is seen, and verify tells the money in breaks', async () => {
  const payin = await handOver('DEP2', '3.00');
  const about = { bankOrderNo: payin, kind: 'PAYIN', messageId: 'ONE' };
  await say({ ...about, state: 'CLOSED' });
  await say({ ...about, state: 'PAID', bankRef: 'M1', amount: '3.00' });
  assert.deepEqual(await breaksOf(payin), ['MESSAGE_DIFFERS 3.00']);
  for (let time = 0; time < 2; time += 1) await say({ ...about, messageId: 'DIM', state: 'UNKNOWN' });
  assert.deepEqual(await breaksOf(payin), ['MESSAGE_DIFFERS 3.00', 'UNREADABLE 0.00'], 'signed, and not to be read');
  const told = await program.ask<Record<string, unknown>>('ledger', 'verify');
  assert.deepEqual([told.differences, told.breaks, told.moneyInBreaks], [0, 8, '37.00']);
  const { out } = await program.cli('recon', 'breaks');
  assert.match(out, /^breaks:\nid +platformNo +kind .*\n.*UNREADABLE .*\n.*MESSAGE_DIFFERS/);
  for (const [words, sentence] of [
    [['recon', 'breaks', '--kind', 'LOST'], /^A break is AMOUNT_DIFFERS, .*, not LOST\.\n$/],
    [['recon', 'show', '7'], /^A break's id looks like 6000000001-1042/],
  ] as const) {
    const { code, err } = await program.cli(...words);
    assert.equal(code, 1);
    assert.match(err, sentence);
  }
});
