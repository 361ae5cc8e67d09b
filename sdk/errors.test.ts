import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CunguanError, depository, lianyintong } from './index.ts';
import type { ClientConfig, KeySource, Unknown } from './index.ts';
import { privateKey, publicKey } from './keys.ts';
import { LIANYINTONG } from './protocol.ts';
import { fakeCustodian, pemPair } from './testing/custodian.ts';
import type { Reply } from './testing/custodian.ts';

const platform = pemPair();
const custodianKeys = pemPair();
const closing: (() => unknown)[] = [];
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cunguan-sdk-'));
});
after(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true });
});

function config(baseUrl: string, more: Partial<ClientConfig> = {}): ClientConfig {
  const keys = { '1': custodianKeys.publicKey };
  return { baseUrl, platformNo: '6000000001', privateKey: platform.privateKey, custodianKeys: keys, ...more };
}

/** What a query (harmless) or a loan without idempotency is told of such an answer. */
async function told(baseUrl: string, more: Partial<ClientConfig> = {}): Promise<Unknown> {
  const answer = await lianyintong(config(baseUrl, more)).call('MODIFY_PROJECT', {
    requestNo: 'M1',
    projectNo: 'X1',
    status: 'REPAYING',
  });
  assert.equal(answer.kind, 'unknown');
  return answer as Unknown;
}

