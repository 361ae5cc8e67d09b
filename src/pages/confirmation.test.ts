import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal } from '../custody/refusals.ts';
import { MINUTE } from '../kernel/time.ts';
import { ask, createDesk, follow, posting, press } from '../testing/pages/desk.ts';
import { COMMANDS, finished, NOW, viewOf } from '../testing/pages/fake-core.ts';

const { tender, repayment, withdrawal, authorization } = COMMANDS;

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

test('L2.9 D-WDR L5.1 a withdrawal says fee, card, arrival; an authorisation what, how much, until when', async () => {
  const desk = createDesk();
  desk.core.put('withdrawal', viewOf(withdrawal));
  desk.core.put('authorization', viewOf(authorization));
  const one = (await ask(desk, '/pages/withdrawal')).body;
  for (const text of [
    '中国工商银行 ****0128',
    '2.00 元（平台承担）',
    '1,232.56 元',
    '2026-11-23 00:30 起',
    '12,345.67 元',
  ]) {
    assert.ok(one.includes(text), text);
  }
  assert.match(one, /确认提现 1,234\.56 元/);
  const two = (await ask(desk, '/pages/authorization?lang=en')).body;
  for (const text of [
    'invest in projects for me',
    'buy claims for me',
    '50,000.00',
    'until 2027-11-21, that day included',
    'without asking for your trade password each time',
    'no longer once it is cancelled',
    'ends by itself after its last day',
    'You can ask 青禾网贷 to cancel it',
  ]) {
    assert.ok(two.includes(text), text);
  }
});

test('L5.1 an authorisation without limit or end says so, and promises neither', async () => {
  const desk = createDesk();
  desk.core.put('endless', viewOf({ ...authorization, amount: null, until: null }));
  const { body } = await ask(desk, '/pages/endless');
  for (const text of ['不限额', '长期', '您可要求青禾网贷取消授权', '以新授权为准'])
    assert.ok(body.includes(text), text);
  for (const text of ['累计额度，', '到期自动终止']) assert.ok(!body.includes(text), text);
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
    const short = refusal('BALANCE_INSUFFICIENT', { available: 1n, needed: 2n });
    const hidden = { ...view.order, presentation: presentation && { ...presentation, hideBalance: true } };
    desk.core.put('short', { ...view, order: hidden, available: 1n });
    desk.core.put('failed', finished({ ...view, order: hidden }, { state: 'REFUSED', refusal: short }));
    for (const token of ['short', 'failed']) {
      assert.match((await ask(desk, `/pages/${token}`)).body, /可用余额不足。请先充值。/);
      assert.doesNotMatch((await ask(desk, `/pages/${token}`)).body, /0\.01 元/);
    }
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
  assert.match(locked.body, /id="cancelButton"/);
  assert.doesNotMatch(locked.body, /id="password"|id="nextButton"|class="primary"|重置/);
});

test('L2.12 L2.9 a balance that does not reach says how much is missing, before any password', async () => {
  const desk = createDesk();
  for (const command of [tender, withdrawal]) {
    desk.core.put('short', viewOf(command, {}, { available: command.amount - 1n }));
    const { body } = await ask(desk, '/pages/short');
    assert.match(body, /role="alert">可用余额不足：[^<]*还差 0\.01 元/);
    assert.match(body, /id="cancelButton"/);
    assert.doesNotMatch(body, /id="password"|id="nextButton"|class="primary"/);
    desk.core.put('enough', viewOf(command, {}, { available: command.amount }));
    assert.match((await ask(desk, '/pages/enough')).body, /id="password"/);
  }
});

test('L2.12 money that was only held is called held, and an arrival is never in the past', async () => {
  const desk = createDesk();
  for (const command of [tender, repayment]) {
    desk.core.put('held', finished(viewOf(command), { state: 'DONE' }));
    const { body } = await ask(desk, '/pages/held');
    assert.match(body, /<h1>资金已冻结<\/h1>/);
    assert.doesNotMatch(body, /(?:投标|还款)成功/);
  }
  const paidOut = (arrivesAt: number) => finished(viewOf(withdrawal, {}, { arrivesAt }), { state: 'ACCEPTED' });
  desk.core.put('late', paidOut(NOW - MINUTE));
  desk.core.put('later', paidOut(NOW + MINUTE));
  assert.match((await ask(desk, '/pages/late')).body, /预计到账时间<\/dt><dd>已交银行划付/);
  assert.match((await ask(desk, '/pages/later')).body, /预计到账时间<\/dt><dd>2026-11-22 14:21 起/);
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
  assert.deepEqual(desk.core.calls, [['confirm', 'tender', '246810']]);
  assert.match((await follow(desk, again)).body, /data-status="SUCCESS"/);
});
