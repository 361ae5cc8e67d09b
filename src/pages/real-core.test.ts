import assert from 'node:assert/strict';
import test from 'node:test';
import type { PageCommand } from '../custody/commands.ts';
import { maskCard } from '../kernel/mask.ts';
import { MINUTE } from '../kernel/time.ts';
import { createTestCustody, PASSWORD } from '../testing/custody.ts';
import { fakeReport } from '../testing/fake-bank.ts';
import { cardNumber, idNumber } from '../testing/people.ts';
import { ask, createDesk, follow, posting, press } from '../testing/pages/desk.ts';
import type { PageResponse } from './pages.ts';

const custody = await createTestCustody();
const desk = createDesk({ pages: custody.custody.pages, clock: custody.clock });

async function opened(requestNo: string, command: PageCommand): Promise<string> {
  const token = await custody.lianyintong.open(requestNo, command);
  assert.ok(typeof token === 'string', JSON.stringify(token));
  return token;
}

async function step(token: string, path: string, typed: Record<string, string>): Promise<PageResponse> {
  return follow(desk, await press(desk, `/pages/${token}${path}`, await posting(desk, token, typed)));
}

function statusOf(page: PageResponse): string | undefined {
  return /<body data-status="(\w+)"/.exec(page.body)?.[1];
}

async function withProject(projectNo: string, borrowerNo: string, rate = '8.5'): Promise<void> {
  await custody.lianyintong.execute(`E_${projectNo}`, {
    verb: 'CREATE_PROJECT',
    projectNo,
    borrowerNo,
    amount: 1_000_000n,
    name: '装修贷款',
    description: null,
    periodDays: 90,
    rate,
    repaymentWay: 'ONE_TIME',
  });
}

for (const userNo of ['investor', 'borrower']) await custody.lianyintong.register(userNo);
await custody.lianyintong.deposit('investor', 200_000n);
await withProject('P_page', 'borrower');

const purse = async () => {
  const member = await custody.custody.queries.member(custody.lianyintong.platform.platformId, 'investor');
  assert.ok(member);
  return member;
};

test('L2.1 D-REG a person registers on the page with everything typed, mending what the core refuses', async () => {
  const blank = { realName: null, idNumber: null, mobile: null, cardNumber: null };
  const token = await opened('page_reg', { verb: 'REGISTER_PERSON', userNo: 'typed', role: 'ORDINARY', ...blank });
  const person = { realName: '李四', idNumber: idNumber(), mobile: '13912345678', cardNumber: cardNumber('621768') };
  const sent = await step(token, '/sms', person);
  assert.match(sent.body, /验证码已发送至 139\*{4}5678/);
  const smsCode = /\d{6}/.exec(custody.bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  const form = { ...person, password: PASSWORD, passwordAgain: PASSWORD, smsCode, agreed: '1' };
  const weak = await step(token, '', { ...form, password: '123456', passwordAgain: '123456' });
  assert.match(weak.body, /id="password-error">不能使用连续的数字/);
  const wrong = await step(token, '', { ...form, smsCode: smsCode === '000000' ? '111111' : '000000' });
  assert.match(wrong.body, /短信验证码不正确，还可以输入 4 次/);
  const done = await step(token, '', form);
  assert.equal(statusOf(done), 'SUCCESS', done.body);
  assert.match(done.body, /开户成功/);
});

test('L2.6 G-14 a deposit goes to the bank and comes back paid', async () => {
  await custody.lianyintong.register('payer');
  const holder = { kind: 'member', userNo: 'payer' } as const;
  const token = await opened('page_dep', {
    verb: 'DEPOSIT',
    holder,
    amount: 100_000n,
    way: 'NETBANK_B2C',
    bank: 'ICBC',
    payCompany: null,
  });
  const bank = await ask(desk, `/pages/${token}`);
  const bankOrderNo = /name="bankOrderNo" value="([^"]+)"/.exec(bank.body)?.[1] ?? '';
  assert.equal(statusOf(await ask(desk, `/pages/${token}`)), 'PROCESSING');
  const outcome = { state: 'PAID', amount: 100_000n, paidAt: custody.clock.now(), bankRef: 'b1' } as const;
  const back = fakeReport({ kind: 'PAYIN', bankOrderNo, outcome });
  const page = await follow(desk, await desk.pages.bankReturn(desk.request('POST', '/bank/return', back)));
  assert.equal(statusOf(page), 'SUCCESS');
  assert.match(page.body, /充值成功[\s\S]*1,000\.00/);
});

test('L2.12 G-17 a tender is confirmed after a wrong password; the money is held once', async () => {
  const hold = { verb: 'HOLD', userNo: 'investor', kind: 'TENDER', redPacket: 0n, projectNo: 'P_page' } as const;
  const before = await purse();
  const token = await opened('page_hold_1', { ...hold, amount: 50_000n });
  assert.match((await ask(desk, `/pages/${token}`)).body, /装修贷款[\s\S]*8\.5%[\s\S]*2,000\.00 元/);
  const wrong = await step(token, '', { password: '246810' });
  assert.match(wrong.body, /交易密码不正确，还可以输入 4 次/);
  const form = await posting(desk, token, { password: PASSWORD });
  const both = await Promise.all([press(desk, `/pages/${token}`, form), press(desk, `/pages/${token}`, form)]);
  for (const one of both) assert.equal(statusOf(await follow(desk, one)), 'SUCCESS');
  const after = await purse();
  assert.deepEqual([after.available, after.frozen], [before.available - 50_000n, before.frozen + 50_000n]);
});

