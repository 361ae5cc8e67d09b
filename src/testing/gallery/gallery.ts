/**
 * All pages that people see – hosted, the sandbox bank's, the demo's – in all their states, each under an address of
 * its own, for looking at them and for what must hold of every one. Nothing there leads away: what would is answered
 * with nothing.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import type { Language } from '../../kernel/language.ts';
import { bankRoom } from './bank.ts';
import { demoRoom } from './demo.ts';
import { hostedRoom } from './hosted.ts';

/** The pages of one program. */
export interface Room {
  readonly name: string;
  /** By name: draws the state in a language. */
  readonly states: ReadonlyMap<string, (language: Language) => Promise<{ readonly body: string }>>;
  asset(path: string): Promise<{ readonly type: string; readonly body: string } | null>;
}

/** One page in one state. */
export interface Picture {
  readonly room: string;
  readonly name: string;
  address(language: Language): string;
}

export interface Gallery {
  readonly pictures: readonly Picture[];
  /** A visitor who stays: forms that forward by themselves lead nowhere. */
  visit(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext>;
  close(): void;
}

export const LANGUAGES: readonly Language[] = ['zh', 'en'];
/** A phone and a desk. */
export const WIDTHS = [390, 1280] as const;

/** Opens the gallery on loopback. */
export async function openGallery(): Promise<Gallery> {
  const rooms: readonly Room[] = [hostedRoom(), bankRoom(), await demoRoom()];
  const servers: Server[] = [];
  const pictures: Picture[] = [];
  for (const room of rooms) {
    const server = createServer((message, response) => {
      serve(room, message, response).catch((error: unknown) => response.destroy(error as Error));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const name of room.states.keys()) {
      pictures.push({ room: room.name, name, address: (language) => `${origin}/state/${name}?lang=${language}` });
    }
  }
  return { pictures, visit, close: () => servers.forEach((server) => void server.close()) };
}

async function visit(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  // In the middle of a transition a colour is neither of the two.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', ...options });
  await context.addInitScript('HTMLFormElement.prototype.requestSubmit = () => undefined');
  await context.route('**', (route) => {
    const request = route.request();
    const leaves = request.isNavigationRequest() && !new URL(request.url()).pathname.startsWith('/state/');
    return leaves ? route.fulfill({ status: 204 }) : route.continue();
  });
  return context;
}

async function serve(room: Room, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://gallery');
  const draw = room.states.get(decodeURIComponent(url.pathname.slice('/state/'.length)));
  if (draw && url.pathname.startsWith('/state/')) {
    const { body } = await draw(url.searchParams.get('lang') === 'en' ? 'en' : 'zh');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
    return;
  }
  const found = await room.asset(url.pathname);
  response.writeHead(found ? 200 : 404, { 'content-type': found?.type ?? 'text/plain' }).end(found?.body ?? '');
}
