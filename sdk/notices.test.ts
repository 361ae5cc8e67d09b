import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import express from 'express';
import { fastify } from 'fastify';
import { depository, lianyintong, noticeListener, noticePlugin } from './index.ts';
import type { LianyintongClient, MessageOf, NoticeOptions, Rejected, lianyintongTypes } from './index.ts';
import { DEPOSITORY, LIANYINTONG } from './protocol.ts';
import { fakeCustodian, pemPair, recharge } from './testing/custodian.ts';
import type { FakeCustodian } from './testing/custodian.ts';

type Notice = MessageOf<lianyintongTypes.Services, typeof lianyintongTypes.SERVICES>;

const platform = pemPair();
let fake: FakeCustodian;
let client: LianyintongClient;
const closing: (() => unknown)[] = [];

before(async () => {
  fake = await fakeCustodian(LIANYINTONG, platform.publicKey, () => 'drop');
  client = lianyintong({ ...common(), platformNo: '6000000001' });
});
after(async () => {
  await fake.close();
  for (const close of closing) await close();
});

function common() {
  return { baseUrl: fake.baseUrl, privateKey: platform.privateKey, custodianKeys: { '7': fake.keys.publicKey } };
}

/** What a platform's program is told. */
interface Platform {
  readonly options: NoticeOptions<Notice>;
  readonly notices: Notice[];
  readonly rejected: Rejected[];
  readonly errors: unknown[];
  act: () => unknown;
}

function aPlatform(): Platform {
  const told: Platform = {
    notices: [],
    rejected: [],
    errors: [],
    act: () => undefined,
    options: {
      onNotice: async (notice) => {
        told.notices.push(notice);
        await told.act();
      },
      onRejected: (rejected) => void told.rejected.push(rejected),
    },
  };
  return told;
}

async function listening(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
}

/** The same receiver in each surrounding; each answers its address. */
const SURROUNDINGS: Readonly<Record<string, (told: Platform) => Promise<string>>> = {
  'plain http': (told) =>
    listening(noticeListener(client, { ...told.options, onError: (error) => void told.errors.push(error) })),
  express: (told) => inExpress(told, []),
  'express with raw()': (told) => inExpress(told, [express.raw({ type: '*/*' })]),
  fastify: async (told) => {
    const app = fastify();
    // A parser of the application's own, of the same type: the plugin's is the plugin's alone.
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) => {
      done(null, {});
    });
    app.setErrorHandler((error, _request, reply) => {
      told.errors.push(error);
      return reply.code(500).send('broken');
    });
    await app.register(noticePlugin(client, { ...told.options, path: '/notify' }));
    closing.push(() => app.close());
    return `${await app.listen({ host: '127.0.0.1', port: 0 })}/notify`;
  },
};

async function inExpress(told: Platform, before: readonly express.RequestHandler[]): Promise<string> {
  const app = express();
  app.use(...before, (_request, _response, next) => next());
  app.post('/notify', noticeListener(client, told.options));
  app.use(((error, _request, response, _next) => {
    told.errors.push(error);
    response.status(500).send('broken');
  }) satisfies express.ErrorRequestHandler);
  return listening(app);
}

async function post(url: string, body: string): Promise<readonly [number, string]> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', headers, body });
  return [response.status, await response.text()];
}

for (const [name, start] of Object.entries(SURROUNDINGS)) {
  test(`LW-9 ${name}: a notice is acknowledged only after the handler has resolved`, async () => {
    const told = aPlatform();
    const url = await start(told);
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const { promise: committed, resolve: commit } = Promise.withResolvers<void>();
    told.act = () => {
      reach();
      return committed;
    };
    let answered = false;
    const answer = post(url, fake.message(LIANYINTONG, recharge)).finally(() => {
      answered = true;
    });
    await reached;
    // An answer that did not wait would be here before that of a call made later.
    assert.deepEqual(await post(url, ''), [400, 'UNSIGNED']);
    assert.equal(answered, false);
    commit();
    assert.deepEqual(await answer, [200, 'SUCCESS']);
    const [notice] = told.notices;
    assert.deepEqual([notice?.service, notice?.requestNo, notice?.success], ['RECHARGE', 'R1', true]);
  });

  test(`G-2 ${name}: what is forged, or another's, never reaches the handler and is not acknowledged`, async () => {
    const told = aPlatform();
    const url = await start(told);
    const forged = fake.message(LIANYINTONG, { ...recharge, keys: pemPair() });
    assert.deepEqual(await post(url, forged), [400, 'BAD_SIGNATURE']);
    const others = fake.message(LIANYINTONG, { ...recharge, platformNo: '6000000009' });
    assert.deepEqual(await post(url, others), [400, 'OTHER_PLATFORM']);
    const back = fake.message(LIANYINTONG, { ...recharge, responseType: 'CALLBACK' });
    assert.deepEqual(await post(url, back), [400, 'OTHER_RESPONSE_TYPE']);
    assert.deepEqual(
      told.rejected.map(({ why }) => why),
      ['BAD_SIGNATURE', 'OTHER_PLATFORM', 'OTHER_RESPONSE_TYPE'],
    );
    assert.deepEqual([told.notices, told.errors], [[], []]);
  });

  test(`LW-9 ${name}: a handler that fails acknowledges nothing; the repetition carries the same key`, async () => {
    const told = aPlatform();
    const url = await start(told);
    const failure = new Error('the database is away');
    told.act = () => {
      throw failure;
    };
    assert.equal((await post(url, fake.message(LIANYINTONG, recharge)))[0], 500);
    assert.deepEqual(told.errors, [failure]);
    told.act = () => undefined;
    assert.deepEqual(await post(url, fake.message(LIANYINTONG, recharge)), [200, 'SUCCESS']);
    const later = { ...recharge, data: { ...recharge.data, requestNo: 'R2' } };
    assert.deepEqual(await post(url, fake.message(LIANYINTONG, later)), [200, 'SUCCESS']);
    const [first, second, third] = told.notices.map(({ idempotencyKey }) => idempotencyKey);
    assert.match(first ?? '', /^[0-9a-f]{64}$/);
    assert.equal(first, second);
    assert.notEqual(second, third);
  });
}

test('DW-5 a depository notice is acknowledged with OK', async () => {
  const other = depository({ ...common(), platformNo: '6000000002' });
  const url = await listening(noticeListener(other, { onNotice: () => undefined }));
  const data = { requestNo: 'W1', respCode: '00000', respMsg: '已受理', status: 'ACCEPT' };
  const withdraw = { serviceName: 'WITHDRAW', platformNo: '6000000002', responseType: 'NOTIFY', data } as const;
  assert.deepEqual(await post(url, fake.message(DEPOSITORY, withdraw)), [200, 'OK']);
});

test('G-1 a body that a parser has taken apart is an error that says what to do, and no acknowledgement', async () => {
  const told = aPlatform();
  const url = await inExpress(told, [express.urlencoded({ extended: false })]);
  assert.equal((await post(url, fake.message(LIANYINTONG, recharge)))[0], 500);
  assert.match(String(told.errors[0]), /before express\.urlencoded\(\), or use express\.raw\(\)/);
  assert.deepEqual(told.notices, []);
});

test('what is no POST is told so; without an onError the process is warned of a failing handler', async () => {
  const url = await listening(
    noticeListener(client, {
      onNotice: () => {
        throw new Error('nobody is told');
      },
    }),
  );
  const got = await fetch(url);
  assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
  const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
  assert.deepEqual(await post(url, fake.message(LIANYINTONG, recharge)), [500, 'NOT_TAKEN']);
  assert.equal((await warned).message, 'nobody is told');
});
