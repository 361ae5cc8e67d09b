/**
 * Where the examples of the protocol documents happen: the custodian's core, pages, wire and notices on a real
 * database behind a real socket, with the published test keys and a clock that stands still. What is recorded is
 * therefore what a platform would see, and the same each time.
 */
import assert from 'node:assert/strict';
import { createSign } from 'node:crypto';
import { after } from 'node:test';
import { pino } from 'pino';
import { MOVED } from '../../custody/page-orders/pages.ts';
import type { PlatformRecord } from '../../custody/platforms/record.ts';
import { startServer } from '../../http/server.ts';
import { pageRoutes } from '../../http/page-routes.ts';
import { wireRoutes } from '../../http/wire-routes.ts';
import { MINUTE } from '../../kernel/time.ts';
import { createNotices } from '../../notices/notices.ts';
import { createPages } from '../../pages/pages.ts';
import { admissionLimits, createAdmission } from '../../wire/admission.ts';
import type { Dialect } from '../../wire/dialect.ts';
import type { Form } from '../../wire/document/recorded.ts';
import { renderNotice, renderReturn } from '../../wire/outgoing.ts';
import { createSigner } from '../../wire/signature.ts';
import { createTestCustody, SEALER, type TestCustody } from '../custody.ts';
import { startReceiver } from '../receiver.ts';
import { TEST_KEYS } from '../test-keys.ts';

export interface ExampleStage {
  readonly core: TestCustody;
  readonly dialect: Dialect;
  readonly platform: PlatformRecord;
  /** The custodian's address. */
  readonly url: string;
  /** Carries what is owed, and answers the forms that came since it was asked last. */
  notices(): Promise<readonly Form[]>;
}

/** Where the platform of the examples takes browsers back. */
export const CALLBACK = 'https://platform.example/return?from=custodian';
/** The serial of the custodian's key. */
const SERIAL = '1';
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A custodian with one platform of the protocol. */
export async function exampleStage(dialect: Dialect): Promise<ExampleStage> {
  const core = await createTestCustody();
  const receiver = await startReceiver((received) => received.answer(200, dialect.notices.acknowledgement));
  const platform = await register(core, dialect, receiver.url);
  const signer = createSigner(SERIAL, TEST_KEYS.custodian.privateKey);
  const notices = createNotices({
    sql: core.database.sql,
    clock: core.clock,
    log: QUIET,
    rules: { [dialect.name]: dialect.notices },
    platform: (platformId) => core.directory.byId(platformId),
    order: core.custody.queries.orderAsOf,
    render: (to, order) => renderNotice(dialect, signer, to, order),
    policy: { requireHttps: false, refusePrivate: false },
  });
  const server = await serve(core, dialect, signer);
  after(() => server.close());
  let seen = 0;
  return {
    ...{ core, dialect, platform, url: `http://127.0.0.1:${server.port}` },
    async notices() {
      notices.wake([platform.platformId]);
      await notices.sweep.settled?.();
      const came = receiver.received.slice(seen).map(({ fields }) => fields);
      seen += came.length;
      return came;
    },
  };
}

async function register(core: TestCustody, dialect: Dialect, notifyUrl: string): Promise<PlatformRecord> {
  const platformNo = '6000000100';
  const made = await core.directory.create({
    ...{ platformNo, dialect: dialect.name, name: '示例平台', notifyUrl, custodyBank: null, settings: {} },
    ...{ settlementAccount: null, settlementBank: null, passwordHash: 'none' },
    ...{ publicKeyPem: TEST_KEYS.platform.publicKey, keySerial: '1' },
  });
  assert.ok(typeof made === 'object', 'the platform was made');
  const file = await core.directory.byNo(platformNo);
  assert.ok(file);
  return file.platform;
}

function serve(core: TestCustody, dialect: Dialect, signer: ReturnType<typeof createSigner>) {
  const { custody, clock } = core;
  const signerFor = async () => signer;
  const pages = createPages({
    ...{ pages: custody.pages, clock, sealer: SEALER, sandbox: true, publicUrl: 'http://custodian.example' },
    renderReturn: async (order, platform) => renderReturn(dialect, signer, platform, order),
    acceptedStatus: () => dialect.acceptedStatus,
    running: { protocols: [], demo: null, bank: null, saysReady: true },
    log: QUIET,
  });
  const admission = createAdmission(admissionLimits());
  const keep = () => undefined;
  const exchange = { custody, signerFor, clock, log: QUIET, prefix: '', realTime: null, admission, keep };
  const routes = [
    ...pageRoutes({ pages, bankReport: custody.bankReport, acknowledgement: 'OK' }),
    ...wireRoutes({ exchange, dialects: [dialect], pages }),
  ];
  return startServer({ host: '127.0.0.1', port: 0, portName: 'PORT', log: pino({ level: 'silent' }), routes });
}

/** The form that a platform signs and sends; `signed` are the bytes where they are not those sent. */
export function signedForm(stage: ExampleStage, serviceName: string, reqData: string, signed = reqData): Form {
  const { dialect, platform } = stage;
  const signature = dialect.writeSignature(createSign('RSA-SHA1').update(signed).sign(TEST_KEYS.platform.privateKey));
  const values: Form = {
    ...{ serviceName, platformNo: platform.platformNo, reqData, keySerial: '1' },
    ...{ userDevice: 'PC', sign: signature, signature },
  };
  return Object.fromEntries(Object.keys(dialect.envelope).map((name) => [name, values[name] ?? '']));
}

/** A minute goes by; then the person whose code the page asks for gets it. */
export async function readSms(stage: ExampleStage, token: string): Promise<string> {
  stage.core.clock.advance(MINUTE);
  assert.deepEqual(await stage.core.custody.pages.sendSms(token, ''), MOVED);
  return /\d{6}/.exec(stage.core.bank.messages.at(-1)?.text ?? '')?.[0] ?? '';
}
