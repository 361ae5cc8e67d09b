/** Ports of this machine, asked by trying: the answer holds for the moment it was asked. */
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Whether nobody listens on this port (0 is always free). */
export function isFree(port: number, host = LOOPBACK): Promise<boolean> {
  return whyNotFree(port, host).then((error) => error === null);
}

/** The system's reason why nobody can listen there now, or null. */
export function whyNotFree(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return listenOnce(port, host).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  );
}

/** A port of the loopback address that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return listenOnce(0, LOOPBACK);
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
