/** lianyintong as its clients see it: envelope, answer, codes, names, notices. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal } from '../../custody/refusals.ts';
import { fail } from '../../kernel/result.ts';
import { MINUTE } from '../../kernel/time.ts';
import { CALLBACK, checkForm, orderOf, PLATFORM_KEYS, STRANGER_KEYS, wireStage } from '../../testing/wire-stage.ts';
import { renderNotice, renderReturn } from '../outgoing.ts';

const CANCEL = { requestNo: 'C1', preTransactionNo: 'P1', amount: '1.00' };
const WITHDRAW = { requestNo: 'W1', platformUserNo: 'u1', withdrawType: 0, amount: '10', feeMode: 'PLATFORM' };

test('LW-2 a missing envelope field is named', async () => {
  for (const field of ['serviceName', 'platformNo', 'reqData', 'keySerial', 'sign']) {
    const stage = wireStage('lianyintong');
    const { body } = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, {
      envelope: { [field]: field === 'reqData' ? '' : null },
    });
    assert.deepEqual(body, { code: '100002', description: `缺少参数 ${field}` });
  }
});

test('LW-2 userDevice is PC, MOBILE, empty or absent', async () => {
  const stage = wireStage('lianyintong');
  const open = async (userDevice: string) => stage.gateway('WITHDRAW', WITHDRAW, { envelope: { userDevice } });
  for (const [device, kept] of [
    ['PC', 'PC'],
    ['MOBILE', 'MOBILE'],
    ['', 'PC'],
  ] as const) {
    assert.equal((await open(device)).answered.kind, 'redirect');
    assert.equal(stage.asked.at(-1)?.show?.device, kept);
  }
  const { answered } = await open('TV');
  assert.equal(answered.kind, 'error-page');
  assert.match(JSON.stringify(answered), /userDevice 取值有误，应为 PC、MOBILE/);
});

test('LW-3 keySerial chooses the key; unknown, expired and revoked serials are refused', async () => {
  const stage = wireStage('lianyintong');
  const now = stage.clock.now();
  const key = { publicKeyPem: PLATFORM_KEYS.publicKey, expiresAt: null, revokedAt: null };
  stage.keys = [
    { ...key, serial: '1' },
    { ...key, serial: '2', expiresAt: now },
    { ...key, serial: '3', revokedAt: now },
    { ...key, serial: '4', publicKeyPem: STRANGER_KEYS.publicKey },
    { ...key, serial: '5', expiresAt: now + 1 },
  ];
  const code = async (keySerial: string) =>
    (await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { keySerial } })).body.code;
  assert.deepEqual(await Promise.all(['1', '2', '3', '4', '5', '6'].map(code)), [
    '0',
    '100003',
    '100003',
    '100003',
    '0',
    '100003',
  ]);
});

test('LW-4 unquoted keys and a 22-digit number as requestNo', async () => {
  const stage = wireStage('lianyintong');
  const raw = "{requestNo:1234567890123456789012,preTransactionNo:'P1',amount:1.00}";
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', {}, { raw })).body.code, '0');
  assert.equal(stage.asked[0]?.request.requestNo, '1234567890123456789012');
});

test('LW-5 HTTP 200, JSON, base64 over exactly the body, code is a string', async () => {
  const stage = wireStage('lianyintong');
  const { answered, body } = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL);
  assert.ok(answered.kind === 'answer');
  assert.equal(answered.headers['content-type'], 'application/json;charset=UTF-8');
  assert.match(answered.headers.sign ?? '', /^[A-Za-z0-9+/]+=*$/);
  assert.deepEqual(body, { code: '0', description: '成功' });
});

test('LW-6 refusals of the core have their codes and sentences', async () => {
  const stage = wireStage('lianyintong');
  const cases = [
    [refusal('BALANCE_INSUFFICIENT', { available: 100n, needed: 200n }), '100014', /可用 1\.00，需要 2\.00/],
    [refusal('PROJECT_STATUS', { projectNo: 'X', status: 'FINISH' }), '100015', /已截标/],
    [refusal('MEMBER_NOT_ACTIVE', { userNo: 'u', state: 'BACK' }), '100010', /不可用，企业审核已退回/],
    [refusal('MEMBER_ROLE', { userNo: 'u', needed: 'BORROWER' }), '100011', /借款人/],
    [refusal('CARD_NOT_DEBIT', {}), '100012', /借记卡/],
    [refusal('REQUEST_UNDER_WAY', { requestNo: 'C1' }), '100020', /勿重试/],
    [refusal('HOLD_EXCEEDED', { holdNo: 'P', left: 1n, needed: 2n }), '100008', /剩余 0\.01/],
  ] as const;
  for (const [refused, code, sentence] of cases) {
    stage.execute = () => fail(refused);
    const { body } = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL);
    assert.equal(body.code, code);
    assert.match(String(body.description), sentence);
  }
});

test('LW-7 unknown platform, suspended platform, service unknown or not opened', async () => {
  const stage = wireStage('lianyintong');
  const code = async (service: string, platformNo = stage.platform.platformNo) =>
    (await stage.call(service, CANCEL, { envelope: { platformNo } })).body.code;
  assert.equal(await code('CANCEL_PRE_TRANSACTION', '6999999999'), '100004');
  for (const service of ['NO_SUCH_SERVICE', 'ENTERPRISE_BIND_BANKCARD', 'DOWNLOAD_CHECKFILE', 'UPLOAAD_CHECKFILE']) {
    assert.equal(await code(service), '100006', service);
  }
  stage.platform = { ...stage.platform, services: ['RECHARGE'] };
  assert.equal(await code('CANCEL_PRE_TRANSACTION'), '100006');
  stage.platform = { ...stage.platform, services: null, suspended: true };
  assert.equal(await code('CANCEL_PRE_TRANSACTION'), '100005');
});

test('LW-7 values that are declared but not opened are refused as such', async () => {
  const stage = wireStage('lianyintong');
  const deposit = { requestNo: 'D1', platformUserNo: 'u1', amount: 1, rechargeWay: 'NETBANK_B2C', bankcode: 'ICBK' };
  const { answered: paid } = await stage.gateway('RECHARGE', { ...deposit, feeMode: 'USER' });
  assert.equal(paid.kind === 'error-page' && paid.code, '100006');
  const hold = { requestNo: 'H1', platformUserNo: 'u1', amount: 1, projectNo: 'X' };
  for (const bizType of ['GIFT', 'MARKETING']) {
    const { answered } = await stage.gateway('USER_PRE_TRANSACTION', { ...hold, bizType });
    assert.equal(answered.kind === 'error-page' && answered.code, '100002', bizType);
  }
});

test('LW-8 timestamp is optional, but judged by our clock when it is there', async () => {
  const stage = wireStage('lianyintong');
  const code = async (timestamp: string) =>
    (await stage.call('CANCEL_PRE_TRANSACTION', { ...CANCEL, timestamp })).body.code;
  assert.equal(await code('20261121120000'), '0');
  assert.equal(await code('20261121115000'), '0');
  assert.equal(await code('20261121114959'), '100002');
  assert.equal(await code('20261121121001'), '100002');
  assert.equal(await code('yesterday'), '100002');
  stage.clock.advance(15 * MINUTE);
  assert.equal(await code('20261121120000'), '100002');
});

test('LW-9 a notice carries its fields, signed', async () => {
  const stage = wireStage('lianyintong');
  const order = orderOf({
    verb: 'HOLD',
    service: 'USER_PRE_TRANSACTION',
    command: { verb: 'HOLD', userNo: 'u1', kind: 'TENDER', amount: 1n, redPacket: 0n, projectNo: 'X' },
  });
  const signer = await stage.deps.signerFor(null);
  const fields = await renderNotice(stage.dialect, signer, stage.platform, order);
  assert.deepEqual(Object.keys(fields ?? {}), [
    'serviceName',
    'platformNo',
    'responseType',
    'keySerial',
    'respData',
    'sign',
  ]);
  assert.deepEqual([fields?.responseType, fields?.keySerial], ['NOTIFY', '7']);
  assert.deepEqual(checkForm(stage.dialect, fields ?? {}), {
    code: '0',
    description: '成功',
    requestNo: 'R1',
    bizType: 'TENDER',
  });
  assert.equal(stage.dialect.notices.acknowledgement, 'SUCCESS');
  assert.equal(stage.dialect.notices.mostSends('WITHDRAW'), 7);
});

test('LW-10 every spelling is accepted and the one that was sent is echoed', async () => {
  const stage = wireStage('lianyintong');
  for (const name of ['CANCEL_PRE_TRANSACTION', 'CANCEL_PRE_TRANSATION', 'CANCEL_ PRE_TRANSACTION']) {
    assert.equal((await stage.call(name, CANCEL)).body.code, '0');
    assert.equal(stage.asked.at(-1)?.request.service, name);
  }
  const order = orderOf({ verb: 'HOLD', service: 'USER_ PRE_TRANSACTION' });
  const back = await renderReturn(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.equal(back?.fields.serviceName, 'USER_ PRE_TRANSACTION');
  assert.equal(back?.url, CALLBACK);
});

test('LW-11 platform accounts in platformUserNo; a member cannot be called like one', async () => {
  const stage = wireStage('lianyintong');
  const cases = {
    PLATFORM_FEE_ACCOUNT: 'FEE',
    PLATFORM_REPAYMENT_ACCOUNT: 'COMPENSATION',
    'PLATFORM_ MARKETING_ACCOUNT': 'MARKETING',
  };
  for (const [platformUserNo, account] of Object.entries(cases)) {
    await stage.gateway('WITHDRAW', { ...WITHDRAW, platformUserNo });
    const command = stage.asked.at(-1)?.command;
    assert.deepEqual(command?.verb === 'WITHDRAW' && command.holder, { kind: 'account', account });
  }
  const { answered } = await stage.gateway('PERSONAL_REGISTER', {
    requestNo: 'R',
    platformUserNo: 'PLATFORM_FEE_ACCOUNT',
  });
  assert.equal(answered.kind === 'error-page' && answered.code, '100002');
});

test('LW-12 CMBC is 招商 here', async () => {
  const stage = wireStage('lianyintong');
  const recharge = { requestNo: 'D1', platformUserNo: 'u1', amount: 1, rechargeWay: 'NETBANK_B2C', bankcode: 'CMBC' };
  await stage.gateway('RECHARGE', recharge);
  const command = stage.asked[0]?.command;
  assert.equal(command?.verb === 'DEPOSIT' && command.bank, 'CMB');
});

test('L2.9 withdrawType is echoed in the form sent; accepted is code 0, returned a failing second notice', async () => {
  const stage = wireStage('lianyintong');
  await stage.gateway('WITHDRAW', WITHDRAW);
  const { command, show } = stage.asked[0] ?? {};
  assert.ok(command?.verb === 'WITHDRAW' && show);
  assert.equal(command.urgency, 'NORMAL');
  const outcome = {
    fee: 200n,
    cardNumber: '6222021234567890123',
    bank: 'ICBC',
    acceptedAt: Date.UTC(2026, 10, 21, 4, 0, 30),
  } as const;
  const order = orderOf({
    verb: 'WITHDRAW',
    service: 'WITHDRAW',
    requestNo: 'W1',
    state: 'ACCEPTED',
    command,
    outcome,
    presentation: show,
  });
  const signer = await stage.deps.signerFor(null);
  const accepted = await renderNotice(stage.dialect, signer, stage.platform, order);
  assert.deepEqual(checkForm(stage.dialect, accepted ?? {}), {
    code: '0',
    description: '成功',
    requestNo: 'W1',
    platformUserNo: 'u1',
    amount: '10.00',
    fee: '2.00',
    feeMode: 'PLATFORM',
    withdrawType: '0',
    bankcardNo: '622202*********0123',
    bankcode: 'ICBK',
  });
  const returned = { ...order, state: 'REFUSED', refusal: refusal('BANK_RETURNED', { reason: '账户已注销' }) } as const;
  const final = await renderNotice(stage.dialect, signer, stage.platform, returned);
  const said = checkForm(stage.dialect, final ?? {});
  assert.equal(said.code, '100008');
  assert.match(String(said.description), /账户已注销/);
});

test('G-13 a browser that returns while the bank decides is told it is under way', async () => {
  const stage = wireStage('lianyintong');
  const order = orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', state: 'HANDED' });
  const back = await renderReturn(stage.dialect, await stage.deps.signerFor(null), stage.platform, order);
  assert.equal(checkForm(stage.dialect, back?.fields ?? {}).code, '100020');
});