/** A listener that does with its connection what a test says, once something has come. */
async function socketServer(write: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => write(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('G-11 "fetch failed" is a sentence with the address: nobody listens, no such host, no TLS', async () => {
  const fake = await fakeCustodian(LIANYINTONG, platform.publicKey, () => 'drop', custodianKeys);
  await fake.close();
  const refused = await told(fake.baseUrl);
  assert.deepEqual([refused.reason, refused.mayHaveBeenExecuted, refused.repeatable], ['NOT_SENT', false, true]);
  assert.equal(
    refused.message,
    `${fake.baseUrl}/lanmaotech/service could not be reached: nobody listens there; is the custodian running, ` +
      'and are host and port right? (ECONNREFUSED)',
  );
  const nowhere = await told('http://custodian.invalid');
  assert.equal(nowhere.reason, 'NOT_SENT');
  assert.match(nowhere.message, /^http:\/\/custodian\.invalid\/lanmaotech\/service could not be reached: .*host/);
  const plain = await socketServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const secure = await told(plain.replace('http:', 'https:'));
  assert.deepEqual([secure.reason, secure.repeatable], ['NOT_SENT', true]);
  assert.match(secure.message, /does not speak TLS/);
});

test('G-11 an answer that stops half way is a lost connection or a time-out, and says how far it came', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"code":"0"';
  const cut = await told(await socketServer((socket) => socket.end(head)));
  assert.deepEqual([cut.reason, cut.mayHaveBeenExecuted, cut.repeatable], ['CONNECTION', true, false]);
  assert.match(cut.message, /connection to http:\S+ was lost: .*\(HTTP 200 had begun, 11 bytes were read\)$/);
  const stuck = await told(await socketServer((socket) => void socket.write(head)), { timeoutMs: 150 });
  assert.deepEqual([stuck.reason, stuck.mayHaveBeenExecuted], ['TIMEOUT', true]);
  assert.match(stuck.message, /no whole answer of http:\S+ within 150 ms \(HTTP 200 had begun/);
});

test('G-2 an answer that is not the custodian’s is told for what it seems to be, without quoting it', async () => {
  const forger = pemPair();
  const person = { code: '0', realName: '李四', idCardNo: '330106199003071230' };
  for (const [reason, reply, pattern] of [
    ['NOT_SIGNED', { status: 502, body: '<html><title>502 Bad Gateway</title>' }, /a page titled "502 Bad Gateway"/],
    ['NOT_SIGNED', { status: 200, body: JSON.stringify(person) }, /no header "sign".*: JSON; does a proxy drop/],
    ['NOT_SIGNED', { status: 404, body: '' }, /HTTP 404, 0 bytes.*path of baseUrl/],
    [
      'NOT_SIGNED',
      { status: 302, body: '', headers: { location: 'https://custodian.example/x?idCardNo=330106199003071230' } },
      /redirect to https:\/\/custodian\.example\/x; baseUrl/,
    ],
    ['BAD_SIGNATURE', { data: person, signature: 'AAAA' }, /not by a key of custodianKeys \(1\)/],
  ] satisfies (readonly [string, Reply, RegExp])[]) {
    const fake = await fakeCustodian(LIANYINTONG, platform.publicKey, () => reply, custodianKeys);
    closing.push(() => fake.close());
    const answer = await told(fake.baseUrl);
    assert.deepEqual([answer.reason, answer.mayHaveBeenExecuted], [reason, true]);
    assert.match(answer.message, pattern);
    assert.ok(answer.message.includes(`${fake.baseUrl}/lanmaotech/service`));
    assert.doesNotMatch(answer.message, /李四|330106/);
  }
  const other = await fakeCustodian(LIANYINTONG, platform.publicKey, () => ({ data: person }), forger);
  closing.push(() => other.close());
  assert.equal((await told(other.baseUrl)).reason, 'BAD_SIGNATURE');
});

test('G-11 a program switches on the kind of one class; the sentence says what to do', async () => {
  const fake = await fakeCustodian(LIANYINTONG, platform.publicKey, () => 'drop', custodianKeys);
  closing.push(() => fake.close());
  const client = lianyintong(config(fake.baseUrl));
  const cases = [
    [
      client.demand('MODIFY_PROJECT', { requestNo: 'M', projectNo: 'X', status: 'REPAYING' }),
      true,
      false,
      /: query the/,
    ],
    [
      client.demand('CANCEL_PRE_TRANSACTION', { requestNo: 'C', preTransactionNo: 'T', amount: 1n }),
      true,
      true,
      /it may have been executed: send the same request again, with the same requestNo$/,
    ],
    [client.demand('QUERY_PROJECT_INFORMATION', { projectNo: 'X' }), false, true, /nothing was done/],
  ] as const;
  for (const [call, mayHaveBeenExecuted, repeatable, message] of cases) {
    await assert.rejects(call, { name: 'CunguanError', kind: 'CONNECTION', mayHaveBeenExecuted, repeatable, message });
  }
});

test('DW-2 the time of the stamp is what `now` answers; no valid time is refused before anything is sent', () => {
  const client = depository(config('http://x', { now: () => new Date(Number.NaN) }));
  const query = { userNo: 'U1', requestNo: 'R', amount: '1', payCompany: 'YEEPAY', rechargeWay: 'WEB' } as const;
  assert.throws(() => client.form('RECHARGE', { ...query, callbackUrl: 'http://p' }), { kind: 'CONFIG' });
});

test('a baseUrl or time-out that is none is refused when the client is made, without showing a password in it', () => {
  for (const bad of ['custodian.example', 'ftp://x', 'http://x?a=1', 'http://me:geheim@x', 'http://me:geheim@x:y']) {
    assert.throws(
      () => lianyintong(config(bad)),
      (error: unknown) => error instanceof CunguanError && error.kind === 'CONFIG' && !/geheim/.test(error.message),
      bad,
    );
  }
  for (const timeoutMs of [0, -1, Number.NaN]) {
    assert.throws(() => lianyintong(config('http://x', { timeoutMs })), { kind: 'CONFIG', message: /timeoutMs/ });
  }
  const form = lianyintong(config('http://x/prefix/')).form('WITHDRAW', {
    ...{ platformUserNo: 'U', requestNo: 'R', callbackUrl: 'http://p', withdrawType: 'URGENT', amount: '1' },
  } as never);
  assert.equal(form.action, 'http://x/prefix/lanmaotech/gateway');
});

/** Of custodian.example, by itself; its key is nobody's. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDGzCCAgOgAwIBAgIUA6ypllmMJN0YM/bb7p12obgDcKIwDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRY3VzdG9kaWFuLmV4YW1wbGUwIBcNMjYxMTI3MjA0NDA1
WhgPMjEyNjExMDMyMDQ0MDVaMBwxGjAYBgNVBAMMEWN1c3RvZGlhbi5leGFtcGxl
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArJS59eOY999/Mqpldf1i
Pvjl4Qv318jM1uH2LwptddYTRCvhZom7GU+sJ9zQYobV17412rJcQYNOxx8E8Z7z
6sduxk8QuNFDKTk1kBP8cwedyNCDaN9q27aqzoRmwVTv+dRIN9d2IV06iREzSVtb
8cCa9PXBmdSpfKaaAYXaJpf0dvkUT1ccGWTMibyDA0IARCI00CNer51Su2TnSgE7
fIsTDUTm/NJyJWKmQPTzXWPRkqFiCeAS4OY0jxF3qYvgOvhORLXFjzzwDjHiX6nw
lyAaLhxV3ZE0vd4msPE68Cc15KkaCt6jpDR9D4ZMhxy5Ej8sRFUKPC8wRKV3A1FB
wQIDAQABo1MwUTAdBgNVHQ4EFgQUW1SxjIzFPgXlQ3f4C1gjlOHQPCAwHwYDVR0j
BBgwFoAUW1SxjIzFPgXlQ3f4C1gjlOHQPCAwDwYDVR0TAQH/BAUwAwEB/zANBgkq
hkiG9w0BAQsFAAOCAQEAn4L/oZ9vsdA94wu4OxDXySoSbkCVzXhgX5s0tYieEZEH
iecRGlCcyyY4o1UH6P1JhknQoc91FJd0fCvlkACx6eVGoFTGRoHYH5HJrc6Fvyte
cn7Rqe9o1xdEHc2u4v0gtx9V3wxvaebopoocr+arVktIB6fWv0k3elEwDp7C2dss
tSSLuCwoP3HJUW6ShA9cIKOX88ywY6gU/uvN+21AXk+jmxXEUFuOrV3Zp0J73V5E
BW/keSUkJXyD7MrGEwAQqeG4Dbr1Yyu5Zj2oIahzFhhSvwMdhqnmPbwu93N6rZvR
0EIJ15ufBWF3si8qVK81jM28DP++6c9Jci/p/wKJzg==
-----END CERTIFICATE-----`;

const bare = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');

test('DW-4 keys come as PKCS#8, PKCS#1, SPKI, bare base64, with escaped line ends, or in a file', async () => {
  const key = createPrivateKey(platform.privateKey);
  const open = createPublicKey(platform.privateKey);
  const pkcs1 = key.export({ format: 'pem', type: 'pkcs1' }).toString();
  const file = join(folder, 'platform.pem');
  await writeFile(file, `\uFEFF${platform.privateKey.replace(/\n/g, '\r\n')}`);
  const der = join(folder, 'platform.der');
  await writeFile(der, key.export({ format: 'der', type: 'pkcs8' }));
  const escaped = platform.privateKey.replace(/\n/g, '\\n');
  const shapes: readonly KeySource[] = [platform.privateKey, pkcs1, escaped, { file }, { file: der }];
  for (const shape of [...shapes, bare(platform.privateKey), bare(pkcs1)]) assert.ok(privateKey(shape).equals(key));
  const rsa = open.export({ format: 'pem', type: 'pkcs1' }).toString();
  for (const shape of [platform.publicKey, rsa, bare(platform.publicKey), bare(rsa)]) {
    assert.ok(publicKey(shape).equals(open));
  }
  for (const shape of [CERTIFICATE, bare(CERTIFICATE)]) {
    assert.equal(publicKey(shape).asymmetricKeyDetails?.modulusLength, 2048);
  }
});

test('DW-4 a key that is none is refused in a sentence: which, what was expected, what was found', async () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const sealed = (type: 'pkcs8' | 'pkcs1') =>
    createPrivateKey(platform.privateKey)
      .export({ format: 'pem', type, cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
  const file = join(folder, 'public.pem');
  await writeFile(file, platform.publicKey);
  const cases: readonly (readonly [KeySource, RegExp])[] = [
    [{ file }, /^privateKey \(file \S+public\.pem\) is not usable: expected an RSA private key in PEM.*found a public/],
    [{ file: join(folder, 'none.pem') }, /^privateKey \(file \S+none\.pem\) cannot be read: there is no such file$/],
    ['platform.pem', /found what looks like the name of a file; give \{ file: … \}/],
    ['', /found nothing$/],
    [platform.privateKey.slice(0, 400), /found a PEM block that is cut or garbled$/],
    [bare(platform.privateKey).slice(0, 400), /found base64 of something else$/],
    [sealed('pkcs8'), /found an encrypted key/],
    [sealed('pkcs1'), /found an encrypted key/],
    [bare(platform.publicKey), /found a public key$/],
    [ec.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), /is a key of type ec; RSA is needed$/],
  ];
  for (const [source, sentence] of cases) {
    assert.throws(
      () => lianyintong(config('http://x', { privateKey: source })),
      (error: unknown) => {
        assert.ok(error instanceof CunguanError && error.kind === 'KEY');
        assert.match(error.message, sentence);
        assert.doesNotMatch(error.message, /routines|MII/);
        return true;
      },
    );
  }
  const swapped = config('http://x', { custodianKeys: { '2': platform.privateKey } });
  assert.throws(() => lianyintong(swapped), /^CunguanError: custodianKeys\[2\] is not usable.*found a private key$/);
});
