/**
 * A line to PostgreSQL that breaks at the worst moment: a proxy on loopback that lets everything through until it is
 * told to cut, and then breaks the connection at the next commit: before the server has seen it, or before its answer
 * is told.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { after } from 'node:test';

/** BEFORE: the commit never arrives. AFTER: it happened, and nobody says so. */
export type Cut = 'BEFORE' | 'AFTER';

export interface FaultProxy {
  /** The database's address, by way of the proxy. */
  readonly url: string;
  /** Breaks the next connections that commit, one for each word, in this order. */
  cut(...cuts: readonly Cut[]): void;
  /** Cuts that were asked for and have not happened. */
  left(): number;
}

/** The commit as a client sends it, and the word by which the server answers it. */
const ASKED = Buffer.from('commit\0');
const ANSWERED = Buffer.from('COMMIT\0');

/** Opens the proxy; it ends with the test file. */
export async function faultProxy(databaseUrl: string): Promise<FaultProxy> {
  const target = new URL(databaseUrl);
  const waiting: Cut[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    const strikes = (when: Cut, bytes: Buffer, word: Buffer): boolean => {
      if (waiting[0] !== when || !bytes.includes(word)) return false;
      waiting.shift();
      return true;
    };
    client.on('data', (bytes: Buffer) => void (strikes('BEFORE', bytes, ASKED) ? cut() : upstream.write(bytes)));
    upstream.on('data', (bytes: Buffer) => void (strikes('AFTER', bytes, ANSWERED) ? cut() : client.write(bytes)));
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', cut).on('close', () => {
        open.delete(socket);
        cut();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    cut: (...cuts) => void waiting.push(...cuts),
    left: () => waiting.length,
  };
}
