import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal } from '../custody/refusals.ts';
import { MINUTE } from '../kernel/time.ts';
import { ask, createDesk, csrfOf, follow, posting, press, RUNNING } from '../testing/pages/desk.ts';
import { COMMANDS, type FakeCore, finished, NOW, viewOf } from '../testing/pages/fake-core.ts';

const { tender, withdrawal, deposit } = COMMANDS;

function calledSteps(core: FakeCore): string[] {
  return core.calls.map(([step]) => step);
}

test('the root says what runs here, and nothing else of this start, in the language that is asked for', () => {
  const desk = createDesk();
  const { status, body } = desk.pages.front(desk.request('GET', '/'));
  assert.equal(status, 200);
  assert.match(body, /<h1>资金存管系统<\/h1>/);
  for (const place of ['https://demo.example', '/healthz', '/readyz']) assert.ok(body.includes(`<a href="${place}">`));
  assert.ok(body.includes('https://c.example/gateway'));
  assert.ok(!body.includes('沙箱银行'));
  const quiet = createDesk({ running: { ...RUNNING, saysReady: false } });
  assert.ok(!quiet.pages.front(quiet.request('GET', '/')).body.includes('/readyz'));
  const english = desk.pages.front(desk.request('GET', '/?lang=en'));
  assert.match(english.body, /<h1>Fund custody system<\/h1>/);
  assert.match(english.headers['set-cookie'] ?? '', /^cunguan-lang=en;/);
});

test('L2.6 D-RCG a deposit goes straight to the bank by an auto-submitting form', async () => {
  const desk = createDesk();
  desk.core.put('deposit', viewOf(deposit));
  const page = await ask(desk, '/pages/deposit');
  assert.match(
    page.body,
    /<form id="bankForm" method="post" action="https:\/\/bank\.example\/pay"[^>]* data-auto-submit="0"/,
  );
  assert.match(page.body, /<input type="hidden" name="sign" value="abc">/);
  assert.match(page.body, /id="nextButton">前往银行付款 10,000\.00 元/);
  assert.match(page.headers['content-security-policy'] ?? '', /form-action 'self' https:;/);
});

test('G-14 after the hand-over nothing is taken twice: the page says so and updates itself', async () => {
  const desk = createDesk();
  desk.core.put('deposit', viewOf(deposit));
  await ask(desk, '/pages/deposit');
  const page = await ask(desk, '/pages/deposit');
  assert.match(page.body, /<body data-status="PROCESSING" data-poll="\/pages\/deposit\/status" data-state="HANDED">/);
  assert.match(page.body, /<noscript><meta http-equiv="refresh" content="5"><\/noscript>/);
  assert.match(page.body, /不会重复扣款/);
  assert.deepEqual(calledSteps(desk.core), ['handOver']);
  assert.equal((await ask(desk, '/pages/deposit/status')).body, '{"state":"HANDED"}');
  const bank = await press(desk, '/pages/deposit/bank', { csrf: csrfOf(page) });
  assert.match(bank.body, /id="bankForm"/);
});

test('G-14 the return from the bank leads to the page, a forged one nowhere', async () => {
  const desk = createDesk();
  const back = await desk.pages.bankReturn(desk.request('POST', '/bank/return', { order: 'B1' }));
  assert.deepEqual([back.status, back.headers.location], [303, '/pages/deposit']);
  const forged = await desk.pages.bankReturn(desk.request('POST', '/bank/return', { order: 'B2' }));
  assert.equal(forged.status, 400);
  assert.match(forged.body, /无法识别银行的返回/);
});

test('G-13 an outcome is returned by a signed, auto-submitting form; callbackUrl keeps its query', async () => {
  const desk = createDesk();
  desk.core.put('done', finished(viewOf(tender), { state: 'DONE' }));
  const { body, headers } = await ask(desk, '/pages/done');
  assert.match(body, /<body data-status="SUCCESS">/);
  assert.match(
    body,
    /<form id="callbackForm" method="post" action=".*example\/back\?from=custody"[^>]* data-auto-submit="4"/,
  );
  assert.match(body, /name="responseType" value="CALLBACK"/);
  assert.match(body, /R20261122142000001/);
  assert.match(body, /2026-11-22 14:20:00/);
  assert.match(headers['content-security-policy'] ?? '', /form-action 'self' https:;/);
});

test('L2.9 D-WDR-2 an accepted withdrawal is SUCCESS in one protocol and ACCEPT in the other', async () => {
  for (const accepted of ['SUCCESS', 'ACCEPT'] as const) {
    const desk = createDesk({ acceptedStatus: () => accepted });
    desk.core.put('out', finished(viewOf(withdrawal), { state: 'ACCEPTED' }));
    const { body } = await ask(desk, '/pages/out');
    assert.match(body, new RegExp(`<body data-status="${accepted}">`));
    assert.match(body, /提现已受理/);
  }
});