test('L2.10 a rate below 1 is a fraction to who confirms a tender', async () => {
  await withProject('P_fraction', 'borrower', '0.085');
  const tender = { verb: 'HOLD', userNo: 'investor', kind: 'TENDER', redPacket: 0n, amount: 100n } as const;
  const token = await opened('page_fraction', { ...tender, projectNo: 'P_fraction' });
  assert.match((await ask(desk, `/pages/${token}`)).body, />8\.5%</);
});

test('L2.9 a withdrawal names the card, and is accepted with the password', async () => {
  const holder = { kind: 'member', userNo: 'investor' } as const;
  const token = await opened('page_out', {
    verb: 'WITHDRAW',
    holder,
    amount: 10_000n,
    commission: 0n,
    urgency: 'NORMAL',
  });
  assert.match((await ask(desk, `/pages/${token}`)).body, /中信银行 \*{4}\d{4}/);
  const done = await step(token, '', { password: PASSWORD });
  assert.equal(statusOf(done), 'SUCCESS');
  assert.match(done.body, /提现已受理[\s\S]*预计到账时间/);
});

test('G-13 G-14 a page left by the person or by time ends as a failure, and says so', async () => {
  const hold = { verb: 'HOLD', userNo: 'investor', kind: 'TENDER', redPacket: 0n, projectNo: 'P_page' } as const;
  const { frozen } = await purse();
  const left = await step(await opened('page_hold_2', { ...hold, amount: 100n }), '/cancel', {});
  assert.equal(statusOf(left), 'FAIL');
  assert.match(left.body, /您取消了本次操作/);
  const token = await opened('page_hold_3', { ...hold, amount: 100n });
  const form = await posting(desk, token, { password: PASSWORD });
  custody.clock.advance(15 * MINUTE);
  assert.equal(statusOf(await ask(desk, `/pages/${token}`)), 'EXPIRED');
  await follow(desk, await press(desk, `/pages/${token}`, form));
  assert.equal((await purse()).frozen, frozen);
});

test('G-17 a password that is locked is not asked for until the lock has ended', async () => {
  await custody.lianyintong.register('locked');
  await custody.lianyintong.deposit('locked', 10_000n);
  const hold = { verb: 'HOLD', userNo: 'locked', kind: 'TENDER', redPacket: 0n, projectNo: 'P_page' } as const;
  const token = await opened('page_locked', { ...hold, amount: 100n });
  let page = await ask(desk, `/pages/${token}`);
  for (let tries = 0; tries < 5; tries += 1) page = await step(token, '', { password: '246810' });
  assert.match(page.body, /role="alert">密码连续输错，已锁定至 [\d -]{11}\d\d:\d\d（北京时间）/);
  assert.doesNotMatch(page.body, /id="password"|id="nextButton"/);
  custody.clock.advance(24 * 60 * MINUTE);
  const later = await opened('page_unlocked', { ...hold, amount: 100n });
  assert.match((await ask(desk, `/pages/${later}`)).body, /id="password"/);
});

test('G-12 ten minutes after its end an address tells the outcome alone; the same call tells all again', async () => {
  const { pages } = custody.custody;
  const telling = createDesk({
    pages,
    clock: custody.clock,
    renderReturn: async ({ outcome }) => {
      const fields = { respData: JSON.stringify(outcome) };
      return { url: 'https://p.example', fields };
    },
  });
  const person = { realName: '王小明', idNumber: idNumber(), mobile: '13987654321', cardNumber: cardNumber('621768') };
  const command = { verb: 'REGISTER_PERSON', userNo: 'old', role: 'ORDINARY', ...person } as const;
  const token = await opened('page_old', command);
  await pages.sendSms(token, '');
  const smsCode = /\d{6}/.exec(custody.bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
  const form = { ...person, password: PASSWORD, passwordAgain: PASSWORD, smsCode, agreed: true };
  assert.deepEqual(await pages.register(token, form), { ok: true, value: 'MOVED' });
  const told = async (of: string, step = '') => (await ask(telling, `/pages/${of}${step}`)).body;
  const isWhole = (body: string) => body.includes(person.idNumber) && body.includes('id="callbackForm"');
  const personal = [...Object.values(person), '王', '139****4321', maskCard(person.cardNumber), 'callbackForm'];
  custody.clock.advance(10 * MINUTE - 1);
  assert.ok(isWhole(await told(token)));
  for (const later of [1, 90 * 24 * 60 * MINUTE]) {
    custody.clock.advance(later);
    const body = await told(token);
    assert.match(body, /data-status="SUCCESS"[\s\S]*page_old/);
    for (const each of personal) assert.ok(!body.includes(each), `${each} is told ${later} ms later`);
    assert.ok(!(await told(token, '/agreement')).includes('王'));
  }
  const again = await opened('page_old', command);
  assert.ok(isWhole(await told(again)));
  custody.clock.advance(10 * MINUTE);
  assert.ok(!isWhole(await told(again)), 'for ten minutes only');
});
