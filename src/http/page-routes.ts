/**
 * Where browsers and the bank reach us: what runs here, hosted pages with their assets, the way back from the bank, the
 * bank's reports.
 */
import type { HostedPages, LanguageWish, PageRequest } from '../pages/pages.ts';
import type { Answer, HttpCall, Route } from './server.ts';

export interface PageRoutesOptions {
  readonly pages: HostedPages;
  /** Takes a message of the bank; false for a forged one. */
  readonly bankReport: (fields: Readonly<Record<string, string>>) => Promise<boolean>;
  /** The body by which the bank knows that its message was taken. */
  readonly acknowledgement: string;
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

export function pageRoutes(options: PageRoutesOptions): readonly Route[] {
  const { pages } = options;
  const handle = (call: HttpCall): Promise<Answer> => pages.handle(pageRequest(call));
  const refuse: Route['refuse'] = (call, why) => (why === 'BUSY' ? pages.tooMany(wishOf(call)) : null);
  const paths = ['/pages/:token', '/pages/:token/:step'];
  return [
    { method: 'GET', path: '/', handle: (call) => pages.front(pageRequest(call)), refuse },
    { method: 'GET', path: '/pages/assets/:file', free: true, handle: (call) => asset(pages, call) },
    ...paths.flatMap((path) => (['GET', 'POST'] as const).map((method): Route => ({ method, path, handle, refuse }))),
    { method: 'POST', path: '/bank/return', handle: (call) => pages.bankReturn(pageRequest(call)), refuse },
    { method: 'POST', path: '/bank/notify', handle: (call) => bankNotify(options, call) },
  ];
}

function asset(pages: HostedPages, call: HttpCall): Answer {
  const found = pages.asset(call.parameters.file ?? '');
  if (!found) return { status: 404, headers: TEXT, body: '没有这个文件 Not found\n' };
  const headers = {
    'content-type': found.type,
    // The name changes with the content.
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  };
  return { status: 200, headers, body: found.body };
}

async function bankNotify(options: PageRoutesOptions, call: HttpCall): Promise<Answer> {
  const taken = await options.bankReport(fieldsOf(call.body.toString('utf8')));
  if (taken) call.vouch();
  return taken
    ? { status: 200, headers: TEXT, body: options.acknowledgement }
    : { status: 403, headers: TEXT, body: 'FORGED' };
}

/** By which the language of a page is chosen where its address names none. */
export function wishOf({ headers }: HttpCall): LanguageWish {
  return { cookie: headers.cookie ?? '', acceptLanguage: headers['accept-language'] ?? '' };
}

function pageRequest(call: HttpCall): PageRequest {
  const header = (name: string): string => call.headers[name] ?? '';
  return {
    method: call.method,
    segments: [call.parameters.token, call.parameters.step].filter((part) => part !== undefined),
    query: fieldsOf(call.query),
    form: fieldsOf(call.body.toString('utf8')),
    headers: {
      ...wishOf(call),
      host: header('host'),
      origin: header('origin'),
      fetchSite: header('sec-fetch-site'),
      accept: header('accept'),
    },
    requestId: call.requestId,
  };
}

/** The fields of a browser's form; of a field that is there twice the first counts. */
function fieldsOf(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) fields[name] ??= value;
  return fields;
}
