import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { stepOf } from './steps.ts';
import { demoDouble } from './testing/double.ts';
import type { DemoDouble } from './testing/double.ts';

let demo: DemoDouble;
before(async () => {
  demo = await demoDouble('lianyintong');
});
after(() => demo.close());

test('every page answers in Chinese and English, lean and without anything from elsewhere', async () => {
  for (const path of ['/', '/lianyintong', '/depository', '/lianyintong/investor', '/lianyintong/operator']) {
    const zh = await demo.get(path);
    assert.equal(zh.statusCode, 200, path);
    assert.match(zh.body, /<html lang="zh-CN">/);
    assert.ok(zh.body.length < 60_000, path);
    assert.doesNotMatch(zh.body, /<style|<script>|style="|https?:\/\/(?!127\.0\.0\.1)/);
    const en = await demo.app.inject({ url: path, headers: { cookie: 'lang=en' } });
    assert.match(en.body, /<html lang="en">/);
    assert.doesNotMatch(en.body.replace(/<(code|input)[^>]*>/g, '').replace('中文', ''), /[\u4e00-\u9fff]{5,}/, path);
  }
});

test('the policy allows no script of a page, no frame, and forms by the custodian’s scheme', async () => {
  const { headers } = await demo.get('/lianyintong');
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /form-action 'self' http:;/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.equal(headers['cache-control'], 'no-store');
});

test('choosing a language keeps the page and needs no script', async () => {
  const answer = await demo.get('/lianyintong/wire?lang=en');
  assert.deepEqual([answer.statusCode, answer.headers.location], [303, '/lianyintong/wire']);
  assert.match(String(answer.headers['set-cookie']), /lang=en/);
});

test('the browser’s language is spoken until another is chosen', async () => {
  const languageOf = async (headers: Record<string, string>) => {
    const { body } = await demo.app.inject({ url: '/', headers });
    return /<html lang="([^"]+)"/.exec(body)?.[1];
  };
  assert.equal(await languageOf({}), 'zh-CN');
  assert.equal(await languageOf({ 'accept-language': 'en-US,en;q=0.9,zh;q=0.8' }), 'en');
  assert.equal(await languageOf({ 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' }), 'zh-CN');
  assert.equal(await languageOf({ 'accept-language': 'en-US', cookie: 'lang=zh' }), 'zh-CN');
});

test('L2.9 a withdrawal offers both urgencies where there are two, and says how to move the clock', async () => {
  for (const dialect of ['lianyintong', 'depository'] as const) {
    const step = stepOf(dialect, 'withdraw');
    const choices = step?.inputs(demo.store.walk(dialect)).find(({ name }) => name === 'urgency')?.choices ?? [];
    assert.deepEqual(
      choices.map(({ value }) => value),
      dialect === 'lianyintong' ? ['URGENT', 'NORMAL'] : [],
    );
    assert.match(step?.hint.zh ?? '', dialect === 'lianyintong' ? /clock advance 1d/ : /没有 T\+1/);
  }
});

test('a form sent from another site is refused', async () => {
  const answer = await demo.app.inject({
    method: 'POST',
    url: '/lianyintong/restart',
    headers: { origin: 'http://evil.example', host: '127.0.0.1:8082' },
  });
  assert.equal(answer.statusCode, 403);
});

test('a page of a foreign name that is made to lead here reads nothing', async () => {
  for (const host of ['evil.example', '127.0.0.1.evil.example:8082']) {
    assert.equal((await demo.app.inject({ url: '/lianyintong', headers: { host } })).statusCode, 421, host);
  }
  for (const host of ['127.0.0.1:8082', 'localhost', '[::1]:8082']) {
    assert.equal((await demo.app.inject({ url: '/lianyintong', headers: { host } })).statusCode, 200, host);
  }
});

test('G-3 a bad amount is shown at its field, what was typed stays, nothing is sent', async () => {
  const double = await demoDouble('lianyintong');
  try {
    for (const step of ['register-investor', 'register-borrower']) await double.visit(step);
    for (const amount of ['0', '1.234', '-5', '1e3', '12,000', '']) {
      const answer = await double.press('deposit', { amount });
      assert.equal(answer.statusCode, 422, amount);
      assert.match(answer.body, /id="deposit-amount"[^>]*aria-invalid="true" aria-describedby="deposit-amount-error"/);
      assert.ok(answer.body.includes(`value="${amount}"`));
    }
    assert.equal(double.store.walk('lianyintong').orders.length, 2);
  } finally {
    await double.close();
  }
});

test('a step whose turn has not come is refused with a way back', async () => {
  const answer = await demo.post('/lianyintong/step/withdraw', { amount: '1.00' });
  assert.equal(answer.statusCode, 409);
  assert.match(answer.body, /id="back" href="\/lianyintong"/);
  assert.equal((await demo.post('/lianyintong/step/nonsense')).statusCode, 409);
  assert.equal((await demo.get('/nowhere')).statusCode, 404);
  assert.equal((await demo.get('/lianyintong/go/nothing')).statusCode, 409);
});

test('what people type is escaped wherever it is shown', async () => {
  const double = await demoDouble('lianyintong');
  try {
    await double.visit('register-investor', { realName: `<b onclick="x">'&` });
    for (const path of ['/lianyintong/investor', '/lianyintong/wire']) {
      const { body } = await double.get(path);
      assert.doesNotMatch(body, /<b onclick/);
      assert.match(body, /&lt;b onclick/);
    }
  } finally {
    await double.close();
  }
});

test('a custodian that does not answer shows on the pages as such, and breaks none', async () => {
  const double = await demoDouble('depository');
  try {
    await double.visit('register-investor');
    double.replies.set('USER_QUERY', 'drop');
    const { statusCode, body } = await double.get('/depository');
    assert.equal(statusCode, 200);
    assert.match(body, /暂时查询不到/);
  } finally {
    await double.close();
  }
});

test('DW-2 the time stamp follows the sandbox’s moved clock', async () => {
  const bank = createServer((_request, response) => {
    response.end(JSON.stringify({ now: '2030-01-01T00:00:00.000Z', nextDue: null }));
  });
  await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
  const double = await demoDouble('depository', `http://127.0.0.1:${(bank.address() as AddressInfo).port}`);
  try {
    const visit = await double.leave('register-investor');
    assert.match(String(visit.data.timestamp), /^20300101080\d{3}$/);
  } finally {
    await double.close();
    bank.close();
  }
});
