/** The pages on a port of their own, over the core in memory, for the browser test. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostedPages, PageRequest, PageResponse } from '../../pages/pages.ts';

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
