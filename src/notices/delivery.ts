/**
 * The engine of delivery. For each platform it keeps a few sends under way and claims more as they end; a platform
 * whose receiver fails is given fewer, and all together are bounded, so a slow or dead receiver costs the others
 * nothing.
 * Promise: a notice is claimed before it is sent and settled after it, in transactions of their own with none open
 * between. What a crash leaves claimed is claimed again when its claim has run out.
 */
import { errorFacts, type Log } from '../kernel/log.ts';

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

export class Delivery<N> {
  private readonly port: DeliveryPort<N>;
  private readonly log: Log;
  private readonly limits: DeliveryLimits;
  private readonly lanes = new Map<number, Lane>();
  /** Lanes that found every slot taken, in the order in which they came. */
  private readonly queue = new Set<Lane>();
  private free: number;
  private stopped = false;

  constructor(port: DeliveryPort<N>, log: Log, limits: DeliveryLimits = LIMITS) {
    this.port = port;
    this.log = log;
    this.limits = limits;
    this.free = limits.overall;
  }

  /**
   * Claims what is due for a platform, as far as its share allows, and begins to send; answers how many rows it took.
   */
  fill(platformId: number): Promise<number> {
    const lane = this.laneOf(platformId);
    lane.asked = true;
    // Begun a moment later, so that `filling` stands before `fillUp` can end and clear it.
    lane.filling ??= Promise.resolve().then(() => this.fillUp(lane));
    return lane.filling;
  }

  /** The same for those who cannot wait: when a claim fails, the sweep comes by again. */
  poke(platformId: number): void {
    this.fill(platformId).catch((error: unknown) => {
      this.log.warn({ platformId, ...errorFacts(error) }, 'notices could not be claimed');
    });
  }

  /** Resolves when nothing is being claimed or sent any more. */
  async settled(): Promise<void> {
    for (;;) {
      const lanes = [...this.lanes.values()];
      const work = lanes.flatMap((lane) => [...lane.underWay, ...(lane.filling ? [lane.filling] : [])]);
      if (work.length === 0) return;
      await Promise.allSettled(work);
    }
  }

  /** Claims nothing any more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.settled();
  }

  private laneOf(platformId: number): Lane {
    let lane = this.lanes.get(platformId);
    if (!lane) {
      lane = { platformId, filling: null, asked: false, hungry: false, failing: false, underWay: new Set() };
      this.lanes.set(platformId, lane);
    }
    return lane;
  }

  private async fillUp(lane: Lane): Promise<number> {
    let touched = 0;
    try {
      while (lane.asked && !this.stopped) {
        lane.asked = false;
        const slots = this.reserve(lane);
        lane.hungry = slots === 0;
        if (slots === 0) break;
        const taken = await this.claim(lane, slots);
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
  private reserve(lane: Lane): number {
    const { perFailing, perPlatform } = this.limits;
    const share = (lane.failing ? perFailing : perPlatform) - lane.underWay.size;
    const slots = Math.max(0, Math.min(share, this.free));
    if (slots === 0 && share > 0) this.queue.add(lane);
    this.free -= slots;
    return slots;
  }

  /** Claims with `slots` reserved, begins the sends and gives back the slots that were not needed. */
  private async claim(lane: Lane, slots: number): Promise<number> {
    let begun = 0;
    try {
      const { notices, touched } = await this.port.claim(lane.platformId, slots);
      begun = notices.length;
      for (const notice of notices) this.begin(lane, notice);
      return touched;
    } finally {
      this.release(slots - begun);
    }
  }

  private begin(lane: Lane, notice: N): void {
    const ended = this.carry(lane, notice).then((again) => {
      lane.underWay.delete(ended);
      this.release(1);
      if (again || lane.hungry) this.poke(lane.platformId);
    });
    lane.underWay.add(ended);
  }

  /** Never rejects: a notice that could not be settled is found again when its claim has run out. */
  private async carry(lane: Lane, notice: N): Promise<boolean> {
    try {
      const { failed, again } = await this.port.deliver(notice);
      lane.failing = failed;
      return again;
    } catch (error) {
      this.log.error({ platformId: lane.platformId, ...errorFacts(error) }, 'a notice could not be settled');
      return false;
    }
  }

  private release(slots: number): void {
    this.free += slots;
    for (const lane of [...this.queue].slice(0, this.free)) {
      this.queue.delete(lane);
      this.poke(lane.platformId);
    }
  }
}
