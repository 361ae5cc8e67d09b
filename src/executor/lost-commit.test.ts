import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { OrderView } from '../custody/api.ts';
import { MOVED } from '../custody/page-orders/pages.ts';
import { openPool } from '../db/pool.ts';
import { refusal } from '../custody/refusals.ts';
import { createTestCustody, PASSWORD, person, TYPED } from '../testing/custody.ts';
import { type FaultProxy, faultProxy } from '../testing/fault-proxy.ts';
import { auto, cancelHold, freezing, lend, looks, project, release, tender } from '../testing/loans.ts';

let line: FaultProxy | undefined;
const core = await createTestCustody({
  async lanes(url) {
    line = await faultProxy(url);
    return openPool({ url: line.url, max: 4, applicationName: 'cut' });
  },
});
assert.ok(line);
const { cut, left } = line;
const p = core.depository;
const look = looks(core.database.sql, p.platform.platformId);
const order = (requestNo: string): Promise<OrderView | null> =>
  core.custody.queries.order(p.platform.platformId, requestNo);

await p.register('inv', 'INVESTOR');
await p.register('bor', 'BORROWER');
await p.deposit('inv', 10_000_000n);
await p.confirm('grant', { verb: 'AUTHORIZE', userNo: 'inv', kinds: ['TENDER'], amount: null, until: null });
assert.equal(await p.outcome('p1', project('P1', 'bor', 10_000_000n), false), 'DONE');

afterEach(() => assert.equal(left(), 0, 'every cut has happened'));

