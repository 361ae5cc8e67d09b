/** The road of a call, where it may leave it, and what the platform is told then. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { refusal, refuse } from '../custody/refusals.ts';
import { fail } from '../kernel/result.ts';
import { formatTime, MINUTE } from '../kernel/time.ts';
import { CALLBACK, checkForm, orderOf, STRANGER_KEYS, type Heard, wireStage } from '../testing/wire-stage.ts';
import { wireRefusal } from './refusals.ts';

const CANCEL = { requestNo: 'C1', preTransactionNo: 'P1', amount: '1.00' };
const HOLD = { requestNo: 'H1', platformUserNo: 'u1', bizType: 'TENDER', amount: '10.00', projectNo: 'X1' };
const DEPOSIT = { requestNo: 'D1', userNo: 'u1', amount: '1.00', payCompany: 'BAOFU', rechargeWay: 'WEB' };
const PROJECT = {
  requestNo: 'E1',
  platformUserNo: 'b1',
  projectNo: 'X1',
  projectAmount: '100',
  projectName: '标的',
  projectType: 'STANDARDPOWDER',
  annnualInterestRate: 8.5,
  repaymentWay: 'ONE_TIME_SERVICING',
};

function errorPage(told: Heard) {
  assert.equal(told.answered.kind, 'error-page');
  return told.answered as Extract<Heard['answered'], { kind: 'error-page' }>;
}

test('G-1 the signature is verified over the bytes as received, before any parsing', async () => {
  const stage = wireStage('lianyintong');
  const spaced = '{ "requestNo":"C1", preTransactionNo:\'P1\', "amount" : 1.00 }';
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', {}, { raw: spaced })).body.code, '0');
  const broken = Buffer.from([0x7b, 0xd6, 0xd0, 0x7d]);
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', {}, { raw: broken })).body.code, '100002');
  const stranger = { raw: broken, privateKey: STRANGER_KEYS.privateKey };
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', {}, stranger)).body.code, '100003');
});

test('G-1 a bad signature executes nothing and is logged', async () => {
  const stage = wireStage('lianyintong');
  const { body } = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { privateKey: STRANGER_KEYS.privateKey });
  assert.equal(body.code, '100003');
  assert.equal(stage.asked.length, 0);
  assert.equal(stage.log.at(-1)?.facts.result, 'SIGNATURE_WRONG');
});

test('G-1 reqData changed after signing is refused', async () => {
  const stage = wireStage('lianyintong');
  const envelope = { reqData: JSON.stringify({ ...CANCEL, amount: '2.00' }) };
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope })).body.code, '100003');
});

test('G-2 LW-7 who is named is answered under his key, signed or not; strangers under the default one', async () => {
  const stage = wireStage('lianyintong');
  const { signerFor } = stage.deps;
  const signedFor: (string | null)[] = [];
  stage.deps.signerFor = (platform) => {
    signedFor.push(typeof platform === 'object' ? (platform?.platformNo ?? null) : `number ${platform}`);
    return signerFor(platform);
  };
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL);
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { privateKey: STRANGER_KEYS.privateKey });
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { keySerial: '9' } });
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { keySerial: null } });
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { userDevice: 'TV' } });
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { platformNo: '6999999999' } });
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { platformNo: null } });
  await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { envelope: { platformNo: '6999999999', keySerial: null } });
  const { platformNo } = stage.platform;
  const named = Array.from({ length: 5 }, () => platformNo);
  assert.deepEqual(signedFor.splice(0), [...named, null, null, null]);
  // A database that is away answers nobody's question who he is; what we say then is said to whom he names.
  stage.queries = { platformByNo: () => Promise.reject(new Error('the database is away')) };
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', CANCEL)).body.code, '100001');
  assert.deepEqual(signedFor, [`number ${platformNo}`]);
});

test('G-2 what http could not take is a signed refusal too', async () => {
  const stage = wireStage('lianyintong');
  const body = wireRefusal('BODY_TOO_LARGE', { bytes: 8 * 1024 * 1024, of: 'BODY' });
  const told = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { body });
  assert.deepEqual(told.body, { code: '100002', description: '请求报文超过 8MB 上限' });
});

test('G-7 the first bad field is named in Chinese', async () => {
  const stage = wireStage('lianyintong');
  const { body } = await stage.call('CANCEL_PRE_TRANSACTION', { requestNo: 'C1' });
  assert.deepEqual(body, { code: '100002', description: 'preTransactionNo（预处理业务流水号）不能为空' });
});

test('LW-4 a requestNo given as a number comes back with its digits, also when another field is bad', async () => {
  const stage = wireStage('depository');
  const raw = `{"timestamp":"${formatTime(stage.clock.now())}","requestNo":2026112100000000000001,"preRequestNo":"P1"}`;
  const { body } = await stage.call('CANCEL_PRE_FREEZE', {}, { raw });
  assert.deepEqual([body.respCode, body.requestNo], ['00003', '2026112100000000000001']);
  assert.equal(stage.log.at(-1)?.facts.requestNo, '2026112100000000000001');
});

test('G-5 a sentence fits 50 characters, the log has all of it', async () => {
  const stage = wireStage('lianyintong');
  const told = await stage.call('ESTABLISH_PROJECT', { ...PROJECT, requestNo: undefined, repaymentWay: 'NEVER' });
  assert.match(String(told.body.description), /^requestNo/);
  const { body } = await stage.call('ESTABLISH_PROJECT', { ...PROJECT, repaymentWay: 'NEVER' });
  assert.equal(body.description, 'repaymentWay 取值 NEVER 有误，应为 ONE_TIME_SERVICING 等');
  assert.match(String(stage.log.at(-1)?.facts.sentence), /FIXED_BASIS_MORTGAGE/);
});

test('G-8 a blank number, one with white space around it or a control character is refused', async () => {
  const stage = wireStage('lianyintong');
  for (const requestNo of [' C1', 'C1 ', 'C1\u3000', ' ', 'C\t1', 'C1\n', 'C\u00851']) {
    const { body } = await stage.call('CANCEL_PRE_TRANSACTION', { ...CANCEL, requestNo });
    assert.equal(body.code, '100002', JSON.stringify(requestNo));
    assert.match(String(body.description), /^requestNo/);
  }
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', { ...CANCEL, requestNo: 'C 1' })).body.code, '0');
  assert.equal(stage.asked.length, 1);
});

test('G-5 a number of 50 rare characters is one, though UTF-16 has 100 units for it', async () => {
  const stage = wireStage('lianyintong');
  const requestNo = '𠮷'.repeat(50);
  assert.equal((await stage.call('CANCEL_PRE_TRANSACTION', { ...CANCEL, requestNo })).body.code, '0');
  assert.equal(stage.log.at(-1)?.facts.requestNo, requestNo);
});

test('G-9 what differs is named as the platform calls it', async () => {
  const stage = wireStage('lianyintong');
  const differs = (field: string) => {
    stage.execute = () => refuse('REQUEST_CONTENT_DIFFERS', { requestNo: 'C1', field });
  };
  differs('holdNo');
  const { body } = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL);
  assert.equal(body.code, '100013');
  assert.match(String(body.description), /preTransactionNo$/);
  differs('verb');
  assert.match(String((await stage.call('CANCEL_PRE_TRANSACTION', CANCEL)).body.description), /serviceName$/);
});

test('G-10 a duplicate has its own code', async () => {
  const stage = wireStage('lianyintong');
  stage.execute = () => refuse('REQUEST_DUPLICATE', { requestNo: 'E1' });
  assert.deepEqual((await stage.call('ESTABLISH_PROJECT', PROJECT)).body, {
    code: '100013',
    description: '请求流水号重复：E1',
  });
});

test('G-11 a result that is not known is never a refusal: repeat when idempotent, else query', async () => {
  const stage = wireStage('lianyintong');
  stage.execute = () => {
    throw new Error('connection lost');
  };
  const repeatable = (await stage.call('CANCEL_PRE_TRANSACTION', CANCEL)).body;
  assert.equal(repeatable.code, '100001');
  assert.match(String(repeatable.description), /相同请求重新提交/);
  const unknown = (await stage.call('ESTABLISH_PROJECT', PROJECT)).body;
  assert.equal(unknown.code, '100020');
  assert.match(String(unknown.description), /查询/);
  const failure = stage.log.find(({ message }) => message === 'exchange failed');
  assert.equal(failure?.facts.requestId, stage.kept[0]?.call.requestId);
  const twin = wireStage('depository');
  twin.execute = stage.execute;
  const told = await twin.call('CANCEL_PRE_FREEZE', { requestNo: 'C1', preRequestNo: 'P1', amount: 1 });
  assert.deepEqual([told.body.respCode, told.body.status], ['00001', 'PROCESSING']);
});

test('G-11 a database that is away refuses what cannot have happened', async () => {
  const stage = wireStage('lianyintong');
  stage.queries.platformByNo = () => Promise.reject(new Error('away'));
  assert.deepEqual((await stage.call('CANCEL_PRE_TRANSACTION', CANCEL)).body, {
    code: '100001',
    description: '系统繁忙，请稍后再试',
  });
});

test('G-12 a gateway call opens a page with what is for show', async () => {
  const stage = wireStage('lianyintong');
  const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148';
  const data = { ...HOLD, remark: '第一期', expired: '20261121130000' };
  const told = await stage.gateway('USER_PRE_TRANSACTION', data, { userAgent });
  assert.deepEqual(told.answered, { kind: 'redirect', token: 'a-token' });
  const [asked] = stage.asked;
  assert.deepEqual(asked?.show, {
    callbackUrl: CALLBACK,
    device: 'MOBILE',
    remark: '第一期',
    hideBalance: false,
    echo: {},
  });
  assert.equal(asked?.expired, Date.UTC(2026, 10, 21, 5));
  assert.deepEqual(asked?.request, { requestNo: 'H1', service: 'USER_PRE_TRANSACTION', idempotent: true });
});

test('G-13 refused before the page: an error page, and the signed failing return', async () => {
  const stage = wireStage('lianyintong');
  const unknown = refusal('MEMBER_UNKNOWN', { userNo: 'u1' });
  stage.open = () => ({ ...fail(unknown), owesReturn: true });
  const page = errorPage(await stage.gateway('USER_PRE_TRANSACTION', HOLD));
  assert.equal(page.code, '100009');
  assert.equal(page.return?.url, CALLBACK);
  assert.equal(page.return?.fields.responseType, 'CALLBACK');
  assert.deepEqual(checkForm(stage.dialect, page.return?.fields ?? {}), {
    code: '100009',
    description: '用户不存在：u1',
    requestNo: 'H1',
    bizType: 'TENDER',
  });
});

test('G-13 a form that cannot be read is returned too, as far as it was read', async () => {
  const stage = wireStage('lianyintong');
  const page = errorPage(await stage.gateway('USER_PRE_TRANSACTION', { ...HOLD, amount: '1.001' }));
  const said = checkForm(stage.dialect, page.return?.fields ?? {});
  assert.deepEqual([said.code, said.requestNo], ['100002', 'H1']);
});

test('G-13 no return for a duplicate, a forged call, or a callbackUrl of no use', async () => {
  const stage = wireStage('lianyintong');
  const duplicate = refusal('REQUEST_DUPLICATE', { requestNo: 'H1' });
  stage.open = () => ({ ...fail(duplicate), owesReturn: false });
  assert.equal(errorPage(await stage.gateway('USER_PRE_TRANSACTION', HOLD)).return, undefined);
  const forged = await stage.gateway('USER_PRE_TRANSACTION', HOLD, { privateKey: STRANGER_KEYS.privateKey });
  assert.equal(errorPage(forged).return, undefined);
  for (const callbackUrl of [
    'javascript:alert(1)',
    'ftp://x/',
    '//x',
    `https://x/${'y'.repeat(250)}`,
    'http:// x',
    '',
  ]) {
    const page = errorPage(await stage.gateway('USER_PRE_TRANSACTION', { ...HOLD, callbackUrl }));
    assert.equal(page.code, '100002', callbackUrl);
    assert.equal(page.return, undefined);
  }
});

test('G-12 G-13 an old form posted again is a duplicate, whatever is wrong with it: no failing return', async () => {
  const stage = wireStage('depository');
  const old = { ...DEPOSIT, timestamp: formatTime(stage.clock.now() - 11 * MINUTE) };
  assert.ok(errorPage(await stage.gateway('RECHARGE', old)).return, 'nothing stands under the number');
  for (const state of ['OPEN', 'HANDED', 'ACCEPTED', 'DONE'] as const) {
    stage.queries.order = async (_id, requestNo) =>
      requestNo === 'D1' ? orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', state }) : null;
    assert.equal(errorPage(await stage.gateway('RECHARGE', old)).return, undefined, state);
  }
  const again = { ...old, requestNo: 'D2' };
  assert.ok(errorPage(await stage.gateway('RECHARGE', again)).return);
  stage.queries.order = async () => orderOf({ verb: 'DEPOSIT', service: 'RECHARGE', state: 'REFUSED' });
  assert.ok(errorPage(await stage.gateway('RECHARGE', old)).return, 'a refused try gives way to the next');
  stage.queries.order = () => Promise.reject(new Error('away'));
  assert.equal(errorPage(await stage.gateway('RECHARGE', old)).return, undefined, 'nobody knows');
});

test('G-5 a callbackUrl of 256 characters is taken in both protocols', async () => {
  const stage = wireStage('lianyintong');
  const callbackUrl = `https://platform.example/${'y'.repeat(256 - 25)}`;
  assert.equal((await stage.gateway('USER_PRE_TRANSACTION', { ...HOLD, callbackUrl })).answered.kind, 'redirect');
});

test('what a caller sent is not thrown back at any length', async () => {
  const stage = wireStage('lianyintong');
  const page = errorPage(await stage.gateway('X'.repeat(100_000), HOLD));
  assert.deepEqual([page.code, page.message], ['100006', '接口不存在或未开通']);
});

test('money is never moved by GET', async () => {
  const stage = wireStage('lianyintong');
  const told = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, { method: 'GET' });
  assert.equal(told.body.code, '100002');
  assert.equal(stage.asked.length, 0);
});

test('G-19 the log line is masked', async () => {
  const stage = wireStage('lianyintong');
  await stage.gateway('PERSONAL_REGISTER', {
    requestNo: 'R1',
    platformUserNo: 'u1',
    realName: '张三丰',
    idCardType: 'PRC_ID',
    userRole: 'NORMAL',
    idCardNo: '11010519491231002X',
    mobile: '13800001234',
    bankcardNo: '6222021234567890123',
  });
  const line = JSON.stringify(stage.log.at(-1)?.facts);
  for (const secret of ['三丰', '19491231', '38000', '1234567890']) assert.ok(!line.includes(secret), secret);
  assert.match(line, /622202\*+0123/);
});
