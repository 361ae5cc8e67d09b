import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal } from '../custody/refusals.ts';
import { MINUTE } from '../kernel/time.ts';
import { COMMANDS, type FakeCore, finished, NOW, PERSON, viewOf } from './fixtures.ts';
import { ask, createDesk, csrfOf, follow, type Posted, press } from './desk.ts';

const { registration, registrationGiven, tender, repayment, withdrawal, authorization, deposit } = COMMANDS;

const FORM = { ...PERSON, password: '135246', passwordAgain: '135246', smsCode: '135790', agreed: '1' };

function calledSteps(core: FakeCore): string[] {
  return core.calls.map(([step]) => step);
}

/** What a form would post: every hidden field of the page, and what is typed. */
async function posting(desk: ReturnType<typeof createDesk>, token: string, typed: Posted): Promise<Posted> {
  return { csrf: csrfOf(await ask(desk, `/pages/${token}`)), ...typed };
}

test('L2.1-2 D-REG-3 data that were passed are shown and locked, missing ones are asked', async () => {
  const desk = createDesk();
  desk.core.put('given', viewOf(registrationGiven));
  desk.core.put('asked', viewOf({ ...registration, realName: PERSON.realName }));
  const given = (await ask(desk, '/pages/given')).body;
  assert.match(given, /<dd>张三<\/dd>/);
  assert.match(given, /622202\*{9}0128/);
  assert.match(given, /138\*{4}1234/);
  for (const name of ['realName', 'idNumber', 'cardNumber', 'mobile'])
    assert.doesNotMatch(given, new RegExp(`id="${name}"`));
  assert.doesNotMatch(given, /disabled|readonly/);
  const asked = (await ask(desk, '/pages/asked')).body;
  assert.doesNotMatch(asked, /id="realName"/);
  for (const name of ['idNumber', 'cardNumber', 'mobile']) assert.match(asked, new RegExp(`<input id="${name}"`));
});

test('G-19 a given card, ID number or mobile never stands in a page in full', async () => {
  const desk = createDesk();
  desk.core.put('given', viewOf(registrationGiven));
  const { body } = await ask(desk, '/pages/given');
  for (const secret of [PERSON.cardNumber, PERSON.idNumber, PERSON.mobile]) assert.ok(!body.includes(secret));
});

test('the registration page has its hooks, says the password rules before and names the masked number', async () => {
  const desk = createDesk();
  desk.core.put('given', viewOf(registrationGiven, {}, { smsTo: '138****1234' }));
  const { body } = await ask(desk, '/pages/given');
  for (const id of ['password', 'passwordAgain', 'smsCode', 'agreed'])
    assert.match(body, new RegExp(`<input[^>]* id="${id}"`));
  for (const id of ['sendSmsButton', 'nextButton']) assert.match(body, new RegExp(`<button[^>]* id="${id}"`));
  assert.ok(body.indexOf('不能是重复或连续的数字') < body.indexOf('id="password"'));
  assert.match(body, /id="smsCode"[^>]*autocomplete="one-time-code"/);
  assert.match(body, /验证码将发送至 138\*{4}1234/);
});

test('a registration goes to the core as typed, tidied, and ends on its outcome', async () => {
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const typed = {
    ...FORM,
    cardNumber: '6222 0212 3456 7890 128',
    idNumber: '11010519491231002x',
    mobile: '+86 138-0000-1234',
  };
  const response = await press(desk, '/pages/reg', await posting(desk, 'reg', typed));
  assert.equal(response.status, 303);
  assert.equal(response.headers.location, '/pages/reg');
  assert.deepEqual(desk.core.calls, [['register', 'reg', { ...FORM, agreed: true }]]);
  assert.match((await follow(desk, response)).body, /data-status="SUCCESS"/);
});

