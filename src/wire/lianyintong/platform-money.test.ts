/** Holds of the platform's own money, compensations and marketing payouts: what is sent, as the core's command. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Command } from '../../custody/commands.ts';
import { refuse } from '../../custody/refusals.ts';
import { wireStage } from '../../testing/wire-stage.ts';

async function commandOf(service: string, data: Record<string, unknown>): Promise<Command | undefined> {
  const stage = wireStage('lianyintong');
  const found = stage.dialect.catalogue.find(service);
  assert.ok(found && found !== 'CLOSED');
  await (found.mode === 'gateway' ? stage.gateway(service, data) : stage.call(service, data));
  return stage.asked[0]?.command;
}

test('L2.13 PLATFORM_PRE_TRANSACTION: of which account, for what, and for which project', async () => {
  const hold = {
    requestNo: 'H1',
    platformUserNo: 'PLATFORM_REPAYMENT_ACCOUNT',
    amount: '5.00',
    bizType: 'COMPENSATORY',
  };
  const of = (account: string) => ({ kind: 'account', account }) as const;
  const asked = { verb: 'PLATFORM_HOLD', holder: of('COMPENSATION'), kind: 'COMPENSATORY', amount: 500n } as const;
  assert.deepEqual(await commandOf('PLATFORM_PRE_TRANSACTION', { ...hold, projectNo: 'X' }), {
    ...asked,
    projectNo: 'X',
  });
  assert.deepEqual(await commandOf('PLATFORM_PRE_TRANSACTION', hold), { ...asked, projectNo: null });
  const marketing = { ...hold, platformUserNo: 'PLATFORM_ MARKETING_ACCOUNT', bizType: 'MARKETING', projectNo: 'X' };
  const paid = { ...asked, holder: of('MARKETING'), kind: 'MARKETING', projectNo: null };
  assert.deepEqual(await commandOf('PLATFORM_PRE_TRANSACTION', marketing), paid, 'marketing money is for no project');
  const member = await commandOf('PLATFORM_PRE_TRANSACTION', { ...hold, platformUserNo: 'u1' });
  assert.ok(member?.verb === 'PLATFORM_HOLD');
  assert.deepEqual(member.holder, { kind: 'member', userNo: 'u1' });
  const stage = wireStage('lianyintong');
  const unfit = await stage.call('PLATFORM_PRE_TRANSACTION', { ...hold, bizType: 'TENDER' });
  assert.equal(unfit.body.code, '100002', 'G-6');
  for (const [refused, code, sentence] of [
    [refuse('HOLD_ACCOUNT', { kind: 'MARKETING', account: 'MARKETING' }), '100011', /平台营销款账户/],
    [refuse('HOLD_PROJECT_MISSING', {}), '100002', /标的号/],
    [refuse('MARKETING_LIMIT', { limit: 500n, held: 400n, needed: 200n }), '100008', /限额 5.00.*4.00.*2.00/],
  ] as const) {
    stage.execute = () => refused;
    const { body } = await stage.call('PLATFORM_PRE_TRANSACTION', hold);
    assert.equal(body.code, code);
    assert.match(String(body.description), sentence);
  }
});

test('L2.17 L2.16 CONFIRM_COMPENSATORY, and CONFIRM_REPAYMENT to whoever compensated', async () => {
  const data = { requestNo: 'C1', preTransactionNo: 'H', projectNo: 'X' };
  const line = { platformUserNo: 'u1', amount: '3.00', income: 0.5 };
  const nothing = { commission: 0n, dividend: 0n };
  const paid = { userNo: 'u1', principal: 300n, interest: 50n, ...nothing };
  const command = { holdNo: 'H', projectNo: 'X', commission: 100n, details: [paid] };
  const compensation = await commandOf('CONFIRM_COMPENSATORY', { ...data, commission: 1, details: [line] });
  assert.deepEqual(compensation, { verb: 'CONFIRM_COMPENSATION', ...command });
  const account = { platformUserNo: 'PLATFORM_ REPAYMENT_ACCOUNT', amount: '2.00', income: '0.00' };
  const repayment = await commandOf('CONFIRM_REPAYMENT', { ...data, details: [line, account] });
  const back = { account: 'COMPENSATION', principal: 200n, interest: 0n, ...nothing };
  assert.deepEqual(repayment, { verb: 'CONFIRM_REPAYMENT', ...command, commission: 0n, details: [paid, back] });
  const held = { requestNo: 'H', platformUserNo: 'g', amount: 1, projectNo: 'X', bizType: 'COMPENSATORY' };
  const hold = await commandOf('USER_PRE_TRANSACTION', held);
  assert.equal(hold?.verb === 'HOLD' && hold.kind, 'COMPENSATORY', 'L2.12');
  const stage = wireStage('lianyintong');
  const auto = await stage.call('AUTHORIZE_PRETRANSATION', held);
  assert.equal(auto.body.code, '100002', 'L5.1 never without a page');
  for (const [refused, code, sentence] of [
    [refuse('COMPENSATOR_IS_PAYEE', { userNo: 'COMPENSATION' }), '100008', /代偿方.*平台代偿账户$/],
    [refuse('COMMISSION_NOT_ALLOWED', {}), '100008', /佣金/],
    [refuse('BORROWER_COMPENSATES', { userNo: 'u1' }), '100011', /借款人/],
    [refuse('PAYEE_WITHOUT_CLAIM', { userNo: 'u1' }), '100008', /没有债权：u1$/],
  ] as const) {
    stage.execute = () => refused;
    const { body } = await stage.call('CONFIRM_COMPENSATORY', { ...data, details: [line] });
    assert.equal(body.code, code);
    assert.match(String(body.description), sentence);
  }
});

test('L2.19 CONFIRM_PLATFORM_MARKETING: who is paid how much', async () => {
  const details = [
    { platformUserNo: 'u1', amount: 1.5 },
    { platformUserNo: 'u2', amount: '0.01' },
  ];
  assert.deepEqual(await commandOf('CONFIRM_PLATFORM_MARKETING', { requestNo: 'M1', preTransactionNo: 'H', details }), {
    verb: 'PAY_MARKETING',
    holdNo: 'H',
    details: [
      { userNo: 'u1', amount: 150n },
      { userNo: 'u2', amount: 1n },
    ],
  });
  const stage = wireStage('lianyintong');
  const zero = { requestNo: 'M1', preTransactionNo: 'H', details: [{ platformUserNo: 'u1', amount: '0.00' }] };
  assert.equal((await stage.call('CONFIRM_PLATFORM_MARKETING', zero)).body.code, '100002');
});
