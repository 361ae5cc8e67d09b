/** Calls at an address that is not theirs, and bodies that are no form: a signed answer says where to call, and how. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { bodyOf, CALLBACK, type CallOptions, type WireStage, wireStage } from '../testing/wire-stage.ts';

const CANCEL = { requestNo: 'C1', preTransactionNo: 'P1', amount: '1.00' };
const RAW = JSON.stringify(CANCEL);

const codeAndSentence = async (stage: WireStage, options: CallOptions = {}) => {
  const { body } = await stage.call('CANCEL_PRE_TRANSACTION', CANCEL, options);
  return [body.code, body.description];
};

/** Both stages, and a registry that knows the platforms of both. */
function neighbours() {
  const lianyintong = wireStage('lianyintong');
  const depository = wireStage('depository');
  depository.platform = { ...depository.platform, platformId: 2, platformNo: '6000000002' };
  for (const stage of [lianyintong, depository]) {
    stage.queries = {
      platformByNo: async (no) => {
        const found = [lianyintong, depository].find(({ platform }) => platform.platformNo === no);
        return found ? { platform: found.platform, keys: found.keys } : null;
      },
    };
  }
  return { lianyintong, depository };
}

test('LW-1 a service of the other address is told its path', async () => {
  const stage = wireStage('lianyintong');
  const hold = { requestNo: 'H1', platformUserNo: 'u1', bizType: 'TENDER', amount: '10.00', projectNo: 'X1' };
  const { body } = await stage.call('USER_PRE_TRANSACTION', { ...hold, callbackUrl: CALLBACK });
  assert.deepEqual([body.code, body.description], ['100002', '请求地址错误，应提交至 /lanmaotech/gateway']);
  const { answered } = await stage.gateway('CANCEL_PRE_TRANSACTION', CANCEL);
  assert.ok(answered.kind === 'error-page');
  assert.deepEqual([answered.code, answered.message], ['100002', '请求地址错误，应提交至 /lanmaotech/service']);
});

test('LW-1 a prefix serves its deployment and its platform; under another one it is said where to call', async () => {
  const stage = wireStage('lianyintong');
  const under = (prefix: string) => codeAndSentence(stage, { prefix });
  assert.deepEqual(await under('/bha-neo-app'), ['100002', '请求地址错误，应提交至 /lanmaotech/service']);
  stage.platform = { ...stage.platform, settings: { 'path-prefix': 'bha-neo-app' } };
  assert.deepEqual(await under('/bha-neo-app'), ['0', '成功']);
  assert.deepEqual(await under('/other'), ['100002', '请求地址错误，应提交至 /bha-neo-app/lanmaotech/service']);
  assert.equal((await under(''))[0], '0', 'without any prefix everybody is served');
  const unknown = await codeAndSentence(stage, { prefix: '/other', envelope: { platformNo: '6000000099' } });
  assert.deepEqual(unknown, ['100004', '平台编号不存在：6000000099']);
});

test('LW-1 G-16 a platform that writes the other protocol is told the address of its own', async () => {
  const { lianyintong, depository } = neighbours();
  const told = await codeAndSentence(lianyintong, { envelope: { platformNo: '6000000002' } });
  assert.deepEqual(told, ['100002', '请求地址错误，应提交至 /service']);
  depository.platform = { ...depository.platform, settings: { 'path-prefix': '/custody' } };
  const { answered } = await lianyintong.gateway('X', CANCEL, { envelope: { platformNo: '6000000002' } });
  assert.equal(answered.kind === 'error-page' && answered.message, '请求地址错误，应提交至 /custody/gateway');
});

test('LW-1 DW-1 the form of one protocol at the address of the other is answered as its sender reads it', async () => {
  const { lianyintong, depository } = neighbours();
  const strays = [
    [lianyintong, depository, 'respMsg', '/service'],
    [depository, lianyintong, 'description', '/lanmaotech/service'],
  ] as const;
  for (const [here, from, field, path] of strays) {
    const body = bodyOf(from, 'CANCEL', RAW);
    const told = await here.call('X', {}, { body });
    assert.equal(told.body[field], `请求地址错误，应提交至 ${path}`);
    assert.match(String(here.log.at(-1)?.facts.code), /^(100002|00003)$/);
    from.platform = { ...from.platform, platformNo: '6000000077' };
    assert.equal((await here.call('X', {}, { body })).body[field], `请求地址错误，应提交至 ${path}`);
  }
  // Whoever belongs here has only sent the wrong fields.
  const own = wireStage('depository');
  own.platform = { ...own.platform, platformNo: lianyintong.platform.platformNo };
  const wrong = await lianyintong.call('X', {}, { body: bodyOf(own, 'CANCEL', RAW) });
  assert.deepEqual([wrong.body.code, wrong.body.description], ['100002', '缺少参数 keySerial']);
});

test('LW-1 DW-1 a body that is no form is told what it is and what is due', async () => {
  const said = {
    '{"serviceName":"X","reqData":"a=1"}': ['application/json', 'JSON'],
    ' [1]': ['', 'JSON'],
    '<xml/>': ['application/x-www-form-urlencoded', 'XML'],
    hello: ['text/plain; charset=utf-8', '文本'],
    [`${'x'.repeat(300)}=1`]: ['application/octet-stream', '其他类型'],
  };
  for (const name of ['lianyintong', 'depository'] as const) {
    for (const [text, [contentType = '', what]] of Object.entries(said)) {
      const { body } = await wireStage(name).call('X', {}, { body: Buffer.from(text), contentType });
      const sentence = `请求参数格式错误：收到 ${what}，应为 x-www-form-urlencoded 表单`;
      assert.equal(body.description ?? body.respMsg, sentence, `${contentType} ${text}`);
    }
  }
  const stage = wireStage('lianyintong');
  assert.equal((await codeAndSentence(stage, { contentType: 'text/plain;charset=UTF-8' }))[0], '0', 'a form it is');
  const missing = await codeAndSentence(stage, { contentType: 'text/plain', envelope: { sign: null } });
  assert.deepEqual(missing, ['100002', '缺少参数 sign']);
});
