/**
 * The hosted pages as one function from a request to a response, free of any web framework. A GET reads and draws; the
 * one thing it may set going is the hand-over of a deposit to the bank, which moves no money and is repeatable. A POST
 * takes one step of the core and redirects to the page (303), so that reload and back repeat nothing (G-12).
 */
import type { OrderView, Pages, PageView, Platform } from '../custody/api.ts';
import type { PageVerbName } from '../custody/commands.ts';
import type { BrowserForm } from '../custody/ports.ts';
import { type Language, languageAccepted, languageNamed } from '../kernel/language.ts';
import type { Sealer } from '../kernel/seal.ts';
import type { Clock } from '../kernel/time.ts';
import { agreementSheet } from './agreement.ts';
import { type Asset, loadAssets } from './assets.ts';
import { enterpriseRows } from './enterprise/facts.ts';
import * as trouble from './error-pages.ts';
import { frontSheet, type Running } from './front.ts';
import { type PageResponse, respond, respondJson, type Sheet } from './layout.ts';
import type { Waiting } from './page.ts';
import { pageFor } from './page-table.ts';
import { csrfHolds, csrfToken, type Note, noteOf, openNote, sealNote } from './notes.ts';
import { oldSheet, outcomeSheet, processingSheet, secondsLeft, statusOf, waitFor } from './outcome/view.ts';
import { address, type Scene, type Setting } from './scene.ts';
import { comesFromUs, type PostHeaders } from './security.ts';

export type { PageResponse } from './layout.ts';

