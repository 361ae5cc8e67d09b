/** The addresses of both protocols over a real socket: bytes through, limits, prefixes, the browser's answers. */
import assert from 'node:assert/strict';
import { createSign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { PLATFORM_KEYS, type WireStage, wireStage } from '../testing/wire-stage.ts';
import { type HttpServer, startServer } from './server.ts';
import { wireRoutes } from './wire-routes.ts';

const lianyintong = wireStage('lianyintong');
const depository = wireStage('depository');
const HTML = { 'content-type': 'text/html; charset=utf-8' };

let server: HttpServer;
let base: string;

before(async () => {
  const pages = {
    opened: (token: string) => ({
      status: 303,
      headers: { ...HTML, location: `/pages/${token}` },
      body: `<a>${token}</a>`,
    }),
    refused: (trouble: { readonly code: string }) => ({ status: 400, headers: HTML, body: `code ${trouble.code}` }),
  };
  const routes = [lianyintong, depository].flatMap((stage) =>
    wireRoutes({ exchange: stage.deps, dialects: [stage.dialect], pages }),
  );
  server = await startServer({ host: '127.0.0.1', port: 0, portName: 'PORT', log: pino({ level: 'silent' }), routes });
  base = `http://127.0.0.1:${server.port}`;
});

after(() => server.close());

/** The signed form of a call. */
function formOf(stage: WireStage, serviceName: string, data: object): URLSearchParams {
  const reqData = JSON.stringify({ timestamp: '20261121120000', ...data });
  const signature = createSign('RSA-SHA1').update(reqData).sign(PLATFORM_KEYS.privateKey);
  const isLianyintong = stage.dialect.name === 'lianyintong';
  const { platformNo } = stage.platform;
  return new URLSearchParams({
    serviceName,
    platformNo,
    reqData,
    ...(isLianyintong
      ? { keySerial: '1', sign: signature.toString('base64') }
      : { signature: signature.toString('hex') }),
  });
}

const CANCEL = { requestNo: 'C1', preTransactionNo: 'P1', amount: 1 };
const HOLD = {
  requestNo: 'H1',
  platformUserNo: 'u1',
  bizType: 'TENDER',
  amount: 10,
  projectNo: 'X1',
  callbackUrl: 'https://platform.example/back',
};

async function post(
  path: string,
  body: URLSearchParams | FormData | Buffer<ArrayBuffer> | string,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(base + path, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test('LW-1 LW-5 a direct call over HTTP', async () => {
  const told = await post('/lanmaotech/service', formOf(lianyintong, 'CANCEL_PRE_TRANSACTION', CANCEL));
  assert.equal(told.status, 200);
  assert.equal(told.headers.get('content-type'), 'application/json;charset=UTF-8');
  assert.ok(told.headers.get('sign'));
  assert.equal(JSON.parse(told.text).code, '0');
});

test('DW-1 the same at the addresses of depository', async () => {
  const data = { requestNo: 'C1', preRequestNo: 'P1', amount: 1 };
  const told = await post('/service', formOf(depository, 'CANCEL_PRE_FREEZE', data));
  assert.equal(told.status, 200);
  assert.match(told.headers.get('signature') ?? '', /^[0-9a-f]{512}$/);
  assert.equal(JSON.parse(told.text).respCode, '00000');
});

test('G-12 a gateway call is answered 303, and its body carries the link', async () => {
  const told = await post('/lanmaotech/gateway', formOf(lianyintong, 'USER_PRE_TRANSACTION', HOLD));
  assert.equal(told.status, 303);
  assert.equal(told.headers.get('location'), '/pages/a-token');
  assert.match(told.text, /a-token/);
});

test('G-13 refused before the page: the error page', async () => {
  const told = await post('/lanmaotech/gateway', formOf(lianyintong, 'USER_PRE_TRANSACTION', { ...HOLD, amount: 0 }));
  assert.deepEqual([told.status, told.text], [400, 'code 100002']);
});

test('LW-1 under a prefix of the platform, and only of it', async () => {
  const form = () => formOf(lianyintong, 'CANCEL_PRE_TRANSACTION', CANCEL);
  lianyintong.platform = { ...lianyintong.platform, settings: { 'path-prefix': '/bha-neo-app' } };
  assert.equal(JSON.parse((await post('/bha-neo-app/lanmaotech/service', form())).text).code, '0');
  assert.equal(JSON.parse((await post('/other/lanmaotech/service', form())).text).code, '100002');
});

/** The same fields as multipart/form-data. */
function multipart(form: URLSearchParams): FormData {
  const parts = new FormData();
  for (const [name, value] of form) parts.set(name, value);
  return parts;
}

test('LW-1 DW-1 G-1 multipart/form-data is read on every direct address, its serviceName counts', async () => {
  for (const path of lianyintong.dialect.paths.service) {
    const told = await post(path, multipart(formOf(lianyintong, 'CANCEL_PRE_TRANSACTION', CANCEL)));
    assert.equal(JSON.parse(told.text).code, '0', path);
  }
  const data = { requestNo: 'C1', preRequestNo: 'P1', amount: 1 };
  const told = await post('/service', multipart(formOf(depository, 'CANCEL_PRE_FREEZE', data)));
  assert.equal(JSON.parse(told.text).respCode, '00000');
});

test('G-1 parts are bytes, whatever type and character set they claim; what is no form says so', async () => {
  const reqData = Buffer.from('\ufeff{"requestNo":"C1"}');
  const signature = createSign('RSA-SHA1').update(reqData).sign(PLATFORM_KEYS.privateKey);
  const fields: Readonly<Record<string, string | Buffer>> = {
    ...{ serviceName: 'CANCEL_PRE_TRANSACTION', platformNo: lianyintong.platform.platformNo, keySerial: '1' },
    ...{ sign: signature.toString('base64'), reqData },
  };
  const part = ([name, value]: readonly [string, string | Buffer], type = 'text/plain; charset=GBK') => [
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: ${type}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ];
  const parts = Object.entries(fields).flatMap((field) => part(field));
  const type = { 'content-type': 'multipart/form-data; boundary=b' };
  const told = async (body: readonly Buffer[], headers: Record<string, string> = type) =>
    JSON.parse((await post('/lanmaotech/service', Buffer.concat(body), headers)).text);
  const end = Buffer.from('--b--\r\n');
  assert.match(
    (await told([...parts, end])).description,
    /preTransactionNo|JSON/,
    'verified: the mark of order is signed',
  );
  assert.match((await told([...parts, ...part(['sign', 'x']), end])).description, /参数重复 sign/);
  const many = Array.from({ length: 70 }, (_, index) => part([`p${index}`, ''])).flat();
  assert.match((await told([...many, end])).description, /参数过多/);
  for (const [body, headers] of [
    [parts, type],
    [[...parts, end], { 'content-type': 'multipart/form-data' }],
    [[Buffer.from('--x--')], type],
  ] as const) {
    const { code, description } = await told(body, headers);
    assert.deepEqual([code, description], ['100002', '请求参数格式错误：multipart/form-data 表单无法解析']);
  }
  const mixed = await told([...parts, end], { 'content-type': 'multipart/mixed; boundary=b' });
  assert.match(mixed.description, /应为 x-www-form-urlencoded 表单/);
  const half = [...parts, ...part(['file', Buffer.alloc(9 * 1024 * 1024)]), end];
  assert.match((await told(half)).description, /超过 8MB 上限/);
});

test('LW-1 download by GET, upload as multipart: known, not opened yet', async () => {
  const query = formOf(lianyintong, 'DOWNLOAD_CHECKFILE', { fileDate: '20261120', fileType: 'USER' });
  for (const path of ['/lanmaotech/download', '/lanmaotech/service']) {
    const answer = await fetch(`${base}${path}?${query}`);
    assert.equal(answer.status, 200);
    assert.equal(((await answer.json()) as { code: string }).code, '100006');
  }
  const upload = multipart(formOf(lianyintong, 'UPLOAD_CHECKFILE', { fileDate: '20261120', fileType: 'CIBK' }));
  upload.set('file', new Blob(['zip']), 'files.zip');
  assert.equal(JSON.parse((await post('/lanmaotech/upload', upload)).text).code, '100006');
});

test('a body over the limit, none at all, and any content type: signed refusals', async () => {
  const cases = [
    await post('/lanmaotech/service', 'x'.repeat(8 * 1024 * 1024 + 1)),
    await post('/lanmaotech/service', ''),
    await post('/lanmaotech/service', '{"a":1}', { 'content-type': 'application/json' }),
    await post('/lanmaotech/service', 'x', { 'content-type': 'not a type' }),
  ];
  for (const told of cases) {
    assert.equal(told.status, 200);
    assert.ok(told.headers.get('sign'));
    assert.equal(JSON.parse(told.text).code, '100002');
  }
});

test('5,000 details pass', async () => {
  const line = (index: number) => ({ platformUserNo: `investor_${index}`, amount: '100.00', income: '1.25' });
  const details = Array.from({ length: 5_000 }, (_, index) => line(index));
  const data = { requestNo: 'Y1', preTransactionNo: 'P1', projectNo: 'X1', details };
  const told = await post('/lanmaotech/service', formOf(lianyintong, 'CONFIRM_REPAYMENT', data));
  assert.equal(JSON.parse(told.text).code, '0');
  const command = lianyintong.asked.at(-1)?.command;
  assert.equal(command?.verb === 'CONFIRM_REPAYMENT' && command.details.length, 5_000);
});

test('LW-1 DW-1 a path that nobody has is 404, whatever the method and body, and so is another method', async () => {
  const call = async (method: string, path: string, body: string | null = null) => {
    const answer = await fetch(base + path, { method, body });
    return [answer.status, method === 'HEAD' ? '' : await answer.text()];
  };
  const nobody = [404, '没有这个地址 Not found\n'];
  const form = formOf(lianyintong, 'CANCEL_PRE_TRANSACTION', CANCEL).toString();
  const paths = ['/lanmaotech', '/lanmaotech/services', '/lanmaotech/service/', '/a/b/c/service', '/%zz/service'];
  for (const path of [...paths, `/${'x'.repeat(600)}/service`]) {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      for (const body of [form, 'x'.repeat(9 * 1024 * 1024)]) {
        assert.deepEqual(await call(method, path, body), nobody, `${method} ${path} ${body.length}`);
      }
    }
    for (const method of ['GET', 'OPTIONS']) assert.deepEqual(await call(method, path), nobody, `${method} ${path}`);
  }
  for (const path of [...lianyintong.dialect.paths.service, '/gateway', '/service', '/prefix/service']) {
    for (const method of ['PUT', 'DELETE', 'PATCH']) assert.deepEqual(await call(method, path, form), nobody, path);
    assert.deepEqual(await call('OPTIONS', path), nobody);
  }
});
