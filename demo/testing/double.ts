/**
 * The demo on a custodian double: no network but loopback, no bank. The double answers every call as told, and `visit`
 * plays the person at its pages: it takes the form the demo hands over, and posts notice and return back.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { DEPOSITORY, LIANYINTONG } from '../../sdk/index.ts';
import type { Protocol } from '../../sdk/index.ts';
import { fakeCustodian, pemPair } from '../../sdk/testing/custodian.ts';
import type { Arrived, FakeCustodian, MessageFields, Reply } from '../../sdk/testing/custodian.ts';
import { buildApp } from '../app.ts';
import { depositoryDesk } from '../desk-depository.ts';
import { lianyintongDesk } from '../desk-lianyintong.ts';
import { PLATFORM_NOS } from '../platforms.ts';
import { SandboxClock } from '../sandbox-clock.ts';
import { Store } from '../state.ts';
import type { Dialect } from '../state.ts';
import { logExchange } from '../wire-log.ts';

const PROTOCOLS: Readonly<Record<Dialect, Protocol>> = { lianyintong: LIANYINTONG, depository: DEPOSITORY };
const KEYS = pemPair();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export interface Visit {
  readonly service: string;
  readonly requestNo: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export class DemoDouble {
  readonly dialect: Dialect;
  readonly custodian: FakeCustodian;
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly file: string;
  /** Answers by service; success otherwise. */
  readonly replies = new Map<string, Reply | ((arrived: Arrived) => Reply)>();

  constructor(dialect: Dialect, custodian: FakeCustodian, file: string, bankUrl: string) {
    this.dialect = dialect;
    this.custodian = custodian;
    this.file = file;
    this.store = new Store(file);
    const clock = new SandboxClock(bankUrl);
    const desk = (one: Dialect) => ({
      baseUrl: custodian.baseUrl,
      platformNo: PLATFORM_NOS[one],
      privateKey: KEYS.privateKey,
      custodianKeys: { '1': custodian.keys.publicKey },
      timeoutMs: 2_000,
      retryPauses: [1, 1],
      now: () => clock.now(),
      onExchange: (exchange: Parameters<typeof logExchange>[2]) => logExchange(this.store, one, exchange),
    });
    this.app = buildApp({
      desks: { lianyintong: lianyintongDesk(desk('lianyintong')), depository: depositoryDesk(desk('depository')) },
      store: this.store,
      clock,
      origin: 'http://127.0.0.1:8082',
      custodianUrl: custodian.baseUrl,
      bankUrl,
    });
  }

  get(path: string): Promise<LightMyRequestResponse> {
    return this.app.inject({ method: 'GET', url: path });
  }

  post(path: string, fields: Readonly<Record<string, string>> | string = {}): Promise<LightMyRequestResponse> {
    const payload = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
    return this.app.inject({ method: 'POST', url: path, headers: FORM, payload });
  }

  /** The values that the form of a step is filled in with. */
  async formOf(step: string, path = `/${this.dialect}`): Promise<Record<string, string>> {
    const { body } = await this.get(path);
    const form = new RegExp(`<form[^>]*id="form-${step}">([\\s\\S]*?)</form>`).exec(body)?.[1];
    if (form === undefined) throw new Error(`no form for ${step} at ${path}`);
    const inputs = form.matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g);
    const choices = form.matchAll(/<select[^>]*name="([^"]*)">[\s\S]*?<option value="([^"]*)" selected/g);
    return Object.fromEntries([...inputs, ...choices].map(([, name, value]) => [name, value]));
  }

  /** Presses a step's button with what is filled in, some of it changed. */
  async press(step: string, change: Readonly<Record<string, string>> = {}, path = `/${this.dialect}`) {
    return this.post(`/${this.dialect}/step/${step}`, { ...(await this.formOf(step, path)), ...change });
  }

  /** Presses a gateway step and reads the form that the browser would take to the custodian. */
  async leave(step: string, change: Readonly<Record<string, string>> = {}, path = `/${this.dialect}`): Promise<Visit> {
    const pressed = await this.press(step, change, path);
    return this.handedOver(String(pressed.headers.location));
  }

  /** The order in the hand-over form at a `/go/` address. */
  async handedOver(location: string): Promise<Visit> {
    const { body } = await this.get(location);
    const field = (name: string): string =>
      (new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '').replaceAll('&quot;', '"');
    const data = JSON.parse(field('reqData')) as Record<string, unknown>;
    return { service: field('serviceName'), requestNo: String(data.requestNo), data };
  }

  /** The body of a signed message about an order, successful unless `data` says otherwise. */
  message(visit: Visit, responseType: 'NOTIFY' | 'CALLBACK', change: Partial<MessageFields> = {}): string {
    const { requestNo, service: serviceName } = visit;
    const data = { requestNo, ...this.success, ...change.data };
    const platformNo = PLATFORM_NOS[this.dialect];
    return this.custodian.message(PROTOCOLS[this.dialect], {
      serviceName,
      platformNo,
      responseType,
      ...change,
      data,
    });
  }

  /** Goes to the page, does what is asked there, is notified and comes back. */
  async visit(step: string, change: Readonly<Record<string, string>> = {}, path = `/${this.dialect}`): Promise<Visit> {
    const visit = await this.leave(step, change, path);
    await this.post(`/notify/${this.dialect}`, this.message(visit, 'NOTIFY'));
    await this.post(`/return/${this.dialect}`, this.message(visit, 'CALLBACK'));
    return visit;
  }

  get success(): object {
    return this.dialect === 'lianyintong'
      ? { code: '0', description: '成功' }
      : { respCode: '00000', respMsg: '成功', status: 'SUCCESS' };
  }

  stateOf(requestNo: string): string | undefined {
    return this.store.order(this.dialect, requestNo)?.order.state;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.custodian.close();
  }
}

/** Starts the demo of one protocol beside a custodian double. */
export async function demoDouble(dialect: Dialect, bankUrl = 'http://127.0.0.1:9'): Promise<DemoDouble> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const answering = (arrived: Arrived): Reply => {
    const reply = double.replies.get(arrived.service);
    if (typeof reply === 'function') return reply(arrived);
    return reply ?? { data: { ...double.success, ...QUERIED } };
  };
  const custodian = await fakeCustodian(PROTOCOLS[dialect], KEYS.publicKey, answering);
  const double = new DemoDouble(dialect, custodian, join(folder, 'state.json'), bankUrl);
  return double;
}

/** Enough for every query of both protocols. */
const QUERIED = {
  balance: '12345.60',
  availableAmount: '10000.00',
  freezeAmount: '2345.60',
  feeBalance: '80.00',
  repaymentBalance: '0.00',
  marketingBalance: '0.00',
  projectAmount: '8000.00',
  loanAmount: '0.00',
  repaymentAmount: '0.00',
  income: '0.00',
  interest: '0.00',
  projectStatus: 'COLLECTING',
};
