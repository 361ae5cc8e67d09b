/**
 * What stands before several nodes: every connection goes to one that says on `/readyz` that it is ready, in turn. A
 * connection that a node refuses is offered to the next; one that a node closes is closed.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Balancer {
  readonly url: string;
  /** Connections given to each node so far, by its address. */
  readonly given: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Milliseconds between two looks at `/readyz`: less than a node serves on after it was asked to stop. */
const LOOK = 100;

/** `nodes` tells the addresses of the nodes there are at this moment. */
export async function startBalancer(nodes: () => readonly string[]): Promise<Balancer> {
  let ready: readonly string[] = nodes();
  let turn = 0;
  const given = new Map<string, number>();
  const open = new Set<Socket>();
  const look = async (): Promise<void> => {
    const answers = await Promise.all(
      nodes().map(async (url) => {
        const answer = await fetch(`${url}/readyz`, { headers: { connection: 'close' } }).catch(() => null);
        await answer?.text().catch(() => undefined);
        return answer?.status === 200 ? [url] : [];
      }),
    );
    ready = answers.flat();
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK);
  const lead = (caller: Socket, choices: readonly string[]): void => {
    const [url, ...others] = choices;
    if (url === undefined) return void caller.destroy();
    const { hostname, port } = new URL(url);
    const node = connect({ host: hostname, port: Number(port) });
    open.add(node);
    node.once('close', () => open.delete(node));
    node.once('error', () => (node.connecting ? lead(caller, others) : caller.destroy()));
    node.once('connect', () => {
      given.set(url, (given.get(url) ?? 0) + 1);
      node.removeAllListeners('error').on('error', () => caller.destroy());
      caller.pipe(node).pipe(caller);
    });
  };
  const server = createServer({ noDelay: true }, (caller) => {
    open.add(caller);
    caller.once('close', () => open.delete(caller)).on('error', () => caller.destroy());
    turn += 1;
    lead(caller, [...ready.slice(turn % Math.max(1, ready.length)), ...ready].slice(0, ready.length));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given,
    async close() {
      clearInterval(timer);
      await looking;
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