/** What the HTTP binding makes of a request. Header values that are absent are empty texts. */
export interface PageRequest {
  readonly method: string;
  /** What follows `/pages/`, decoded: token and step. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: PostHeaders & LanguageWish & { readonly accept: string };
  readonly requestId: string;
}

/** By which the language is chosen where an address names none: what was chosen before, then what the browser likes. */
export interface LanguageWish {
  readonly cookie: string;
  readonly acceptLanguage: string;
}

export interface PagesDeps {
  readonly pages: Pages;
  readonly clock: Clock;
  /** Of a key of the pages' own, the same on every node. */
  readonly sealer: Sealer;
  /** The signed browser return of an order that has its outcome (wire); null when none is possible. */
  renderReturn(order: OrderView, platform: Platform): Promise<BrowserForm | null>;
  /** How an accepted withdrawal is called by the platform's protocol. */
  acceptedStatus(platform: Platform): 'SUCCESS' | 'ACCEPT';
  readonly sandbox: boolean;
  readonly running: Running;
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly log: { error(facts: Readonly<Record<string, unknown>>, message: string): void };
}

/** The pages as `http` binds them. */
export interface HostedPages {
  /** `GET /`: what runs here. */
  front(request: PageRequest): PageResponse;
  /** `GET|POST /pages/<token>[/step]`. Never throws. */
  handle(request: PageRequest): Promise<PageResponse>;
  /** `POST /bank/return`: the browser comes back from the bank's page. Never throws. */
  bankReturn(request: PageRequest): Promise<PageResponse>;
  /** `GET /pages/assets/<file>`. */
  asset(file: string): Asset | null;
  /** The answer to a gateway call whose page is open: 303, with the link in the body. */
  opened(token: string, wish: LanguageWish): PageResponse;
  /** The answer to a gateway call refused before its page. */
  refused(refusal: trouble.GatewayTrouble, wish: LanguageWish): PageResponse;
  /** The answer to one of too many. */
  tooMany(wish: LanguageWish): PageResponse;
}

/** Builds the hosted pages. */
export function createPages(deps: PagesDeps): HostedPages {
  const assets = loadAssets();
  const settingOf = (wish: LanguageWish, named?: string): Setting => {
    const asked = languageNamed(named);
    return {
      language: asked ?? chosenBefore(wish.cookie) ?? languageAccepted(wish.acceptLanguage),
      asked,
      now: deps.clock.now(),
      assets,
      sandbox: deps.sandbox,
    };
  };
  return {
    front({ query, headers }) {
      const setting = { ...settingOf(headers, query.lang), again: '?' };
      return remembering(deps, setting, respond(setting, frontSheet(setting, deps.running)));
    },
    async handle(request) {
      const setting = settingOf(request.headers, request.query.lang);
      return remembering(deps, setting, await handle(deps, { ...setting, ...againOf(request) }, request));
    },
    // The bank's page says in which language it was left.
    bankReturn: (request) => bankReturn(deps, settingOf(request.headers, request.query.lang), request),
    asset: (file) => assets.find(file),
    opened: (token, wish) => trouble.openedPage(settingOf(wish), deps.publicUrl, address({ token, asked: null })),
    tooMany: (wish) => trouble.tooMany(settingOf(wish)),
    refused: (refusal, wish) => trouble.gatewayTrouble(settingOf(wish), refusal),
  };
}

const LANGUAGE_COOKIE = 'cunguan-lang';

function chosenBefore(cookie: string): Language | null {
  return languageNamed(new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=(\\w+)`).exec(cookie)?.[1]);
}

/**
 * A choice is kept for what comes next from the platform, which knows nothing of it. Its forms are posted from another
 * site, and only under https does a browser send a cookie along with those.
 */
function remembering(deps: PagesDeps, setting: Setting, response: PageResponse): PageResponse {
  if (setting.asked === null) return response;
  const reach = deps.publicUrl.startsWith('https:') ? 'SameSite=None; Secure' : 'SameSite=Lax';
  const cookie = `${LANGUAGE_COOKIE}=${setting.asked}; Path=/; Max-Age=31536000; HttpOnly; ${reach}`;
  return { ...response, headers: { ...response.headers, 'set-cookie': cookie } };
}

/** What a GET asked for, with the note it carries, can be asked for again in another language. */
function againOf({ method, query }: PageRequest): Pick<Setting, 'again'> {
  if (method !== 'GET') return {};
  return { again: query.note === undefined ? '?' : `?note=${encodeURIComponent(query.note)}&` };
}

async function handle(deps: PagesDeps, setting: Setting, request: PageRequest): Promise<PageResponse> {
  const [token = '', step = ''] = request.segments;
  const posted = request.method === 'POST';
  try {
    if (!posted && request.method !== 'GET') return trouble.notAllowed(setting);
    if (token === '' || request.segments.length > 2) return trouble.notFound(setting);
    return posted ? await post(deps, setting, token, step, request) : await get(deps, setting, token, step, request);
  } catch (error) {
    deps.log.error({ err: error, requestId: request.requestId, method: request.method, step }, 'a hosted page failed');
    return trouble.unknownResult(setting, address({ token, asked: setting.asked }), request.requestId, posted);
  }
}

function sceneOf(deps: PagesDeps, setting: Setting, token: string, view: PageView, note: Note): Scene {
  return {
    ...setting,
    token,
    view,
    note,
    csrf: csrfToken(deps.sealer, token),
  };
}

async function get(deps: PagesDeps, setting: Setting, token: string, step: string, request: PageRequest) {
  const view = await deps.pages.view(token);
  if (view === null) return trouble.notFound(setting);
  const note = openNote(deps.sealer, token, request.query.note ?? '', setting.now) ?? {};
  const scene = sceneOf(deps, setting, token, view, note);
  if (step === 'status') return respondJson({ state: view.order.state });
  if (step === 'agreement' && view.telling) return framed(scene, agreementSheet(scene));
  if (step !== '') return trouble.notFound(setting);
  return page(deps, scene);
}

/** The page as its order stands now. */
async function page(deps: PagesDeps, scene: Scene): Promise<PageResponse> {
  const { order, platform } = scene.view;
  const status = statusOf(scene, deps.acceptedStatus(platform));
  const { command } = order;
  const { waiting } = pageFor(command);
  if (waiting.at === 'TERMINAL' && (status === 'PROCESSING' || status === null))
    return atTerminal(deps, scene, waiting);
  if (status === 'PROCESSING') return framed(scene, processingSheet(scene));
  if (status !== null) {
    if (!scene.view.telling) return framed(scene, oldSheet(scene, status));
    const back = order.state === 'OPEN' ? null : await deps.renderReturn(order, platform);
    return framed(scene, outcomeSheet(scene, status, back));
  }
  if (waiting.at !== 'US') return handOver(deps, scene);
  return framed(scene, { ...waiting.draw(scene, command), expiresIn: secondsLeft(scene) });
}

function framed(scene: Scene, sheet: Sheet): PageResponse {
  const { platform, enterprise } = scene.view;
  const actsFor = enterprise && enterpriseRows(scene, enterprise);
  return respond(scene, { platformName: platform.name, ...(actsFor && { actsFor }), ...sheet });
}

/** Where the core did not hand over and left the order open, that is said plainly, instead of trying in a circle. */
async function handOver(deps: PagesDeps, scene: Scene): Promise<PageResponse> {
  const answer = await deps.pages.handOver(scene.token, scene.language);
  const { command } = scene.view.order;
  const { waiting } = pageFor(command);
  if (answer === null || waiting.at !== 'BANK') return trouble.notFound(scene);
  if (answer.ok && answer.value !== 'MOVED') return framed(scene, waiting.draw(scene, command, answer.value));
  const view = await deps.pages.view(scene.token);
  const note = noteOf(answer);
  if (view === null || view.order.state === 'OPEN') return framed(scene, processingSheet({ ...scene, note }));
  return page(deps, { ...scene, view, note });
}

/** A barcode while there is one to show; before that what is still asked, after it how the order stands. */
async function atTerminal(
  deps: PagesDeps,
  scene: Scene,
  waiting: Extract<Waiting<PageVerbName>, { at: 'TERMINAL' }>,
): Promise<PageResponse> {
  const { order } = scene.view;
  const { command } = order;
  const expiresIn = secondsLeft(scene);
  if (order.state === 'OPEN' && pageFor(command).amount(command) === null) {
    return framed(scene, { ...waiting.ask(scene, command), expiresIn });
  }
  const answer = await deps.pages.showBarcode(scene.token);
  if (answer === null) return trouble.notFound(scene);
  // The script asks for this page again in a moment; a browser without it does so by itself.
  if (!answer.ok) return framed(scene, { ...processingSheet({ ...scene, note: noteOf(answer) }), expiresIn: 5 });
  const view = await deps.pages.view(scene.token);
  if (view === null) return trouble.notFound(scene);
  const now = { ...scene, view };
  if (answer.value !== 'MOVED') {
    return framed(scene, { ...waiting.draw(now, command, answer.value), ...waitFor(now, 5), expiresIn });
  }
  if (view.order.state === 'OPEN' || view.order.state === 'HANDED') return framed(scene, processingSheet(now));
  return page(deps, now);
}

async function post(deps: PagesDeps, setting: Setting, token: string, step: string, request: PageRequest) {
  const self = address({ token, asked: setting.asked });
  const view = await deps.pages.view(token);
  if (view === null) return trouble.notFound(setting);
  if (!comesFromUs(request.headers) || !csrfHolds(deps.sealer, token, request.form.csrf ?? '')) {
    return trouble.notOurs(setting, self);
  }
  const scene = sceneOf(deps, setting, token, view, {});
  if (step === 'bank') return view.order.state === 'HANDED' ? handOver(deps, scene) : go(deps, scene, {});
  if (step === 'cancel') {
    const answer = await deps.pages.cancel(token);
    return go(deps, scene, answer && noteOf(answer));
  }
  const { waiting } = pageFor(view.order.command);
  const own = waiting.at === 'BANK' ? undefined : stepOf(waiting, step);
  if (own === undefined && step !== '') return trouble.notFound(setting);
  // An order that no longer waits is left alone: its page says how it stands.
  if (own === undefined || view.order.state !== 'OPEN') return go(deps, scene, {});
  const { form, headers } = request;
  const stepped = await own({ pages: deps.pages, scene, command: view.order.command, form, accept: headers.accept });
  if (stepped === null) return trouble.notFound(setting);
  return 'response' in stepped ? stepped.response : go(deps, scene, stepped.note);
}

function stepOf({ main, others }: Exclude<Waiting<PageVerbName>, { at: 'BANK' }>, step: string) {
  if (step === '') return main;
  return Object.hasOwn(others, step) ? others[step] : undefined;
}

/** On to the page, with the note it is to show; null when the page is gone. */
function go(deps: PagesDeps, scene: Scene, note: Note | null): PageResponse {
  if (note === null) return trouble.notFound(scene);
  const self = address(scene);
  if (Object.keys(note).length === 0) return trouble.seeOther(scene, self);
  const joint = self.includes('?') ? '&' : '?';
  return trouble.seeOther(scene, `${self}${joint}note=${sealNote(deps.sealer, scene.token, note, scene.now)}`);
}

async function bankReturn(deps: PagesDeps, setting: Setting, request: PageRequest): Promise<PageResponse> {
  try {
    const token = await deps.pages.returned(request.form);
    return token === null
      ? trouble.strangeReturn(setting)
      : trouble.seeOther(setting, address({ token, asked: setting.asked }));
  } catch (error) {
    deps.log.error({ err: error, requestId: request.requestId }, 'a return from the bank failed');
    return trouble.strangeReturn(setting);
  }
}