for (const when of ['AFTER', 'BEFORE'] as const) {
  const what = when === 'AFTER' ? 'the answer of a commit is lost' : 'a commit never arrives';

  test(`G-9 G-11 ${what}: an idempotent order has its outcome and one effect`, async () => {
    const [available, frozen] = await look.money('inv');
    cut(when);
    const answer = await p.execute(`a-${when}`, auto(tender('inv', 'P1', 1_000n)));
    assert.ok(answer.ok);
    assert.deepEqual(await look.money('inv'), [available - 1_000n, frozen + 1_000n]);
    assert.deepEqual(await p.execute(`a-${when}`, auto(tender('inv', 'P1', 1_000n))), answer, 'asked again');
  });

  test(`G-10 G-11 ${what}: an order that is not idempotent is not called a duplicate of itself`, async () => {
    cut(when);
    assert.equal(await p.outcome(`b-${when}`, project(`B-${when}`, 'bor', 100n), false), 'DONE');
    assert.equal(await p.outcome(`b-${when}`, project(`B-${when}`, 'bor', 100n), false), 'REQUEST_DUPLICATE');
  });

  test(`G-11 ${what}: a refusal is told as the refusal it was`, async () => {
    cut(when);
    assert.equal(await p.outcome(`c-${when}`, project('P1', 'bor', 100n), false), 'PROJECT_EXISTS');
    assert.equal(await p.outcome(`c-${when}`, project(`C-${when}`, 'bor', 100n), false), 'DONE', 'the number is free');
  });

  test(`G-9 G-11 ${what}: many at once have one effect each`, async () => {
    const [available, frozen] = await look.money('inv');
    const requests = Array.from({ length: 60 }, (_, i) => `d-${when}-${i}`);
    cut(when, when);
    const answers = await Promise.all(
      requests.map((requestNo, i) =>
        p.outcome(requestNo, auto(tender('inv', 'P1', i % 10 === 0 ? 900_000_000n : 100n))),
      ),
    );
    const wanted = requests.map((_, i) => (i % 10 === 0 ? 'PROJECT_FULL' : 'DONE'));
    assert.deepEqual(answers, wanted);
    assert.deepEqual(await look.money('inv'), [available - 5_400n, frozen + 5_400n]);
  });

  test(`G-11 ${what}: what takes from a hold takes once`, async () => {
    assert.equal(await p.outcome(`e-${when}`, auto(tender('inv', 'P1', 5_000n))), 'DONE');
    assert.equal(await p.outcome(`f-${when}`, auto(tender('inv', 'P1', 7_000n))), 'DONE');
    cut(when);
    assert.equal(await p.outcome(`e2-${when}`, cancelHold(`e-${when}`, 2_000n)), 'DONE');
    const hold = await core.custody.queries.transaction(p.platform.platformId, `e-${when}`);
    assert.equal(hold?.hold?.cancelled, 2_000n);
    cut(when);
    assert.equal(await p.outcome(`f2-${when}`, lend('P1', [[`f-${when}`, 7_000n]])), 'DONE');
    assert.equal((await look.claims('P1', 'inv')).filter((claim) => claim === 7_000n).length, when === 'AFTER' ? 1 : 2);
  });

  test(`L2.21 L2.22 G-11 ${what}: money is frozen once and released once`, async () => {
    const before = await look.money('inv');
    cut(when);
    assert.equal(await p.outcome(`z-${when}`, freezing('inv', 900n)), 'DONE');
    assert.deepEqual(await look.money('inv'), [before[0] - 900n, before[1] + 900n]);
    cut(when);
    assert.equal(await p.outcome(`z-${when}`, release(`z-${when}`)), 'DONE');
    assert.deepEqual(await look.money('inv'), before);
  });

  test(`G-12 G-13 ${what}: a page is opened once and completed once, with one notice`, async () => {
    const [available] = await look.money('inv');
    cut(when);
    const token = await p.open(`g-${when}`, tender('inv', 'P1', 3_000n));
    assert.equal(typeof token, 'string');
    assert.equal(await p.open(`g-${when}`, tender('inv', 'P1', 3_000n)), token, 'the same page');
    // The try is one commit, the hold another.
    cut(when, when);
    assert.deepEqual(await core.custody.pages.confirm(token as string, PASSWORD), MOVED);
    assert.equal((await order(`g-${when}`))?.state, 'DONE');
    assert.deepEqual(await look.notices(`g-${when}`), ['FINAL PENDING']);
    assert.equal((await look.money('inv'))[0], available - 3_000n);
  });

  test(`G-17 ${what}: a wrong password counts once`, async () => {
    const token = (await p.open(`w-${when}`, tender('inv', 'P1', 10n))) as string;
    cut(when);
    const wrong = await core.custody.pages.confirm(token, '246802');
    assert.deepEqual(wrong, { ok: false, error: refusal('PASSWORD_WRONG', { left: 4 }) });
    assert.deepEqual(await core.custody.pages.confirm(token, PASSWORD), MOVED);
  });

  test(`G-18 ${what}: a code is sent once, and a wrong one counts once`, async () => {
    const token = (await p.open(`s-${when}`, { ...person(`s${when}`, 'INVESTOR') }, false)) as string;
    core.clock.advance(61_000);
    const before = core.bank.messages.length;
    cut(when);
    assert.equal((await core.custody.pages.sendSms(token, ''))?.ok, true);
    assert.equal(core.bank.messages.length, before + 1);
    const code = /\d{6}/.exec(core.bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
    const smsCode = code === '000000' ? '111111' : '000000';
    cut(when);
    const told = await core.custody.pages.register(token, { ...TYPED, smsCode });
    assert.deepEqual(told, { ok: false, error: refusal('SMS_CODE_WRONG', { left: 4 }) });
  });

  test(`G-13 ${what}: a page that is refused before it opens is refused`, async () => {
    cut(when);
    const refused = await p.open(`h-${when}`, tender('inv', 'NO-SUCH', 3_000n));
    assert.equal(typeof refused === 'string' ? refused : refused.name, 'PROJECT_UNKNOWN');
  });
}

test('G-11 a line that stays broken is no refusal, and the same request has its outcome later', async () => {
  const [available] = await look.money('inv');
  const request = auto(tender('inv', 'P1', 4_000n));
  cut('AFTER', 'BEFORE', 'BEFORE', 'BEFORE', 'BEFORE', 'BEFORE');
  await assert.rejects(p.execute('z', request), (error: { code?: string }) =>
    /CONNECTION|ECONN/.test(error.code ?? ''),
  );
  assert.ok((await p.execute('z', request)).ok);
  assert.equal((await look.money('inv'))[0], available - 4_000n);
});
