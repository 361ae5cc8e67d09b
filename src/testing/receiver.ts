/** A platform's side of a notice, real HTTP on loopback: remembers what it was sent and answers as the test says. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { text } from 'node:stream/consumers';

/** One form that arrived. */
export interface Received {
  readonly fields: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** Answers it; may be called later, when the test has seen enough. */
  answer(status: number, body: string, headers?: Readonly<Record<string, string>>): void;
}

export interface Receiver {
  /** The address to notify. */
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves when so many forms have arrived since the start. */
  arrived(count: number): Promise<void>;
  /** Forms that arrived and have not been answered. */
  open(): number;
}

/** Starts a receiver; `react` is called for each form and may answer it. It ends with the test file. */
export async function startReceiver(react: (received: Received, index: number) => void): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let open = 0;
  const server = createServer(async (request, response: ServerResponse) => {
    const body = await text(request);
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    const each: Received = {
      fields: Object.fromEntries(new URLSearchParams(body)),
      contentType: request.headers['content-type'] ?? '',
      answer(status, content, headers = {}) {
        response.writeHead(status, headers).end(content);
      },
    };
    const index = received.push(each) - 1;
    react(each, index);
    for (const wait of waiting) if (received.length >= wait.count) wait.resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify?from=custodian`,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    open: () => open,
  };
}
