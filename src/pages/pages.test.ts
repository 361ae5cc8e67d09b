import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal } from '../custody/refusals.ts';
import { MINUTE } from '../kernel/time.ts';
import { wireRefusal } from '../wire/refusals.ts';
import { ask, createDesk, csrfOf, follow, NO_WISH, posting, press, RUNNING } from '../testing/pages/desk.ts';
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
  const refused = wireRefusal('FIELD_MISSING', { field: 'amount', label: '金额' });
  const trouble = { httpStatus: 400, refusal: refused, code: '100002', sentence: '<amount> 有误', requestId: 'q-1' };
  const back = { url: 'https://platform.example/back', fields: { sign: 'c2ln' } };
  const owed = desk.pages.refused({ ...trouble, back }, NO_WISH);
  assert.match(owed.body, /平台发来的请求有误[\s\S]*没有动用任何资金[\s\S]*q-1[\s\S]*id="callbackForm"/);
  assert.match(owed.body, /<details class="detail">[\s\S]*100002[\s\S]*&lt;amount&gt; 有误[\s\S]*<\/details>/);
  assert.match(owed.headers['content-security-policy'] ?? '', /form-action 'self' https:;/);
  const none = desk.pages.refused({ ...trouble, back: null }, { ...NO_WISH, cookie: 'a=b; cunguan-lang=en' });
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
  const { status, headers, body } = createDesk().pages.opened('t-1', NO_WISH);
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
  const [zh, en] = ['', 'cunguan-lang=en'].map((cookie) => desk.pages.tooMany({ ...NO_WISH, cookie }));
  assert.deepEqual([zh?.status, zh?.headers['retry-after']], [429, '5']);
  assert.match(zh?.body ?? '', /没有动用任何资金/);
  assert.match(en?.body ?? '', /no money was moved/);
});

test('G-13 production tells a developer nothing, and what may have been done is never called safe or undone', () => {
  const desk = createDesk({ sandbox: false });
  const asked = { httpStatus: 400, code: '100001', sentence: '签名验证失败', requestId: 'q-1', back: null };
  const faulty = desk.pages.refused({ ...asked, refusal: wireRefusal('SIGNATURE_WRONG', {}) }, NO_WISH).body;
  assert.match(faulty, /没有动用任何资金[\s\S]*q-1/);
  assert.doesNotMatch(faulty, /100001|签名|<details/);
  const facts = { requestNo: 'R1', repeatable: true };
  const unknown = desk.pages.refused({ ...asked, refusal: refusal('RESULT_UNKNOWN', facts) }, NO_WISH).body;
  assert.match(unknown, /data-status="PROCESSING"[\s\S]*不会重复扣款/);
  const again = desk.pages.refused({ ...asked, refusal: refusal('REQUEST_DUPLICATE', { requestNo: 'R1' }) }, NO_WISH);
  assert.doesNotMatch(unknown + again.body, /没有动用任何资金/);
});

test('the browser’s language is spoken until another is chosen, on pages, on errors and on the way back', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(tender));
  desk.core.put('deposit', viewOf(deposit));
  const english = { cookie: '', acceptLanguage: 'en-US,en;q=0.9' };
  const language = ({ body }: { readonly body: string }) => /<html lang="([^"]+)"/.exec(body)?.[1];
  const refused = { httpStatus: 400, code: '1', sentence: '错误', requestId: 'q-1', back: null };
  const called = desk.pages.refused(
    { ...refused, refusal: wireRefusal('TIMESTAMP_OFF', { came: 0, ours: NOW }) },
    english,
  );
  const chosen = await ask(desk, '/pages/tender?lang=zh', english);
  for (const page of [await ask(desk, '/pages/tender', english), await ask(desk, '/pages/none', english), called])
    assert.equal(language(page), 'en');
  assert.equal(language(chosen), 'zh-CN');
  assert.match(chosen.body, /action="\/pages\/tender\?lang=zh"/, 'and stays so without cookies');
  const cookie = { ...english, cookie: 'cunguan-lang=zh' };
  assert.equal(language(await ask(desk, '/pages/tender', cookie)), 'zh-CN');
  assert.equal(language(desk.pages.tooMany(cookie)), 'zh-CN');
  await ask(desk, '/pages/deposit?lang=zh', english);
  assert.deepEqual(desk.core.calls, [['handOver', 'deposit', 'zh']], 'the bank is told');
  const back = await desk.pages.bankReturn(desk.request('POST', '/bank/return?lang=zh', { order: 'B1' }, english));
  assert.equal(back.headers.location, '/pages/deposit?lang=zh');
});

test('a page that is not there can be asked for in the other language, and what answers a post cannot', async () => {
  const desk = createDesk();
  const page = await ask(desk, '/pages/no<ne');
  assert.match(page.body, /href="\/pages\/none\?lang=en"/);
  assert.doesNotMatch(page.body, /%3C|no&lt;ne/, 'what is none of ours is not said again');
  assert.doesNotMatch((await press(desk, '/pages/none', {})).body, /class="language"/);
});

test('over https a chosen language comes along when a platform posts to us', async () => {
  const cookieOf = async (publicUrl: string) =>
    (await ask(createDesk({ publicUrl }), '/pages/none?lang=en')).headers['set-cookie'] ?? '';
  assert.match(await cookieOf('https://custodian.example'), /SameSite=None; Secure$/);
  assert.match(await cookieOf('http://127.0.0.1:8080'), /SameSite=Lax$/);
});
