/**
 * Bodies on their way in. It promises that they never hold more memory together than they may: of too many the one that
 * began to arrive first gives way, which is whoever sends slowly on purpose; what has arrived is held until it is
 * answered. And that megabytes are read at a pace that leaves time for others. Bytes come as they were received:
 * signatures are over bytes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPace, type Pace } from './pace.ts';

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

/** Of a body that nobody wants so many bytes are taken and thrown away before the answer, while there is time. */
const DISCARDED = 32 * 1024 * 1024;
/** What an order takes. */
const SMALL = 64 * 1024;
/** So much of a body is read as it comes. */
const SHORT = 256 * 1024;
interface Arriving {
  bytes: number;
  readonly giveWay: () => void;
}

/** The memory that all bodies share. */
class Room {
  held = 0;
  readonly arriving = new Set<Arriving>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** Makes room; false when all of it is held by what is being answered. */
  hold(own: Arriving, bytes: number): boolean {
    while (this.held + bytes > this.most) {
      const [first] = this.arriving;
      if (first === undefined || first === own) return this.isSmall(own, bytes) && this.take(own, bytes);
      first.giveWay();
    }
    return this.take(own, bytes);
  }

  /** An order is taken also when all of the room is held by the long bodies of others. */
  private isSmall(own: Arriving, bytes: number): boolean {
    return own.bytes + bytes <= SMALL && this.held + bytes <= 2 * this.most;
  }

  private take(own: Arriving, bytes: number): true {
    own.bytes += bytes;
    this.held += bytes;
    return true;
  }

  release(own: Arriving): void {
    this.held -= own.bytes;
    own.bytes = 0;
  }
}

/** `most`: bytes of all bodies together that have not been answered. */
export function createBodies(most: number): Bodies {
  const room = new Room(most);
  const pace = createPace();
  return { held: () => room.held, take: (request, taking) => receive(room, pace, request, taking) };
}

/** What has come of a body. Megabytes are put in place as they come: put together at the end, they would block. */
class Gathered {
  private readonly announced: number;
  private chunks: Buffer[] = [];
  private bytes = 0;
  private long: Buffer | null = null;

  /** `announced`: the content-length, NaN without one. */
  constructor(announced: number) {
    this.announced = announced;
  }

  add(chunk: Buffer): void {
    if (this.long === null && this.bytes + chunk.length > SHORT && this.announced > SHORT) {
      // Memory that nothing was written to yet costs nothing, so a promise of megabytes holds none.
      const long = Buffer.allocUnsafeSlow(this.announced);
      this.whole().copy(long);
      this.long = long;
      this.chunks = [];
    }
    if (this.long) chunk.copy(this.long, this.bytes);
    else this.chunks.push(chunk);
    this.bytes += chunk.length;
  }

  whole(): Buffer {
    return this.long ?? Buffer.concat(this.chunks);
  }

  forget(): void {
    this.chunks = [];
    this.long = null;
  }
}

function receive(
  room: Room,
  pace: Pace,
  request: IncomingMessage,
  { limit, affords, answer }: Taking,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const gathered = new Gathered(Number(request.headers['content-length']));
  const own: Arriving = { bytes: 0, giveWay: () => refuse('BUSY') };
  const leave = (): void => {
    room.arriving.delete(own);
    pace.forget(request);
    request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
  };
  const refuse = (why: Why): void => {
    leave();
    room.release(own);
    gathered.forget();
    reject(new NotTaken(why));
  };
  const onBreak = (): void => refuse('UNREADABLE');
  const onData = (chunk: Buffer): void => {
    const bytes = own.bytes + chunk.length;
    if (bytes > limit) refuse('TOO_LARGE');
    else if (!affords(bytes) || !room.hold(own, chunk.length)) refuse('BUSY');
    else {
      gathered.add(chunk);
      if (bytes > SHORT) pace.slow(request, chunk.length);
    }
  };
  const onEnd = (): void => {
    leave();
    answer.once('close', () => room.release(own));
    if (answer.closed) room.release(own);
    resolve(gathered.whole());
  };
  if (Number(request.headers['content-length']) > limit) {
    refuse('TOO_LARGE');
    return promise;
  }
  room.arriving.add(own);
  request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
  request.resume();
  return promise;
}

/** Most callers read no answer before they have sent everything, and lose it when we close on them in the middle. */
export function discard(body: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = DISCARDED;
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) resolve();
  });
  body.once('end', resolve).once('close', resolve);
  if (body.readableEnded || body.destroyed) resolve();
  body.resume();
  return promise;
}
