/**
 * What the custodian says on its own account: browser returns and notices, rendered from the order as it is stored,
 * with the same fields for both, signed anew each time (so keys can rotate).
 */
import type { OrderView, Platform } from '../custody/api.ts';
import type { PageCommand } from '../custody/commands.ts';
import { AUDIT_VERDICTS } from '../custody/refusals.ts';
import type { Instant } from '../kernel/time.ts';
import { sameAddress } from '../kernel/web.ts';
import { rawText, readField } from './catalogue/read.ts';
import { type Message, renderFields } from './catalogue/render.ts';
import { echoOf, type GatewayService, type Service, type Standing } from './catalogue/service.ts';
import type { Dialect, Verdict } from './dialect.ts';
import type { RawObject } from './json.ts';
import type { AnyRefusal } from './refusals.ts';
import type { Signer } from './signature.ts';

/** A form that the browser posts to the platform. */
export interface BrowserReturn {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** callbackUrl is at most this long in both protocols (G-5). */
export const CALLBACK_URL = {
  kind: 'S',
  required: true,
  max: 256,
  web: true,
  label: '页面回跳 URL',
  meaning: 'Where the browser is sent back to, by a form, when the page is done.',
} as const;

/**
 * The fields of a notice about an order as it stood when the notice was born, to be posted to the platform's notify
 * address. Null: this service is not notified.
 */
export async function renderNotice(
  dialect: Dialect,
  signer: Signer,
  platform: Platform,
  order: OrderView,
): Promise<Record<string, string> | null> {
  const service = gatewayService(dialect, order.service);
  if (!service || service.notices.length === 0) return null;
  return renderOrder(dialect, signer, platform, service, order, standingOf(order), 'NOTIFY');
}

/** The form that takes the browser back to the platform (G-13); null when the order has no page. */
export async function renderReturn(
  dialect: Dialect,
  signer: Signer,
  platform: Platform,
  order: OrderView,
): Promise<BrowserReturn | null> {
  const service = gatewayService(dialect, order.service);
  if (!service || !order.presentation) return null;
  const fields = await renderOrder(dialect, signer, platform, service, order, standingOf(order), 'CALLBACK');
  return { url: order.presentation.callbackUrl, fields };
}

/** How an order stands. */
function standingOf(order: OrderView): Standing {
  switch (order.state) {
    case 'OPEN':
    case 'HANDED':
      return 'PROCESSING';
    case 'ACCEPTED':
      return 'ACCEPT';
    case 'DONE':
      return 'SUCCESS';
    case 'REFUSED':
      return 'FAIL';
  }
}

/** A call refused before its page: what is known of it. */
export interface RefusedCall {
  readonly serviceName: string;
  readonly service: Service | null;
  readonly raw: RawObject;
  /** Null when the fields could not be read. */
  readonly input: unknown;
  readonly refusal: AnyRefusal;
  readonly now: Instant;
}

/** Whether a browser would return to where notices are taken, which the protocol does not allow (DW-5). */
export function returnsToNotify(dialect: Dialect, { notifyUrl }: Platform, callbackUrl: string): boolean {
  return dialect.callbackMustDiffer && notifyUrl !== null && sameAddress(callbackUrl, notifyUrl);
}

/** The signed failing return of a call refused before its page (G-13); null when its callbackUrl is of no use. */
export async function failingReturn(
  dialect: Dialect,
  signer: Signer,
  platform: Platform,
  call: RefusedCall,
): Promise<BrowserReturn | null> {
  const callback = readField(CALLBACK_URL, call.raw.callbackUrl, 'callbackUrl');
  if (!callback.ok) return null;
  const url = callback.value as string;
  if (returnsToNotify(dialect, platform, url)) return null;
  const verdict: Verdict = { standing: 'FAIL', refusal: call.refusal };
  const service = call.service?.mode === 'gateway' ? call.service : null;
  let message: Message = {};
  if (service && call.input !== null) {
    message = renderFields(
      service.answer,
      service.toAnswer(imagined(service, platform, url, call)),
      echoed(service, call),
    );
  } else {
    const field = call.service?.orderNo ?? 'requestNo';
    const number = rawText(call.raw, field);
    if (number) message = { [field]: number };
  }
  const fields = await wrapSigned(
    dialect,
    signer,
    platform,
    call.serviceName,
    dialect.speak(verdict, message),
    'CALLBACK',
  );
  return { url, fields };
}

/** The order that the call would have become, so that one function renders both. */
function imagined(service: GatewayService, platform: Platform, callbackUrl: string, call: RefusedCall): OrderView {
  return {
    platformId: platform.platformId,
    requestNo: (call.input as Readonly<Record<string, string>>)[service.orderNo] as string,
    service: call.serviceName,
    verb: service.verb,
    state: 'REFUSED',
    command: service.toCommand(call.input) as PageCommand,
    outcome: null,
    refusal: null,
    presentation: { callbackUrl, device: 'PC', remark: null, hideBalance: false },
    createdAt: call.now,
    finishedAt: null,
    expiresAt: null,
  };
}

function echoed(service: GatewayService, call: RefusedCall): Record<string, string> {
  return echoOf(service, (name) => rawText(call.raw, name));
}

function gatewayService(dialect: Dialect, name: string): GatewayService | null {
  const service = dialect.catalogue.find(name);
  return service !== null && service !== 'CLOSED' && service.mode === 'gateway' ? service : null;
}

function renderOrder(
  dialect: Dialect,
  signer: Signer,
  platform: Platform,
  service: GatewayService,
  order: OrderView,
  standing: Standing,
  responseType: 'CALLBACK' | 'NOTIFY',
): Promise<Record<string, string>> {
  const values = service.toAnswer(order);
  const message = renderFields(service.answer, values, order.presentation?.echo);
  const spoken = dialect.speak({ standing, ...spokenOf(order, standing) }, message);
  return wrapSigned(dialect, signer, platform, order.service, spoken, responseType);
}

/** What an audit comes to is told as a success, with its reason beside it (L2.2-5). */
function spokenOf(order: OrderView, standing: Standing): Pick<Verdict, 'refusal' | 'because'> {
  const { refusal: verdict } = order;
  if (verdict && AUDIT_VERDICTS.has(verdict.name)) return { refusal: null, because: verdict };
  return { refusal: refusalOf(order, standing) };
}

function refusalOf(order: OrderView, standing: Standing): AnyRefusal | null {
  if (standing === 'PROCESSING') return { name: 'REQUEST_UNDER_WAY', facts: { requestNo: order.requestNo } };
  if (standing !== 'FAIL') return null;
  return order.refusal ?? { name: 'SYSTEM_BUSY', facts: {} };
}

async function wrapSigned(
  dialect: Dialect,
  signer: Signer,
  platform: Platform,
  serviceName: string,
  message: Message,
  responseType: 'CALLBACK' | 'NOTIFY',
): Promise<Record<string, string>> {
  const respData = JSON.stringify(message);
  const signature = await signer.sign(Buffer.from(respData));
  const { platformNo } = platform;
  return dialect.wrap({ serviceName, platformNo, responseType, keySerial: signer.serial, respData, signature });
}
