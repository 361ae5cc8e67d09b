/**
 * Callers that shut their sending side once the request is out (PHP's and Go's simple clients, netcat, some proxies).
 * Node ends such a connection at once, when the order may have been executed already, and the answer is lost. Promise:
 * whoever has sent a whole request is answered on what is left of the connection, which is closed then; what is not
 * whole is refused as before, and all limits hold.
 */
import type { Server } from 'node:http';

/** Serves half-closed connections; to be called before the server listens. */
export function serveHalfClosed(server: Server): void {
  // Node has had this switch from the beginning, and no type for it.
  Object.assign(server, { httpAllowHalfOpen: true });
}
