/** depository as its clients see it: envelope, answer, codes, notices. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal, refuse } from '../../custody/refusals.ts';
import { checkForm, orderOf, PLATFORM_KEYS, STRANGER_KEYS, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice, renderReturn } from '../outgoing.ts';

const CANCEL = { requestNo: 'C1', preRequestNo: 'P1', amount: '1.00' };
const RECHARGE = { requestNo: 'D1', userNo: 'u1', amount: '5000.0', payCompany: 'YEEPAY', rechargeWay: 'WEB' };
const REGISTER = { requestNo: 'R1', userNo: 'u1', userRole: 'INVESTOR' };
const WITHDRAW = { requestNo: 'W1', userNo: 'u1', amount: '10', commission: '0.50', displayBalance: 'hidden' };

test('DW-1 the answer is bare JSON, its signature hex in the header', async () => {
  const stage = wireStage('depository');
  const { answered, body } = await stage.call('CANCEL_PRE_FREEZE', CANCEL);
  assert.ok(answered.kind === 'answer');
  assert.match(answered.headers.signature ?? '', /^[0-9a-f]{512}$/);
  assert.equal(answered.headers['content-type'], 'application/json;charset=UTF-8');
  assert.deepEqual(body, { respCode: '00000', respMsg: '成功', status: 'SUCCESS', requestNo: 'C1' });
});

test('DW-1 the signature is hex in either case, base64 only for a platform configured so', async () => {
  const stage = wireStage('depository');
  const { createSign } = await import('node:crypto');
  const raw = JSON.stringify({ ...CANCEL, timestamp: '20261121120000' });
  const signature = createSign('RSA-SHA1').update(raw).sign(PLATFORM_KEYS.privateKey);
  const code = async (text: string) =>
    (await stage.call('CANCEL_PRE_FREEZE', {}, { raw, envelope: { signature: text } })).body.respCode;
  assert.equal(await code(signature.toString('hex').toUpperCase()), '00000');
  assert.equal(await code(signature.toString('base64')), '00004');
  stage.platform = { ...stage.platform, settings: { 'signature-encoding': 'base64' } };
  assert.equal(await code(signature.toString('base64')), '00000');
  assert.equal(await code(signature.toString('hex')), '00000');
});

test('DW-1 several keys live at once; any live one signs', async () => {
  const stage = wireStage('depository');
  const key = { publicKeyPem: PLATFORM_KEYS.publicKey, expiresAt: null, revokedAt: null };
  const stranger = { ...key, serial: '0', publicKeyPem: STRANGER_KEYS.publicKey };
  stage.keys = [stranger, { ...key, serial: '1' }];
  assert.equal((await stage.call('CANCEL_PRE_FREEZE', CANCEL)).body.respCode, '00000');
  stage.keys = [stranger, { ...key, serial: '1', revokedAt: stage.clock.now() }];
  assert.equal((await stage.call('CANCEL_PRE_FREEZE', CANCEL)).body.respCode, '00004');
});

test('DW-1 a missing envelope field is named', async () => {
  for (const field of ['serviceName', 'platformNo', 'reqData', 'signature']) {
    const stage = wireStage('depository');
    const envelope = { [field]: field === 'reqData' ? '' : null };
    const { body } = await stage.call('CANCEL_PRE_FREEZE', CANCEL, { envelope });
    assert.deepEqual(body, { respCode: '00003', respMsg: `缺少参数 ${field}`, status: 'FAIL' });
  }
});

test('DW-2 timestamp is required and within 10 minutes', async () => {
  const stage = wireStage('depository');
  const told = async (timestamp: string | null) =>
    (await stage.call('CANCEL_PRE_FREEZE', { ...CANCEL, timestamp })).body;
  assert.match(String((await told(null)).respMsg), /timestamp（时间戳）不能为空/);
  assert.equal((await told('20261121115000')).respCode, '00000');
  assert.equal((await told('20261121114959')).respCode, '00003');
  assert.equal((await told('20261121121001')).respCode, '00003');
});

test('DW-3 numbers hold letters, digits and underscores, at most 50', async () => {
  const stage = wireStage('depository');
  for (const requestNo of ['a-b', '中', 'a b', 'a.b', 'x'.repeat(51)]) {
    assert.equal((await stage.call('CANCEL_PRE_FREEZE', { ...CANCEL, requestNo })).body.respCode, '00003', requestNo);
  }
  for (const requestNo of ['A_z_9', 'x'.repeat(50)]) {
    assert.equal((await stage.call('CANCEL_PRE_FREEZE', { ...CANCEL, requestNo })).body.respCode, '00000');
  }
});

test('DW-5 callbackUrl equal to the notify address is refused', async () => {
  const stage = wireStage('depository');
  for (const callbackUrl of ['https://platform.example/notify', 'HTTPS://Platform.example:443/notify']) {
    const { answered } = await stage.gateway('RECHARGE', { ...RECHARGE, callbackUrl });
    assert.ok(answered.kind === 'error-page');
    assert.equal(answered.code, '00003');
    assert.equal(answered.return, undefined, 'nothing is returned to where notices are taken');
  }
  assert.equal(stage.asked.length, 0);
});

test('DW-5 gateway notices end in SUCCESS or FAIL; acknowledged by OK, sent 4 times, withdrawals 3', async () => {
  const stage = wireStage('depository');
  const order = orderOf({ verb: 'HOLD', service: 'USER_PRE_FREEZE' });
  const signer = await stage.deps.signerFor(null);
  const done = await renderNotice(stage.dialect, signer, stage.platform, order);
  assert.deepEqual(Object.keys(done ?? {}), ['serviceName', 'platformNo', 'responseType', 'respData', 'signature']);
  assert.equal(checkForm(stage.dialect, done ?? {}).status, 'SUCCESS');
  const expired = { ...order, state: 'REFUSED', refusal: refusal('PAGE_EXPIRED', { expiresAt: 0 }) } as const;
  const failed = checkForm(stage.dialect, (await renderNotice(stage.dialect, signer, stage.platform, expired)) ?? {});
  assert.deepEqual([failed.status, failed.respCode], ['FAIL', '00011']);
  const { acknowledgement, mostSends } = stage.dialect.notices;
  assert.deepEqual([acknowledgement, mostSends('HOLD'), mostSends('WITHDRAW')], ['OK', 4, 3]);
});

test('DW-6 refusals have five digits, a sentence and status FAIL', async () => {
  const stage = wireStage('depository');
  stage.execute = () => refuse('BALANCE_INSUFFICIENT', { available: 0n, needed: 100n });
  assert.deepEqual((await stage.call('CANCEL_PRE_FREEZE', CANCEL)).body, {
    respCode: '30042',
    respMsg: '余额不足，可用 0.00，需要 1.00',
    status: 'FAIL',
    requestNo: 'C1',
  });
  for (const service of ['DEBENTURE_SALE', 'RED_PACKET', 'NO_SUCH']) {
    assert.equal((await stage.call(service, CANCEL)).body.respCode, '00006', service);
  }
});

test('DW-6 what is not opened yet is refused as such', async () => {
  const stage = wireStage('depository');
  const hold = { requestNo: 'H1', userNo: 'u1', amount: 1, projectNo: 'X' };
  for (const bizType of [
    'CREDIT_ASSIGNMENT',
    'COMPENSATORY',
    'COMPENSATORY_REPAYMENT',
    'STOCK_REPAYMENT',
    'STOCK_COMPENSATORY',
  ]) {
    const { body } = await stage.call('USER_AUTO_PRE_TRANSACTION', { ...hold, bizType });
    assert.equal(body.respCode, '00006', bizType);
  }
  const { answered } = await stage.gateway('RECHARGE', { ...RECHARGE, rechargeWay: 'SWIFT' });
  assert.equal(answered.kind === 'error-page' && answered.code, '00006');
});

test('DW-7 platform accounts by their numbers; netbank of a platform is B2B', async () => {
  const stage = wireStage('depository');
  const accounts = { ACCOUNT_NO_001: 'COMPENSATION', ACCOUNT_NO_002: 'MARKETING', ACCOUNT_NO_003: 'FEE' };
  for (const [userNo, account] of Object.entries(accounts)) {
    await stage.gateway('RECHARGE', { ...RECHARGE, userNo });
    const command = stage.asked.at(-1)?.command;
    assert.ok(command?.verb === 'DEPOSIT');
    assert.deepEqual([command.holder, command.way], [{ kind: 'account', account }, 'NETBANK_B2B']);
  }
  assert.deepEqual(stage.dialect.policy.depositAccounts, ['MARKETING', 'FEE']);
});

test('DW-8 other names, userDevice inside reqData, and no expired', async () => {
  const stage = wireStage('depository');
  const more = { idCardNo: '11010519491231002X', bankCardNo: '6222021234567890123', userDevice: 'MOBILE' };
  await stage.gateway('PERSONAL_REGISTER', { ...REGISTER, ...more });
  const [asked] = stage.asked;
  assert.ok(asked?.command.verb === 'REGISTER_PERSON');
  assert.deepEqual([asked.command.idNumber, asked.command.cardNumber], [more.idCardNo, more.bankCardNo]);
  assert.equal(asked.show?.device, 'MOBILE');
  assert.equal(asked.expired, null);
});

test('DW-9 userRole BORROWERS, also BORROWER; CMBC is 民生 here', async () => {
  const stage = wireStage('depository');
  for (const userRole of ['BORROWERS', 'BORROWER']) {
    await stage.gateway('PERSONAL_REGISTER', { ...REGISTER, userRole });
    const command = stage.asked.at(-1)?.command;
    assert.equal(command?.verb === 'REGISTER_PERSON' && command.role, 'BORROWER');
  }
  await stage.gateway('RECHARGE', { ...RECHARGE, bankId: 'CMBC' });
  const command = stage.asked.at(-1)?.command;
  assert.equal(command?.verb === 'DEPOSIT' && command.bank, 'CMSB');
});

test('D-REG-3 fields that were not passed are left to the page', async () => {
  const stage = wireStage('depository');
  await stage.gateway('PERSONAL_REGISTER', REGISTER);
  const nothing = { realName: null, idNumber: null, mobile: null, cardNumber: null };
  assert.deepEqual(stage.asked[0]?.command, { verb: 'REGISTER_PERSON', userNo: 'u1', role: 'INVESTOR', ...nothing });
});

test('D-WDR-2 a withdrawal is ACCEPT, then SUCCESS or FAIL; D-WDR-6 hides the balance', async () => {
  const stage = wireStage('depository');
  await stage.gateway('WITHDRAW', WITHDRAW);
  const { command, show } = stage.asked[0] ?? {};
  assert.ok(command?.verb === 'WITHDRAW' && show);
  assert.deepEqual([command.commission, show.hideBalance], [50n, true]);
  const outcome = {
    fee: 0n,
    cardNumber: '6222021234567890123',
    bank: 'ICBC',
    acceptedAt: Date.UTC(2026, 10, 21, 4, 0, 30),
  } as const;
  const order = orderOf({
    verb: 'WITHDRAW',
    service: 'WITHDRAW',
    state: 'ACCEPTED',
    command,
    outcome,
    presentation: show,
  });
  const signer = await stage.deps.signerFor(null);
  const status = async (state: 'ACCEPTED' | 'DONE' | 'REFUSED') => {
    const fields = await renderNotice(stage.dialect, signer, stage.platform, { ...order, state });
    return checkForm(stage.dialect, fields ?? {}).status;
  };
  assert.equal(await status('ACCEPTED'), 'ACCEPT');
  assert.equal(await status('DONE'), 'SUCCESS');
  assert.equal(await status('REFUSED'), 'FAIL');
  const back = await renderReturn(stage.dialect, signer, stage.platform, { ...order, finishedAt: null });
  const said = checkForm(stage.dialect, back?.fields ?? {});
  assert.deepEqual([said.status, said.respCode, said.amount], ['ACCEPT', '00000', '10.00']);
  assert.equal(said.transactionTime, '20261121120030', 'when it was accepted');
});
