/**
 * A stage for the wire: a platform with its keys, a core on paper that records what it was asked and answers as told,
 * and calls as a platform makes them. Every answer is checked for its signature before a test sees it (G-2).
 */
import assert from 'node:assert/strict';
import { createPublicKey, createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import type {
  Custody,
  DirectAnswer,
  OrderView,
  PageAnswer,
  Platform,
  PlatformKey,
  Presentation,
  Queries,
  Request,
} from '../custody/api.ts';
import type { Command } from '../custody/commands.ts';
import { ok } from '../kernel/result.ts';
import { type Clock, formatTime, type Instant } from '../kernel/time.ts';
import { admissionLimits, createAdmission } from '../wire/admission.ts';
import type { Dialect } from '../wire/dialect.ts';
import { DIALECTS, dialectOf } from '../wire/dialects.ts';
import type { Answered } from '../wire/answers.ts';
import { type Call, exchange, type Exchanged, type ExchangeDeps } from '../wire/exchange.ts';
import { createSigner } from '../wire/signature.ts';
import { type ManualClock, manualClock } from './clock.ts';

const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** Generated once per process: RSA keys take their time. */
export const PLATFORM_KEYS = pair();
export const CUSTODIAN_KEYS = pair();
export const STRANGER_KEYS = pair();

export const CALLBACK = 'https://platform.example/back?from=bank';

/** What the core was asked. */
export interface AskedOfCore {
  readonly request: Request;
  readonly command: Command;
  readonly show: Presentation | null;
  readonly expired: Instant | null;
}

type Data = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly address?: 'gateway' | 'service';
  readonly method?: 'GET' | 'POST';
  /** reqData verbatim, instead of the JSON of the data. */
  readonly raw?: string | Buffer;
  /** Envelope fields instead of the right ones; null leaves one out. */
  readonly envelope?: Readonly<Record<string, string | null>>;
  readonly privateKey?: string;
  readonly userAgent?: string;
  readonly prefix?: string;
  readonly body?: Call['body'];
  readonly contentType?: string;
}

/** An answer, its signature verified. */
export interface Heard {
  readonly answered: Answered;
  /** The JSON body of a signed answer; {} for pages. */
  readonly body: Record<string, unknown>;
}

export interface WireStage {
  readonly dialect: Dialect;
  readonly clock: ManualClock;
  readonly asked: AskedOfCore[];
  readonly log: { readonly facts: Readonly<Record<string, unknown>>; readonly message: string }[];
  /** Calls as they were given to be kept. */
  readonly kept: Exchanged[];
  readonly deps: ExchangeDeps;
  platform: Platform;
  /** The machine's clock, as of a sandbox. */
  realTime: Clock | null;
  keys: PlatformKey[];
  execute: () => DirectAnswer | Promise<DirectAnswer>;
  open: () => PageAnswer | Promise<PageAnswer>;
  queries: Partial<Queries>;
  call(service: string, data: Data, options?: CallOptions): Promise<Heard>;
  /** A call of a gateway service. */
  gateway(service: string, data: Data, options?: CallOptions): Promise<Heard>;
}

/** A real core to play on, instead of the one on paper. */
export interface RealCore {
  readonly custody: Custody;
  readonly clock: ManualClock;
  readonly platform: Platform;
}

let calls = 0;

/** A stage for one protocol; every call is well signed and in time unless a test says otherwise. */
export function wireStage(name: 'lianyintong' | 'depository', real?: RealCore): WireStage {
  const dialect = dialectOf(name);
  const clock = real?.clock ?? manualClock();
  const signer = createSigner('7', CUSTODIAN_KEYS.privateKey);
  const asked: AskedOfCore[] = [];
  const log: { facts: Readonly<Record<string, unknown>>; message: string }[] = [];
  const kept: Exchanged[] = [];
  const record = (facts: Readonly<Record<string, unknown>>, message: string) => void log.push({ facts, message });
  const core = {
    execute: async (_platform: Platform, request: Request, command: Command) => {
      asked.push({ request, command, show: null, expired: null });
      return stage.execute();
    },
    open: async (_p: Platform, request: Request, command: Command, show: Presentation, expired: Instant | null) => {
      asked.push({ request, command, show, expired });
      return stage.open();
    },
    get queries() {
      const platformByNo = async (no: string) =>
        no === stage.platform.platformNo ? { platform: stage.platform, keys: stage.keys } : null;
      const order = async () => null;
      return { order, ...real?.custody.queries, platformByNo, ...stage.queries };
    },
  };
  const played = real ? { execute: real.custody.execute, open: real.custody.open } : {};
  const deps: ExchangeDeps = {
    custody: Object.assign(core, played) as unknown as Custody,
    signerFor: async () => signer,
    clock,
    get realTime() {
      return stage.realTime;
    },
    log: { info: record, error: record },
    prefix: '',
    admission: createAdmission(admissionLimits()),
    keep: (exchanged) => void kept.push(exchanged),
  };
  const stage: WireStage = {
    dialect,
    clock,
    asked,
    log,
    kept,
    deps,
    platform: real?.platform ?? platformOf(name),
    realTime: null,
    keys: [{ serial: '1', publicKeyPem: PLATFORM_KEYS.publicKey, expiresAt: null, revokedAt: null }],
    execute: () => ok({ outcome: { status: 'REPAYING' }, at: clock.now() }),
    open: () => ok('a-token'),
    queries: {},
    call: async (service, data, options = {}) => tell(deps, callOf(stage, service, data, options)),
    gateway: async (service, data, options = {}) =>
      tell(deps, callOf(stage, service, { callbackUrl: CALLBACK, ...data }, { address: 'gateway', ...options })),
  };
  return stage;
}