test('every mistake of a form is named at once, at its field, and nothing is asked of the core', async () => {
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const typed = {
    ...FORM,
    idNumber: '110105194912310021',
    cardNumber: '6222021234567890129',
    passwordAgain: '1',
    agreed: '',
  };
  const page = await follow(desk, await press(desk, '/pages/reg', await posting(desk, 'reg', typed)));
  assert.deepEqual(desk.core.calls, []);
  const wrong = [...page.body.matchAll(/id="(\w+)"[^>]*aria-invalid="true"/g)].map(([, id]) => id);
  assert.deepEqual(wrong, ['idNumber', 'cardNumber', 'passwordAgain', 'agreed']);
  assert.match(page.body, /<input id="idNumber"[^>]* autofocus/);
  assert.equal(page.body.match(/ autofocus/g)?.length, 1);
  assert.match(page.body, /role="alert"[^>]*>请修改下面标出的内容/);
  assert.match(page.body, /value="张三"/);
});

test('G-17 a password is never written back, nor carried over a redirect', async () => {
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const response = await press(desk, '/pages/reg', await posting(desk, 'reg', { ...FORM, smsCode: '000000' }));
  const page = await follow(desk, response);
  assert.match(page.body, /短信验证码不正确，还可以输入 4 次/);
  for (const text of [page.body, response.headers.location ?? '', response.body]) {
    assert.ok(!text.includes(FORM.password) && !text.includes('000000'));
  }
});

test('G-19 typed data ride over a redirect only sealed', async () => {
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const { headers } = await press(desk, '/pages/reg', await posting(desk, 'reg', { ...FORM, smsCode: '000000' }));
  const location = headers.location ?? '';
  const readable = location + Buffer.from(location, 'base64url').toString('latin1');
  for (const secret of [PERSON.cardNumber, PERSON.idNumber, PERSON.mobile, 'SMS_CODE'])
    assert.ok(!readable.includes(secret));
});

test('G-18 a code is sent without script by a submit button, and what was typed stays', async () => {
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const page = await follow(desk, await press(desk, '/pages/reg/sms', await posting(desk, 'reg', FORM)));
  assert.deepEqual(desk.core.calls, [['sendSms', 'reg', PERSON.mobile]]);
  assert.match(page.body, /role="status"[^>]*>验证码已发送至 138\*{4}1234，5 分钟内有效/);
  assert.match(page.body, new RegExp(`value="${PERSON.cardNumber}"`));
  assert.match(page.body, /data-wait="60"/);
  const again = await follow(desk, await press(desk, '/pages/reg/sms', await posting(desk, 'reg', FORM)));
  assert.match(again.body, /验证码刚刚发送过，请 60 秒后再获取/);
});

test('G-18 a code is not sent to what is no mobile, and the script is told in JSON', async () => {
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const wrong = await press(desk, '/pages/reg/sms', await posting(desk, 'reg', { mobile: '123' }), {
    accept: 'application/json',
  });
  assert.deepEqual(desk.core.calls, []);
  const { field, mistake } = JSON.parse(wrong.body);
  assert.equal(field, 'mobile');
  assert.match(mistake, /手机号不正确/);
  const sent = await press(desk, '/pages/reg/sms', await posting(desk, 'reg', FORM), { accept: 'application/json' });
  assert.deepEqual(JSON.parse(sent.body), {
    field: 'smsCode',
    mistake: null,
    seconds: 60,
    message: '验证码已发送至 138****1234，5 分钟内有效。',
  });
});

test('L2.12 D-PRE the confirmation shows project, amount, remark, and a button that says what it does', async () => {
  const desk = createDesk();
  const view = viewOf(tender);
  const { presentation } = view.order;
  const noted = { ...view.order, presentation: presentation && { ...presentation, remark: '第三期 <b>' } };
  desk.core.put('tender', { ...view, order: noted });
  const { body } = await ask(desk, '/pages/tender');
  assert.match(body, /小微企业经营周转贷款 2026-11/);
  assert.match(body, /<strong>500\.00<\/strong>/);
  assert.match(body, /第三期 &lt;b&gt;/);
  assert.match(body, /id="nextButton">确认投标 500\.00 元<\/button>/);
  assert.match(body, /id="password"[^>]*inputmode="numeric" autocomplete="off"/);
  assert.match(body, /还可以输入 5 次/);
  assert.match(body, /本页有效至 14:35/);
  assert.match(body, /取消，返回青禾网贷/);
});

