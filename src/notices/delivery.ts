/**
 * The engine of delivery. For each platform it keeps a few sends under way and claims more as they end; a platform whose
 * receiver fails is given fewer, and all together are bounded, so a slow or dead receiver costs the others nothing.
 * Promise: a notice is claimed before it is sent and settled after it, in transactions of their own with none open
 * between. What a crash leaves claimed is claimed again when its claim has run out.
 */
import { errorFacts, type Log } from '../kernel/log.ts';
import type { Clock } from '../kernel/time.ts';

export interface DeliveryLimits {
  /** Sends under way to one platform. */
  readonly perPlatform: number;
  /** The same while its latest send failed: a receiver that hangs does not use up what others need. */
  readonly perFailing: number;
  /** Sends under way to all platforms. */
  readonly overall: number;
}

export const LIMITS: DeliveryLimits = { perPlatform: 8, perFailing: 2, overall: 256 };

/** What the engine drives. */
export interface DeliveryPort<N> {
  /** Claims up to `limit` due notices of a platform; `touched` is how many were due and looked at. */
  claim(platformId: number, limit: number): Promise<{ readonly notices: readonly N[]; readonly touched: number }>;
  /** Sends one and settles it. `again`: something of this platform may have become due by it. */
  deliver(notice: N): Promise<{ readonly failed: boolean; readonly again: boolean }>;
}

/** One platform's share. */
interface Lane {
  readonly platformId: number;
  /** Claims go one after another; who comes meanwhile asks for one more. */
  filling: Promise<number> | null;
  asked: boolean;
  /** More may be due than could be taken. */
  hungry: boolean;
  failing: boolean;
  readonly underWay: Set<Promise<void>>;
}

export interface Delivery {
  /** Claims what is due for a platform, as far as its share allows, and begins to send; answers how many rows it took. */
  fill(platformId: number): Promise<number>;
  /** Resolves when nothing is being claimed or sent any more. */
  settled(): Promise<void>;
  /** Claims nothing any more and waits for what is under way. */
  stop(): Promise<void>;
}

export function createDelivery<N>(
  port: DeliveryPort<N>,
  context: { readonly clock: Clock; readonly log: Log; readonly limits: DeliveryLimits },
): Delivery {
  const { log, limits } = context;
  const lanes = new Map<number, Lane>();
  /** Lanes that found every slot taken, in the order in which they came. */
  const queue = new Set<Lane>();
  let free = limits.overall;
  let stopped = false;

  function laneOf(platformId: number): Lane {
    const known = lanes.get(platformId);
    if (known) return known;
    const lane: Lane = {
      platformId,
      filling: null,
      asked: false,
      hungry: false,
      failing: false,
      underWay: new Set(),
    };
    lanes.set(platformId, lane);
    return lane;
  }

  function fill(lane: Lane): Promise<number> {
    lane.asked = true;
    // Begun a moment later, so that `filling` stands before `fillUp` can end and clear it.
    lane.filling ??= Promise.resolve().then(() => fillUp(lane));
    return lane.filling;
  }

  async function fillUp(lane: Lane): Promise<number> {
    let touched = 0;
    try {
      while (lane.asked && !stopped) {
        lane.asked = false;
        const slots = reserve(lane);
        lane.hungry = slots === 0;
        if (slots === 0) break;
        const taken = await claim(lane, slots);
        touched += taken;
        lane.hungry = taken === slots;
        lane.asked ||= lane.hungry;
      }
    } finally {
      lane.filling = null;
    }
    return touched;
  }

  /** Takes as many slots as the lane may have now. A lane within its share that finds none queues for them. */
  function reserve(lane: Lane): number {
    const share = (lane.failing ? limits.perFailing : limits.perPlatform) - lane.underWay.size;
    const slots = Math.max(0, Math.min(share, free));
    if (slots === 0 && share > 0) queue.add(lane);
    free -= slots;
    return slots;
  }

  /** Claims with `slots` reserved, begins the sends and gives back the slots that were not needed. */
  async function claim(lane: Lane, slots: number): Promise<number> {
    let begun = 0;
    try {
      const { notices, touched } = await port.claim(lane.platformId, slots);
      begun = notices.length;
      for (const notice of notices) begin(lane, notice);
      return touched;
    } finally {
      release(slots - begun);
    }
  }

  function begin(lane: Lane, notice: N): void {
    const work = port.deliver(notice).then(
      ({ failed, again }) => {
        lane.failing = failed;
        return again;
      },
      (error: unknown) => {
        log.error({ platformId: lane.platformId, ...errorFacts(error) }, 'a notice could not be settled');
        return false;
      },
    );
    const ended = work.then((again) => {
      lane.underWay.delete(ended);
      release(1);
      if (again || lane.hungry) refill(lane);
    });
    lane.underWay.add(ended);
  }

  function release(slots: number): void {
    free += slots;
    for (const lane of [...queue].slice(0, free)) {
      queue.delete(lane);
      refill(lane);
    }
  }

  /** A claim that nobody waits for: when it fails, the sweep comes by again. */
  function refill(lane: Lane): void {
    fill(lane).catch((error: unknown) => {
      log.warn({ platformId: lane.platformId, ...errorFacts(error) }, 'notices could not be claimed');
    });
  }

  async function settled(): Promise<void> {
    for (;;) {
      const work = [...lanes.values()].flatMap((lane) => [...lane.underWay, ...(lane.filling ? [lane.filling] : [])]);
      if (work.length === 0) return;
      await Promise.allSettled(work);
    }
  }

  return {
    fill: (platformId) => fill(laneOf(platformId)),
    settled,
    async stop() {
      stopped = true;
      await settled();
    },
  };
}
