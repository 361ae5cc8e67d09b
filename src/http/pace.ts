/** The pace at which bodies of megabytes are read: while one waits, whatever is short is served. */
import type { IncomingMessage } from 'node:http';
import { createAllowances, type Rate } from '../kernel/allowances.ts';

/** Of what is longer so many bytes a second, all bodies together, and so many at once: a large confirmation or two. */
const PACE: Rate = { perSecond: 16 * 1024 * 1024, burst: 2 * 1024 * 1024 };
/** How often those that wait are looked at. */
const BEAT = 20;

/** Reading of long bodies, whose readers wait for each other. */
export interface Pace {
  /** Counts what came of a long body; above the pace it is not read on for a while. */
  slow(request: IncomingMessage, bytes: number): void;
  forget(request: IncomingMessage): void;
}

export function createPace(): Pace {
  const allowance = createAllowances(PACE);
  const waiting = new Set<IncomingMessage>();
  let beating = false;
  const beat = (): void => {
    if (!beating) setTimeout(wake, BEAT);
    beating = true;
  };
  const wake = (): void => {
    beating = false;
    if (allowance.has('')) {
      for (const request of waiting) request.resume();
      waiting.clear();
    } else if (waiting.size > 0) beat();
  };
  return {
    slow(request, bytes) {
      allowance.take('', bytes);
      if (allowance.has('')) return;
      request.pause();
      waiting.add(request);
      beat();
    },
    forget: (request) => void waiting.delete(request),
  };
}