test('G-13 cancelling by the person is a failure that is returned', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(tender));
  const { body } = await follow(desk, await press(desk, '/pages/tender/cancel', await posting(desk, 'tender', {})));
  assert.match(body, /<body data-status="FAIL">/);
  assert.match(body, /您取消了本次操作，没有动用任何资金/);
  assert.match(body, /id="callbackForm"/);
});

test('G-14 an expired page says so, whether the sweep has come by or not', async () => {
  const desk = createDesk();
  const expired = refusal('PAGE_EXPIRED', { expiresAt: NOW - MINUTE });
  desk.core.put('swept', finished(viewOf(tender), { state: 'REFUSED', refusal: expired }));
  desk.core.put('due', viewOf(tender, { expiresAt: NOW }));
  const swept = (await ask(desk, '/pages/swept')).body;
  assert.match(swept, /<body data-status="EXPIRED">[\s\S]*页面已过期[\s\S]*id="callbackForm"/);
  const due = (await ask(desk, '/pages/due')).body;
  assert.match(due, /<body data-status="EXPIRED" data-poll="\/pages\/due\/status" data-state="OPEN">/);
  assert.doesNotMatch(due, /id="callbackForm"|id="password"/);
});

test('G-13 a call refused before its page: code, sentence, number and, when owed, the failing return', async () => {
  const desk = createDesk();
  const trouble = { httpStatus: 400, code: '100002', sentence: '参数 <amount> 有误', requestId: 'q-1' };
  const back = { url: 'https://platform.example/back', fields: { sign: 'c2ln' } };
  const owed = desk.pages.refused({ ...trouble, back }, '');
  assert.match(owed.body, /参数 &lt;amount&gt; 有误/);
  assert.match(owed.body, /100002[\s\S]*q-1[\s\S]*id="callbackForm"/);
  assert.match(owed.headers['content-security-policy'] ?? '', /form-action 'self' https:;/);
  const none = desk.pages.refused({ ...trouble, back: null }, 'a=b; cunguan-lang=en');
  assert.doesNotMatch(none.body, /<form/);
  assert.match(none.body, /No money was moved/);
});

test('G-13 a callbackUrl that is no web address gets no form', async () => {
  const desk = createDesk({ renderReturn: async () => ({ url: 'javascript:alert(1)', fields: {} }) });
  desk.core.put('done', finished(viewOf(tender), { state: 'DONE' }));
  const { body } = await ask(desk, '/pages/done');
  assert.ok(!body.includes('javascript:') && !body.includes('<form'));
});

test('G-12 the answer to a gateway call is a 303 whose body, printed by a platform, leads on', () => {
  const { status, headers, body } = createDesk().pages.opened('t-1', '');
  assert.deepEqual([status, headers.location], [303, '/pages/t-1']);
  assert.match(body, /<a href="https:\/\/custodian\.example\/pages\/t-1"/);
  assert.match(body, /<meta http-equiv="refresh" content="0;url=https:\/\/custodian\.example\/pages\/t-1">/);
  assert.doesNotMatch(body, /(?:src|href)="\//);
});

test('G-12 a token of nothing is a 404, other methods a 405', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(tender));
  for (const path of ['/pages/none', '/pages/tender/none', '/pages/', '/pages/tender/a/b']) {
    assert.equal((await ask(desk, path)).status, 404, path);
  }
  assert.equal((await press(desk, '/pages/none', { password: '246810' })).status, 404);
  assert.equal((await desk.pages.handle(desk.request('DELETE', '/pages/tender'))).status, 405);
  assert.deepEqual(desk.core.calls, []);
});

test('G-11 when something of ours fails after a post, nothing is called refused and nothing is promised', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(tender));
  const form = await posting(desk, 'tender', { password: '246810' });
  desk.core.confirm = async () => {
    throw new Error('the database is gone');
  };
  const response = await press(desk, '/pages/tender', form);
  assert.equal(response.status, 503);
  assert.match(response.body, /data-status="PROCESSING"[\s\S]*处理结果尚未确认，不会重复扣款/);
  assert.equal(response.headers.refresh, '5;url=/pages/tender');
  assert.deepEqual(desk.logged, ['a hosted page failed']);
});

test('one of too many is told that nothing was taken, in the language of his choice', () => {
  const desk = createDesk();
  const [zh, en] = ['', 'cunguan-lang=en'].map((cookie) => desk.pages.tooMany(cookie));
  assert.deepEqual([zh?.status, zh?.headers['retry-after']], [429, '5']);
  assert.match(zh?.body ?? '', /没有动用任何资金/);
  assert.match(en?.body ?? '', /no money was moved/);
});