function platformOf(dialect: string): Platform {
  return {
    platformId: 1,
    platformNo: '6000000001',
    name: '示例平台',
    dialect,
    suspended: false,
    services: null,
    notifyUrl: 'https://platform.example/notify',
    custodyBank: null,
    settings: {},
  };
}

async function tell(deps: ExchangeDeps, call: Call): Promise<Heard> {
  const answered = await exchange(deps, call);
  if (answered.kind === 'answer') {
    // A form of the other protocol is answered as that one signs (LW-1).
    const signs = ({ signatureHeader }: Dialect) => answered.headers[signatureHeader] !== undefined;
    const spoken = Object.values(DIALECTS).find(signs) ?? call.dialect;
    const text = answered.headers[spoken.signatureHeader] ?? '';
    assert.ok(isSigned(spoken, answered.body, text), 'every answer is signed (G-2)');
    return { answered, body: JSON.parse(answered.body.toString('utf8')) as Record<string, unknown> };
  }
  if (answered.kind === 'error-page' && answered.return) checkForm(call.dialect, answered.return.fields);
  return { answered, body: {} };
}

/** Checks the signature of a return or a notice and answers its business data. */
export function checkForm(dialect: Dialect, fields: Readonly<Record<string, string>>): Record<string, unknown> {
  const { respData = '' } = fields;
  const signature = fields.sign ?? fields.signature ?? '';
  assert.ok(isSigned(dialect, Buffer.from(respData), signature), 'every return and notice is signed (G-2)');
  return JSON.parse(respData) as Record<string, unknown>;
}

function isSigned(dialect: Dialect, bytes: Buffer, text: string): boolean {
  const verify = createVerify('RSA-SHA1').update(bytes);
  const encoding = dialect.name === 'lianyintong' ? 'base64' : 'hex';
  return verify.verify(createPublicKey(CUSTODIAN_KEYS.publicKey), text, encoding);
}

function callOf(stage: WireStage, serviceName: string, data: Data, options: CallOptions): Call {
  const isLianyintong = stage.dialect.name === 'lianyintong';
  const timed = isLianyintong ? data : { timestamp: formatTime(stage.clock.now()), ...data };
  const bytes = Buffer.from(options.raw ?? JSON.stringify(timed));
  const signature = createSign('RSA-SHA1')
    .update(bytes)
    .sign(options.privateKey ?? PLATFORM_KEYS.privateKey);
  const signed = isLianyintong
    ? { keySerial: '1', sign: signature.toString('base64') }
    : { signature: signature.toString('hex') };
  const envelope: Record<string, string | null> = {
    serviceName,
    platformNo: stage.platform.platformNo,
    reqData: null,
    ...signed,
    ...options.envelope,
  };
  const parts = Object.entries(envelope).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  if (options.envelope?.reqData === undefined) parts.push(`reqData=${percentEncode(bytes)}`);
  calls += 1;
  return {
    dialect: stage.dialect,
    address: options.address ?? 'service',
    method: options.method ?? 'POST',
    body: options.body ?? Buffer.from(parts.join('&')),
    contentType: options.contentType ?? 'application/x-www-form-urlencoded',
    userAgent: options.userAgent ?? 'Mozilla/5.0 (X11; Linux x86_64)',
    from: '192.0.2.1',
    requestId: `r-${calls}`,
    prefix: options.prefix ?? '',
  };
}

/** The signed body of a call with this reqData, made beforehand where the making should not count. */
export function bodyOf(stage: WireStage, serviceName: string, raw: string): Buffer {
  return callOf(stage, serviceName, {}, { raw }).body as Buffer;
}

/** Every byte as %xx: also what is no UTF-8. */
export function percentEncode(bytes: Buffer): string {
  return bytes.toString('hex').replace(/../g, '%$&');
}

/** An order as the core would hand it out for rendering. */
export function orderOf(fields: Partial<OrderView> & Pick<OrderView, 'verb' | 'service'>): OrderView {
  return {
    platformId: 1,
    requestNo: 'R1',
    state: 'DONE',
    command: null,
    outcome: null,
    refusal: null,
    presentation: { callbackUrl: CALLBACK, device: 'PC', remark: null, hideBalance: false },
    createdAt: Date.UTC(2026, 10, 21, 4),
    finishedAt: Date.UTC(2026, 10, 21, 4, 1),
    expiresAt: null,
    ...fields,
  };
}
