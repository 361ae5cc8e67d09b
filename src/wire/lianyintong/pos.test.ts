/** The two services of a POS deposit: what is sent, as the core's command; what the core says, as the notice. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { checkForm, orderOf, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice } from '../outgoing.ts';

test('L2.7 G-28 POS_RECHARGE: a callbackUrl of its own, an amount or none, POS alone, feeMode PLATFORM', async () => {
  const data = { requestNo: 'P1', platformUserNo: 'u1', rechargeWay: 'POS', callbackUrl: 'https://p.example/back' };
  const pos = { verb: 'POS_DEPOSIT', holder: { kind: 'member', userNo: 'u1' } } as const;
  const stage = wireStage('lianyintong');
  for (const [amount, fen] of [
    [undefined, null],
    ['', null],
    ['12.30', 1_230n],
  ] as const) {
    await stage.call('POS_RECHARGE', { ...data, amount });
    assert.deepEqual(stage.asked.at(-1)?.command, { ...pos, amount: fen });
  }
  const { length } = stage.asked;
  const { callbackUrl, ...without } = data;
  assert.equal(callbackUrl.length > 0, true);
  for (const [code, sent] of [
    ['100002', { ...data, rechargeWay: 'NETBANK_B2C' }],
    ['100006', { ...data, feeMode: 'USER' }],
    ['100002', { ...data, amount: '1.005' }],
    ['100002', without],
  ] as const) {
    assert.equal((await stage.call('POS_RECHARGE', sent)).body.code, code);
  }
  assert.equal(stage.asked.length, length);
});

test('L2.8 POS_BUILD_BARCODE enters by number and holder; its notice tells amount, fee and POS', async () => {
  const data = { requestNo: 'P1', platformUserNo: 'PLATFORM_FEE_ACCOUNT' };
  const command = { verb: 'POS_DEPOSIT', holder: { kind: 'account', account: 'FEE' }, amount: null } as const;
  const stage = wireStage('lianyintong');
  await stage.gateway('POS_BUILD_BARCODE', data);
  assert.deepEqual(stage.asked.at(-1)?.command, command);
  const amount = 5_000n;
  const told = { verb: 'POS_DEPOSIT', service: 'POS_BUILD_BARCODE', outcome: { fee: 25n } } as const;
  const order = orderOf({ ...told, command: { ...command, amount } });
  const fields = await renderNotice(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.deepEqual(checkForm(stage.dialect, fields ?? {}), {
    ...{ code: '0', description: '成功', requestNo: 'R1', platformUserNo: 'PLATFORM_FEE_ACCOUNT' },
    ...{ amount: '50.00', feeMode: 'PLATFORM', fee: '0.25', rechargeWay: 'POS' },
  });
  const never = { ...order, service: 'POS_RECHARGE' };
  const signer = await stage.deps.signerFor(null);
  assert.equal(await renderNotice(stage.dialect, signer, stage.platform, never), null, '2.7 has no notice');
});
