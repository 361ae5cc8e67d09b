/** L5.1, the three services that the document only names: as commands, as answers and notices, and on the real core. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Authorize } from '../../custody/commands.ts';
import { refuse } from '../../custody/refusals.ts';
import { MOVED } from '../../custody/page-orders/pages.ts';
import { DAY, formatDate } from '../../kernel/time.ts';
import { createTestCustody, PASSWORD } from '../../testing/custody.ts';
import { looks, project } from '../../testing/loans.ts';
import { checkForm, orderOf, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice } from '../outgoing.ts';

type Data = Record<string, unknown>;

const GRANT = {
  ...{ requestNo: 'A1', platformUserNo: 'u1', authList: 'TENDER,REPAYMENT,CREDIT_ASSIGNMENT' },
  ...{ failTime: '20261231', amount: '100' },
};
const GRANTED: Authorize = {
  ...{ verb: 'AUTHORIZE', userNo: 'u1', kinds: ['TENDER', 'REPAYMENT', 'CREDIT_ASSIGNMENT'] },
  ...{ amount: 10_000n, until: Date.UTC(2026, 11, 31, 16) },
};
const HOLD = { requestNo: 'H1', platformUserNo: 'u1', bizType: 'TENDER', amount: '500.00', projectNo: 'X1' };
const HELD = { verb: 'AUTO_HOLD', userNo: 'u1', kind: 'TENDER', amount: 50_000n, redPacket: 0n, projectNo: 'X1' };

test('L5.1 USER_AUTHORIZATION as command: the last day is covered, neither day nor amount is needed', async () => {
  const stage = wireStage('lianyintong');
  await stage.gateway('USER_AUTHORIZATION', GRANT);
  await stage.gateway('USER_AUTHORIZATION', { requestNo: 'A1', platformUserNo: 'u1', authList: 'WITHDRAW' });
  const endless = { verb: 'AUTHORIZE', userNo: 'u1', kinds: ['WITHDRAW'], amount: null, until: null };
  assert.deepEqual(
    stage.asked.map(({ command }) => command),
    [GRANTED, endless],
  );
});

test('L5.1 G-6 what can be authorised is a closed list; the field and what is allowed are named', async () => {
  const stage = wireStage('lianyintong');
  for (const authList of ['TENDER,MARKETING', 'COMPENSATORY_REPAYMENT', 'TENDER,,REPAYMENT', '']) {
    const { answered } = await stage.gateway('USER_AUTHORIZATION', { ...GRANT, authList });
    assert.ok(answered.kind === 'error-page' && answered.code === '100002', authList);
    assert.match(answered.message, /^authList/);
    const cancelled = await stage.call('CANCEL_USER_AUTHORIZATION', { ...HOLD, authList });
    assert.equal(cancelled.body.code, '100002', authList);
  }
  for (const [name, value] of Object.entries({ failTime: '20261331', amount: '1.001' })) {
    const { answered } = await stage.gateway('USER_AUTHORIZATION', { ...GRANT, [name]: value });
    assert.ok(answered.kind === 'error-page' && answered.message.startsWith(name), name);
  }
  assert.deepEqual(stage.asked, []);
});

test('L5.1 the notice of an authorisation says what was authorised, and whose', async () => {
  const { dialect, deps, platform } = wireStage('lianyintong');
  const said = async (more: Data) => {
    const order = orderOf({ verb: 'AUTHORIZE', service: 'USER_AUTHORIZATION', command: GRANTED, ...more });
    const fields = (await renderNotice(dialect, await deps.signerFor(null), platform, order)) ?? {};
    return [fields.serviceName, checkForm(dialect, fields)];
  };
  const facts = { requestNo: 'R1', platformUserNo: 'u1', authList: GRANT.authList };
  assert.deepEqual(await said({ outcome: { kinds: GRANTED.kinds } }), [
    'USER_AUTHORIZATION',
    { code: '0', description: '成功', ...facts },
  ]);
  const { error: refusal } = refuse('AUTHORIZATION_PAST', { until: Date.UTC(2026, 11, 31, 16) });
  assert.deepEqual(await said({ state: 'REFUSED', outcome: null, refusal }), [
    'USER_AUTHORIZATION',
    { code: '100008', description: '授权截止日期已过：2026-12-31', ...facts },
  ]);
});

test('L5.1 G-6 LW-10 AUTHORIZE_PRETRANSATION in the printed and the correct spelling; its three types', async () => {
  const stage = wireStage('lianyintong');
  for (const name of ['AUTHORIZE_PRETRANSATION', 'AUTHORIZE_PRETRANSACTION', 'AUTHORIZE_PRE_TRANSACTION']) {
    const { body } = await stage.call(name, { ...HOLD, remark: '自动' });
    assert.deepEqual(body, { code: '0', description: '成功', requestNo: 'H1', bizType: 'TENDER' });
    assert.deepEqual(stage.asked.pop()?.command, HELD);
  }
  assert.equal((await stage.call('AUTHORIZE_PRETRANSATION', { ...HOLD, bizType: 'CREDIT_ASSIGNMENT' })).body.code, '0');
  assert.deepEqual(stage.asked.pop()?.command, { ...HELD, kind: 'CREDIT_ASSIGNMENT' });
  const refused = async (bizType: string) => (await stage.call('AUTHORIZE_PRETRANSATION', { ...HOLD, bizType })).body;
  for (const bizType of ['COMPENSATORY', 'MARKETING']) {
    const { code, description } = await refused(bizType);
    assert.equal(code, '100002', bizType);
    assert.match(String(description), /^bizType.*TENDER.*REPAYMENT/);
  }
  assert.deepEqual(stage.asked, []);
});

test('L5.1 each refusal has its code and its sentence', async () => {
  const stage = wireStage('lianyintong');
  const whose = { userNo: 'u1', kind: 'TENDER' } as const;
  const cases = [
    [refuse('AUTHORIZATION_MISSING', whose), '用户未授权 TENDER：u1'],
    [refuse('AUTHORIZATION_EXPIRED', whose), '用户授权 TENDER 已到期：u1'],
    [refuse('AUTHORIZATION_EXCEEDED', { left: 100n, needed: 200n }), '超过授权金额，剩余 1.00，需要 2.00'],
  ] as const;
  for (const [answer, description] of cases) {
    stage.execute = () => answer;
    const { body } = await stage.call('AUTHORIZE_PRETRANSATION', HOLD);
    assert.deepEqual(body, { code: '100011', description, requestNo: 'H1' });
  }
});

test('L5.1 G-28 the form of USER_PRE_TRANSACTION, confirmed by password, is none of the one without', async () => {
  const stage = wireStage('lianyintong');
  const form = { ...HOLD, callbackUrl: 'https://platform.example/back', expired: '20261231000000', remark: 'x' };
  for (const name of ['AUTHORIZE_PRETRANSATION', 'AUTHORIZE_PRETRANSACTION', 'AUTHORIZE_PRE_TRANSACTION']) {
    for (const callbackUrl of [form.callbackUrl, ' ', '\u3000', 'x', 0, false, [], {}, [null]]) {
      const { body } = await stage.call(name, { ...form, callbackUrl });
      assert.equal(body.code, '100002', `${name} ${JSON.stringify(callbackUrl)}`);
      assert.match(String(body.description), /callbackUrl 不属于接口/);
    }
    const { answered } = await stage.gateway(name, form);
    assert.notEqual(answered.kind, 'redirect', name);
  }
  const { answered } = await stage.gateway('USER_PRE_TRANSACTION', { ...HOLD, callbackUrl: null });
  assert.ok(answered.kind === 'error-page', 'and the one without is no page: it says nowhere to go back to');
  assert.deepEqual(stage.asked, []);
});

test('L5.1 on the real core: granted on its page, used, told, cancelled; of fifty at once none too many', async () => {
  const core = await createTestCustody();
  const { lianyintong: l, clock } = core;
  const stage = wireStage('lianyintong', { ...core, platform: l.platform });
  const look = looks(core.database.sql, l.platform.platformId);
  for (const userNo of ['u1', 'bor']) await l.register(userNo);
  await l.deposit('u1', 1_000_000n);
  await l.outcome('p', project('X1', 'bor', 1_000_000n), false);
  const hold = async (requestNo: string, amount: string) =>
    (await stage.call('AUTHORIZE_PRETRANSATION', { ...HOLD, requestNo, amount })).body;

  assert.equal((await hold('T0', '1.00')).code, '100011');
  const today = formatDate(clock.now());
  const { answered } = await stage.gateway('USER_AUTHORIZATION', { ...GRANT, failTime: today });
  assert.ok(answered.kind === 'redirect');
  assert.equal((await hold('T0', '1.00')).code, '100011', 'an open page authorises nothing');
  assert.deepEqual(await core.custody.pages.confirm(answered.token, PASSWORD), MOVED);
  assert.deepEqual(await look.notices('A1'), ['FINAL PENDING']);

  const tried = await Promise.all(Array.from({ length: 50 }, (_, i) => hold(`T${i + 1}`, '3.00')));
  const done = tried.filter(({ code }) => code === '0');
  assert.equal(done.length, 33);
  assert.deepEqual(await look.money('u1'), [990_100n, 9_900n]);
  const requestNo = String(done[0]?.requestNo);
  assert.deepEqual(await hold(requestNo, '3.00'), done[0], 'G-9');
  const query = { requestNo, transactionType: 'PRETRANSATION' };
  const told = (await stage.call('QUERY_TRANSACTION', query)).body;
  assert.deepEqual(
    [told.pretransactionType, told.bizType, told.freezeAmount, told.status],
    ['PRETRANSATION', 'TENDER', '3.00', 'INIT'],
  );
  const cancel = { requestNo: 'C1', preTransactionNo: requestNo, amount: '3.00' };
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', cancel)).body.code, '0');
  assert.equal((await hold('T90', '4.00')).code, '0', 'net of what was cancelled');

  const end = { requestNo: 'C2', platformUserNo: 'u1', authList: 'REPAYMENT' };
  const ended = { code: '0', description: '成功', requestNo: 'C2' };
  for (const _ of [1, 2]) assert.deepEqual((await stage.call('CANCEL_USER_AUTHORIZATION', end)).body, ended);
  const other = (await stage.call('CANCEL_USER_AUTHORIZATION', { ...end, authList: 'TENDER' })).body;
  assert.deepEqual([other.code, /authList$/.test(String(other.description))], ['100013', true], 'G-9');
  clock.advance(DAY);
  assert.match(String((await hold('T91', '0.01')).description), /已到期/);
});
