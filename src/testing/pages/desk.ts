/** A desk for tests: the pages over the core in memory, and a browser of a few lines that asks, posts and follows. */
import { randomBytes } from 'node:crypto';
import { createSealer } from '../../kernel/seal.ts';
import { createFakeCore, type FakeCore, NOW } from './fake-core.ts';
import {
  createPages,
  type HostedPages,
  type PageRequest,
  type PageResponse,
  type PagesDeps,
} from '../../pages/pages.ts';

export type Posted = Readonly<Record<string, string>>;
export type Headers = Partial<PageRequest['headers']>;

export interface Desk {
  readonly core: FakeCore;
  readonly pages: HostedPages;
  /** What was logged as an error. */
  readonly logged: string[];
  request(method: string, path: string, form?: Posted, headers?: Headers): PageRequest;
}

/** What the root tells of. */
export const RUNNING: PagesDeps['running'] = {
  protocols: [{ name: 'depository', gateway: 'https://c.example/gateway', service: 'https://c.example/service' }],
  demo: 'https://demo.example',
  bank: null,
  saysReady: true,
};

/** Sets the desk up; any part of the pages' needs can be replaced. */
export function createDesk(changes: Partial<PagesDeps> = {}, core = createFakeCore()): Desk {
  const logged: string[] = [];
  const pages = createPages({
    pages: core,
    clock: { now: () => NOW },
    sealer: createSealer(randomBytes(32)),
    renderReturn: async (order) => ({
      url: order.presentation?.callbackUrl ?? '',
      fields: { responseType: 'CALLBACK', respData: `{"requestNo":"${order.requestNo}"}`, sign: 'c2lnbmVk' },
    }),
    acceptedStatus: () => 'SUCCESS',
    sandbox: true,
    running: RUNNING,
    publicUrl: 'https://custodian.example',
    log: { error: (_facts, message) => logged.push(message) },
    ...changes,
  });
  return { core, pages, logged, request };
}

/** A browser that says nothing of languages. */
export const NO_WISH = { cookie: '', acceptLanguage: '' };

function request(method: string, path: string, form: Posted = {}, headers: Headers = {}): PageRequest {
  const url = new URL(path, 'http://custodian.example');
  const none = { host: 'custodian.example', origin: '', fetchSite: '', ...NO_WISH, accept: 'text/html' };
  return {
    method,
    segments: url.pathname.split('/').slice(2).map(decodeURIComponent),
    query: Object.fromEntries(url.searchParams),
    form,
    headers: { ...none, ...headers },
    requestId: 'q-1',
  };
}

export function ask(desk: Desk, path: string, headers: Headers = {}): Promise<PageResponse> {
  return desk.pages.handle(desk.request('GET', path, {}, headers));
}

export function press(desk: Desk, path: string, form: Posted, headers: Headers = {}): Promise<PageResponse> {
  return desk.pages.handle(desk.request('POST', path, form, { fetchSite: 'same-origin', ...headers }));
}

/** Goes where a 303 leads. */
export function follow(desk: Desk, response: PageResponse): Promise<PageResponse> {
  const { location } = response.headers;
  if (response.status !== 303 || location === undefined) throw new Error(`a redirect was expected: ${response.status}`);
  return ask(desk, location);
}

/** The CSRF token that a page carries. */
export function csrfOf(page: PageResponse): string {
  return /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
}

/** What the page's form would post: its CSRF token, and what is typed. */
export async function posting(desk: Desk, token: string, typed: Posted): Promise<Posted> {
  return { csrf: csrfOf(await ask(desk, `/pages/${token}`)), ...typed };
}
