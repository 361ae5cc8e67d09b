/** One request over a socket, in whatever manner, and what came back; a line that was cut is an answer too. */
import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bad } from './malformed-requests.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const PATIENCE = 30_000;

/** Keeps connections, as a platform's client does. */
export const agent = new Agent({ keepAlive: true, maxSockets: 24 });

/** Sends; null when the line was closed without an answer. Rejects when nothing comes for too long. */
export function post(base: string, bad: Bad, headers: Readonly<Record<string, string>> = {}): Promise<Reply | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply | null>();
  const url = new URL(base);
  const length = bad.manner === 'CUT' ? bad.body.length + 1_000 : bad.body.length;
  const type = bad.contentType === null ? {} : { 'content-type': bad.contentType };
  const outgoing = request({
    agent,
    host: url.hostname,
    port: url.port,
    method: bad.method,
    path: bad.path,
    headers: { ...type, 'content-length': String(length), ...headers },
    timeout: PATIENCE,
  });
  let answered = false;
  outgoing.on('response', (incoming) => {
    answered = true;
    buffer(incoming).then(
      (body) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
      () => resolve(null),
    );
  });
  outgoing.on('timeout', () => reject(new Error(`no answer within ${PATIENCE} ms: ${bad.kind}`)));
  // Once the answer has begun, what becomes of the rest of the body does not matter.
  outgoing.on('error', () => void (answered || resolve(null)));
  send(outgoing, bad).catch(reject);
  return promise;
}

async function send(outgoing: ReturnType<typeof request>, { manner, body }: Bad): Promise<void> {
  if (manner === 'WHOLE') return void outgoing.end(body);
  if (manner === 'CUT') {
    outgoing.write(body, () => outgoing.destroy());
    return;
  }
  for (let at = 0; at < body.length; at += 97) {
    outgoing.write(body.subarray(at, at + 97));
    await pause(5);
  }
  outgoing.end();
}
