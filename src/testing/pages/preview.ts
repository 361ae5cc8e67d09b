/**
 * The pages on a port of their own, over the core in memory: for looking at every page in a browser while working on
 * it, and for the browser test. `node src/testing/pages/preview.ts` prints the addresses.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal } from '../../custody/refusals.ts';
import { MINUTE } from '../../kernel/time.ts';
import { createDesk } from './desk.ts';
import { COMMANDS, type FakeCore, finished, NOW, PERSON, viewOf } from './fake-core.ts';
import type { HostedPages, PageRequest, PageResponse } from '../../pages/pages.ts';

const { registration, registrationGiven, tender, repayment, withdrawal, authorization, deposit } = COMMANDS;

/** Puts one order of every kind and state into the core; the tokens say which. */
export function fillWithEverything(core: FakeCore): readonly string[] {
  const cancelled = refusal('PAGE_CANCELLED', {});
  const expired = refusal('PAGE_EXPIRED', { expiresAt: NOW - MINUTE });
  const short = refusal('BALANCE_INSUFFICIENT', { available: 10_000n, needed: 50_000n });
  const views = {
    registration: viewOf(registration),
    'registration-given': viewOf(registrationGiven, {}, { smsTo: '138****1234' }),
    'registration-some': viewOf({ ...registration, realName: PERSON.realName, idNumber: PERSON.idNumber }),
    tender: viewOf(tender),
    repayment: viewOf(repayment, {}, { passwordTriesLeft: 2 }),
    withdrawal: viewOf(withdrawal),
    'withdrawal-account': viewOf(COMMANDS.platformWithdrawal),
    authorization: viewOf(authorization),
    deposit: viewOf(deposit),
    'deposit-waiting': viewOf(deposit, { state: 'HANDED' }),
    'done-registration': finished(viewOf(registrationGiven), { state: 'DONE' }),
    'done-tender': finished(viewOf(tender), { state: 'DONE' }),
    'done-deposit': finished(viewOf(deposit), { state: 'DONE' }),
    'accepted-withdrawal': finished(viewOf(withdrawal), { state: 'ACCEPTED' }),
    'failed-tender': finished(viewOf(tender), { state: 'REFUSED', refusal: short }),
    cancelled: finished(viewOf(withdrawal), { state: 'REFUSED', refusal: cancelled }),
    expired: finished(viewOf(tender), { state: 'REFUSED', refusal: expired }),
  };
  for (const [token, view] of Object.entries(views)) core.put(token, view);
  return Object.keys(views);
}

async function read(message: IncomingMessage): Promise<PageRequest> {
  const url = new URL(message.url ?? '/', 'http://preview');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const header = (name: string): string => String(message.headers[name] ?? '');
  return {
    method: message.method ?? '',
    segments: url.pathname.split('/').slice(2),
    query: Object.fromEntries(url.searchParams),
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
    headers: {
      host: header('host'),
      origin: header('origin'),
      fetchSite: header('sec-fetch-site'),
      cookie: header('cookie'),
      accept: header('accept'),
      acceptLanguage: header('accept-language'),
    },
    requestId: 'preview',
  };
}

async function answer(pages: HostedPages, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await read(message);
  const [first = '', second = ''] = request.segments;
  const found = first === 'assets' ? pages.asset(second) : null;
  const page: PageResponse = found
    ? { status: 200, headers: { 'content-type': found.type }, body: found.body }
    : message.url?.startsWith('/bank/return')
      ? await pages.bankReturn(request)
      : await pages.handle(request);
  response.writeHead(page.status, page.headers).end(page.body);
}

/** Serves the pages on loopback; answers the server and its address. */
export async function servePreview(pages: HostedPages, port = 0): Promise<{ server: Server; origin: string }> {
  const server = createServer((message, response) => {
    answer(pages, message, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

if (import.meta.main) {
  const { core, pages } = createDesk();
  const tokens = fillWithEverything(core);
  const { origin } = await servePreview(pages);
  process.stdout.write(`${tokens.map((token) => `${origin}/pages/${token}`).join('\n')}\n`);
}
