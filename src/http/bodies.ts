/**
 * Bodies on their way in. It promises that they never hold more memory together than they may: of too many the one that
 * began to arrive first gives way, which is whoever sends slowly on purpose; what has arrived is held until it is
 * answered. Bytes come as they were received: signatures are over bytes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a request was not taken. `BUSY`: nothing is wrong with it, but there is no room for it now. */
export type Why = 'TOO_LARGE' | 'UNREADABLE' | 'BUSY';

export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly why: Why;

  constructor(why: Why) {
    super(why);
    this.why = why;
  }
}

export interface Taking {
  /** Bytes that the route takes. */
  readonly limit: number;
  /** Whether the caller may send so many bytes in all. */
  readonly affords: (bytes: number) => boolean;
  /** The answer, whose end frees the memory. */
  readonly answer: ServerResponse;
}

export interface Bodies {
  /** Bytes that are held. */
  held(): number;
  /** The whole body; rejects with `NotTaken`. */
  take(request: IncomingMessage, taking: Taking): Promise<Buffer>;
}

interface Arriving {
  bytes: number;
  readonly giveWay: () => void;
}

/** `most`: bytes of all bodies together that have not been answered. */
export function createBodies(most: number): Bodies {
  let held = 0;
  const arriving = new Set<Arriving>();
  /** Makes room; false when all of it is held by what is being answered. */
  const hold = (own: Arriving, bytes: number): boolean => {
    while (held + bytes > most) {
      const [first] = arriving;
      if (first === undefined || first === own) return false;
      first.giveWay();
    }
    own.bytes += bytes;
    held += bytes;
    return true;
  };
  const release = (own: Arriving): void => {
    held -= own.bytes;
    own.bytes = 0;
  };
  return {
    held: () => held,
    take(request, { limit, affords, answer }) {
      const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
      const chunks: Buffer[] = [];
      const own: Arriving = { bytes: 0, giveWay: () => refuse('BUSY') };
      const leave = (): void => {
        arriving.delete(own);
        request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      };
      const refuse = (why: Why): void => {
        leave();
        release(own);
        chunks.length = 0;
        reject(new NotTaken(why));
      };
      const onBreak = (): void => refuse('UNREADABLE');
      const onData = (chunk: Buffer): void => {
        const bytes = own.bytes + chunk.length;
        if (bytes > limit) refuse('TOO_LARGE');
        else if (!affords(bytes) || !hold(own, chunk.length)) refuse('BUSY');
        else chunks.push(chunk);
      };
      const onEnd = (): void => {
        leave();
        answer.once('close', () => release(own));
        if (answer.closed) release(own);
        resolve(Buffer.concat(chunks));
      };
      if (Number(request.headers['content-length']) > limit) {
        refuse('TOO_LARGE');
        return promise;
      }
      arriving.add(own);
      request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
      request.resume();
      return promise;
    },
  };
}
