/**
 * The connections of a listener. It promises that no more are open than may be, and that of too many the one gives way
 * that has been silent or slow for longest, never one that waits for our answer; and that closing waits for what is
 * under way, but not for ever.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Closing gives a request that is still arriving this many milliseconds, and one that is being answered these. */
const ARRIVING = 500;
const ANSWERING = 15_000;

export interface Connections {
  /** How many are open. */
  count(): number;
  /** Takes no more, lets end what is under way, then closes. */
  close(): Promise<void>;
}

/** Watches the connections of a listener that has not begun. */
export function watchConnections(app: FastifyInstance, most: number): Connections {
  /** Both in the order in which they have been waiting for a request; those that never sent a whole one apart. */
  const strangers = new Set<Socket>();
  const regulars = new Set<Socket>();
  const answered = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    if (strangers.size + regulars.size >= most) {
      const given = oldest(strangers) ?? oldest(regulars) ?? socket;
      given.destroy();
      forget(given);
    }
    if (socket.destroyed) return;
    strangers.add(socket);
    socket.once('close', () => forget(socket));
  });
  const forget = (socket: Socket): void => {
    for (const set of [strangers, regulars, answered]) set.delete(socket);
  };
  const oldest = (sockets: ReadonlySet<Socket>): Socket | null => {
    for (const socket of sockets) if (!answered.has(socket)) return socket;
    return null;
  };
  // The body has arrived by then.
  app.addHook('preHandler', async (request) => void answered.add(request.raw.socket));
  app.addHook('onResponse', async (request) => {
    const { socket } = request.raw;
    answered.delete(socket);
    if (socket.destroyed) return;
    strangers.delete(socket);
    regulars.delete(socket);
    regulars.add(socket);
  });
  const cut = (isDue: (socket: Socket) => boolean): void => {
    for (const socket of [...strangers, ...regulars]) if (isDue(socket)) socket.destroy();
  };
  return {
    count: () => strangers.size + regulars.size,
    // Node closes connections that have been used and rest. One that a browser opened beforehand, or a caller who
    // stopped in the middle of a request, would hold the end up for ever: nothing was done for those, so they are cut.
    close: async () => {
      const timers = [
        setTimeout(() => cut((socket) => !answered.has(socket)), ARRIVING),
        setTimeout(() => cut(() => true), ANSWERING),
      ];
      await app.close();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
