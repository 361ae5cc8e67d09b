import assert from 'node:assert/strict';
import test from 'node:test';
import { ask, createDesk, follow, posting, press } from '../testing/pages/desk.ts';
import { COMMANDS, PERSON, viewOf } from '../testing/pages/fake-core.ts';

const { registration, registrationGiven } = COMMANDS;
const FORM = { ...PERSON, password: '135246', passwordAgain: '135246', smsCode: '135790', agreed: '1' };

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

test('G-26 what is pasted or typed by an input method arrives whole: names, mobiles, codes, passwords', async () => {
  const pasted = [
    [{ realName: `  ${'𠮷'.repeat(50)} `, mobile: '+86 138 0000 1234' }, { realName: '𠮷'.repeat(50) }],
    [{ realName: '阿里・买买提', smsCode: '135 790', mobile: '0086-13800001234' }, { realName: '阿里·买买提' }],
    [{ realName: '李', smsCode: '验证码135790' }, { realName: '李' }],
    [{ realName: '李〇', smsCode: '【资金存管】验证码135790，用于开户，5分钟内有效。' }, { realName: '李〇' }],
    [
      { smsCode: '１３５７９０', password: '１３５２４６', passwordAgain: '135 246', mobile: '１３８００００１２３４' },
      {},
    ],
  ] as const;
  for (const [typed, expected] of pasted) {
    const desk = createDesk();
    desk.core.put('reg', viewOf(registration));
    await press(desk, '/pages/reg', await posting(desk, 'reg', { ...FORM, ...typed }));
    assert.deepEqual(desk.core.calls, [['register', 'reg', { ...FORM, agreed: true, ...expected }]]);
  }
  for (const realName of ['𠮷'.repeat(51), '李\u200b四', '李\n四', '李1', 'a<b', '']) {
    const desk = createDesk();
    desk.core.put('reg', viewOf(registration));
    const page = await follow(desk, await press(desk, '/pages/reg', await posting(desk, 'reg', { ...FORM, realName })));
    assert.match(page.body, /id="realName-error">姓名不正确/);
    assert.deepEqual(desk.core.calls, []);
    if (realName.length > 50) assert.ok(page.body.includes(`value="${realName}"`), 'shown again whole');
  }
  const long = { ...FORM, realName: '𠮷'.repeat(15_000) };
  const desk = createDesk();
  desk.core.put('reg', viewOf(registration));
  const page = await follow(desk, await press(desk, '/pages/reg', await posting(desk, 'reg', long)));
  assert.match(page.body, /id="realName-error">姓名不正确/);
  assert.doesNotMatch(page.body, /maxlength/);
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
