/** Password hashing is no lever: what is posted to one page delays nobody else (G-17). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestCustody, PASSWORD, person, TYPED } from '../../testing/custody.ts';
import { MOVED } from '../page-orders/pages.ts';
import { refuse } from '../refusals.ts';
import { FairPlaces, Turns } from './turns.ts';

const core = await createTestCustody();
const { lianyintong: l, depository: d, bank, custody } = core;
const BUSY = refuse('SYSTEM_BUSY', {});

await l.register('payer');
await l.deposit('payer', 100_000n);
await d.register('inv', 'INVESTOR');

const authorize = (userNo: string) =>
  ({ verb: 'AUTHORIZE', userNo, kinds: ['TENDER'], amount: null, until: null }) as const;

test('G-17 one page posted 300 times hashes once, and delays no other platform', async () => {
  const token = (await l.open('flood', person('flood', 'ORDINARY'), false)) as string;
  core.clock.advance(61_000);
  await custody.pages.sendSms(token, '');
  const smsCode = /\d{6}/.exec(bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  const other = (await d.open('other', authorize('inv'))) as string;
  let worked = 0;
  let cardsChecked = 0;
  bank.verifyCard = async () => {
    cardsChecked += 1;
    return 'PASSED';
  };
  const flood = Array.from({ length: 300 }, async () => {
    const answer = await custody.pages.register(token, { ...TYPED, smsCode });
    if (answer?.ok) worked += 1;
    return answer;
  });
  assert.deepEqual(await custody.pages.confirm(other, PASSWORD), MOVED);
  assert.ok(worked < 50, `${worked} of the flood were served before the other platform`);
  const refused = (await Promise.all(flood)).filter((answer) => !answer?.ok);
  assert.ok(refused.length > 200, `${refused.length} were told that it is busy`);
  assert.deepEqual(new Set(refused.map((answer) => JSON.stringify(answer))), new Set([JSON.stringify(BUSY)]));
  assert.equal(cardsChecked, 1);
});

test('G-17 a double click confirms once; a try that was told to come again is not counted', async () => {
  const token = (await l.open('double', authorize('payer'))) as string;
  const answers = await Promise.all(Array.from({ length: 20 }, () => custody.pages.confirm(token, PASSWORD)));
  assert.ok(answers.filter((answer) => answer?.ok).length >= 8);
  assert.ok(answers.every((answer) => answer?.ok || answer?.error.name === 'SYSTEM_BUSY'));
  const after = (await l.open('after', authorize('payer'))) as string;
  assert.equal((await custody.pages.view(after))?.passwordTriesLeft, 5);
});

test('G-17 what waits is bounded for a platform, and of one holder one is at work', async () => {
  const turns = new Turns();
  let atWork = 0;
  let most = 0;
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const work = async () => {
    atWork += 1;
    most = Math.max(most, atWork);
    await gate;
    atWork -= 1;
    return 'done';
  };
  const same = Array.from({ length: 8 }, () => turns.take(1, 'a', work));
  assert.deepEqual(await turns.take(1, 'a', work), BUSY, 'the ninth of a holder');
  const others = Array.from({ length: 56 }, (_, i) => turns.take(1, `b${i}`, async () => 'done'));
  assert.deepEqual(await turns.take(1, 'c', work), BUSY, 'the sixty-fifth of a platform');
  assert.equal(await turns.take(2, 'a', async () => 'done'), 'done', 'another platform has its own');
  open();
  assert.deepEqual(new Set(await Promise.all([...same, ...others])), new Set(['done']));
  assert.equal(most, 1);
  assert.equal(await turns.take(1, 'a', async (waited) => waited), false, 'nothing is left behind');
});

test('G-17 a place that becomes free goes round the platforms', async () => {
  const places = new FairPlaces(1);
  const order: string[] = [];
  const note = (name: string) => async () => void order.push(name);
  await Promise.all([
    ...['1a', '1b', '1c'].map((name) => places.take(1, note(name))),
    ...['2a', '2b'].map((name) => places.take(2, note(name))),
  ]);
  assert.deepEqual(order, ['1a', '1b', '2a', '1c', '2b']);
});