test('L2.9 D-WDR the withdrawal shows fee, what arrives when and where; an authorisation what, how much, until when', async () => {
  const desk = createDesk();
  desk.core.put('withdrawal', viewOf(withdrawal));
  desk.core.put('authorization', viewOf(authorization));
  const one = (await ask(desk, '/pages/withdrawal')).body;
  for (const text of [
    '中国工商银行 ****0128',
    '2.00 元（平台承担）',
    '1,232.56 元',
    '2026-11-23 00:30',
    '12,345.67 元',
  ]) {
    assert.ok(one.includes(text), text);
  }
  assert.match(one, /确认提现 1,234\.56 元/);
  const two = (await ask(desk, '/pages/authorization?lang=en')).body;
  for (const text of ['invest in projects for me', 'buy claims for me', '50,000.00', 'until 2027-11-22 14:20']) {
    assert.ok(two.includes(text), text);
  }
});

test('D-WDR-6 D-PRE-5 a hidden balance is not in the page', async () => {
  const desk = createDesk();
  for (const command of [tender, withdrawal]) {
    const view = viewOf(command);
    const { presentation } = view.order;
    desk.core.put('hidden', {
      ...view,
      order: { ...view.order, presentation: presentation && { ...presentation, hideBalance: true } },
    });
    const { body } = await ask(desk, '/pages/hidden');
    assert.ok(!body.includes('12,345.67') && !body.includes('可用余额<'));
  }
});

test('G-17 a wrong password is told at the field with the tries left, and the page stays', async () => {
  const desk = createDesk();
  desk.core.put('repay', viewOf(repayment, {}, { passwordTriesLeft: 2 }));
  const page = await follow(
    desk,
    await press(desk, '/pages/repay', await posting(desk, 'repay', { password: '111222' })),
  );
  assert.match(page.body, /id="password-error">交易密码不正确，还可以输入 1 次/);
  assert.match(page.body, /aria-invalid="true" aria-describedby="password-hint password-error"/);
  assert.match(page.body, /确认还款 1,234,567\.89 元/);
  const locked = await follow(
    desk,
    await press(desk, '/pages/repay', await posting(desk, 'repay', { password: '111222' })),
  );
  assert.match(locked.body, /已锁定至 2026-11-23 14:20/);
});

test('G-17 what is no six digits costs no try', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(tender));
  const page = await follow(
    desk,
    await press(desk, '/pages/tender', await posting(desk, 'tender', { password: '12345' })),
  );
  assert.deepEqual(desk.core.calls, []);
  assert.match(page.body, /交易密码必须是 6 位数字/);
});

test('G-12 a form posted again after the outcome asks nothing of the core and shows the outcome', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(tender));
  const form = await posting(desk, 'tender', { password: '246810' });
  await press(desk, '/pages/tender', form);
  const again = await press(desk, '/pages/tender', form);
  assert.deepEqual(calledSteps(desk.core), ['confirm']);
  assert.match((await follow(desk, again)).body, /data-status="SUCCESS"/);
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
  assert.match(page.headers['content-security-policy'] ?? '', /form-action 'self' https:\/\/bank\.example;/);
});

test('G-14 after the hand-over the page says that nothing is taken twice, updates itself and leads to the bank again', async () => {
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

test('G-13 an outcome is returned by a signed, auto-submitting form; the query string of callbackUrl is kept', async () => {
  const desk = createDesk();
  desk.core.put('done', finished(viewOf(tender), { state: 'DONE' }));
  const { body, headers } = await ask(desk, '/pages/done');
  assert.match(body, /<body data-status="SUCCESS">/);
  assert.match(
    body,
    /<form id="callbackForm" method="post" action="https:\/\/platform\.example\/back\?from=custody"[^>]*\sdata-auto-submit="4"/,
  );
  assert.match(body, /name="responseType" value="CALLBACK"/);
  assert.match(body, /R20261122142000001/);
  assert.match(body, /2026-11-22 14:20:00/);
  assert.match(headers['content-security-policy'] ?? '', /form-action 'self' https:\/\/platform\.example;/);
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
  assert.match(owed.headers['content-security-policy'] ?? '', /form-action 'self' https:\/\/platform\.example;/);
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

test('G-12 the answer to a gateway call is a 303 whose body carries the link', () => {
  const { status, headers, body } = createDesk().pages.opened('t-1', '');
  assert.deepEqual([status, headers.location], [303, '/pages/t-1']);
  assert.match(body, /<a class="primary" href="\/pages\/t-1">/);
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
