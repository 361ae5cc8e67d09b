/**
 * The engine of delivery. For each platform it keeps a few sends under way and leases more as they end; a platform
 * whose receiver fails is given fewer, and all together are bounded, so a slow or dead receiver costs the others
 * nothing.
 * Promise: a notice is leased before it is sent and settled after it, in transactions of their own with none open
 * between. What a crash leaves leased is leased again when its lease has run out.
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

const LIMITS: DeliveryLimits = { perPlatform: 8, perFailing: 2, overall: 256 };

/** What the engine drives. */
export interface DeliveryPort<N> {
  /** Leases up to `limit` due notices of a platform; `touched` is how many were due and looked at. */
  lease(platformId: number, limit: number): Promise<{ readonly notices: readonly N[]; readonly touched: number }>;
  /** Sends one and settles it. `again`: something of this platform may have become due by it. */
  deliver(notice: N): Promise<{ readonly failed: boolean; readonly again: boolean }>;
}

/** One platform and what is under way to it. */
interface Recipient {
  readonly platformId: number;
  /** Leases go one after another; who comes meanwhile asks for one more. */
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
  private readonly recipients = new Map<number, Recipient>();
  /** Recipients that found every slot taken, in the order in which they came. */
  private readonly queue = new Set<Recipient>();
  private free: number;
  private stopped = false;

  constructor(port: DeliveryPort<N>, log: Log, limits: DeliveryLimits = LIMITS) {
    this.port = port;
    this.log = log;
    this.limits = limits;
    this.free = limits.overall;
  }

  /**
   * Leases what is due for a platform, as far as its share allows, and begins to send; answers how many rows it took.
   */
  fill(platformId: number): Promise<number> {
    const recipient = this.recipientOf(platformId);
    recipient.asked = true;
    // Begun a moment later, so that `filling` stands before `fillUp` can end and clear it.
    recipient.filling ??= Promise.resolve().then(() => this.fillUp(recipient));
    return recipient.filling;
  }

  /** The same for those who cannot wait: when a lease fails, the sweep comes by again. */
  poke(platformId: number): void {
    this.fill(platformId).catch((error: unknown) => {
      this.log.warn({ platformId, ...errorFacts(error) }, 'notices could not be leased');
    });
  }

  /** Resolves when nothing is being leased or sent any more. */
  async settled(): Promise<void> {
    for (;;) {
      const recipients = [...this.recipients.values()];
      const work = recipients.flatMap((recipient) => [
        ...recipient.underWay,
        ...(recipient.filling ? [recipient.filling] : []),
      ]);
      if (work.length === 0) return;
      await Promise.allSettled(work);
    }
  }

  /** Leases nothing any more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.settled();
  }

  private recipientOf(platformId: number): Recipient {
    let recipient = this.recipients.get(platformId);
    if (!recipient) {
      recipient = { platformId, filling: null, asked: false, hungry: false, failing: false, underWay: new Set() };
      this.recipients.set(platformId, recipient);
    }
    return recipient;
  }

  private async fillUp(recipient: Recipient): Promise<number> {
    let touched = 0;
    try {
      while (recipient.asked && !this.stopped) {
        recipient.asked = false;
        const slots = this.reserve(recipient);
        recipient.hungry = slots === 0;
        if (slots === 0) break;
        const taken = await this.lease(recipient, slots);
        touched += taken;
        recipient.hungry = taken === slots;
        recipient.asked ||= recipient.hungry;
      }
    } finally {
      recipient.filling = null;
    }
    return touched;
  }

  /** Takes as many slots as the recipient may have now. One within its share that finds none queues for them. */
  private reserve(recipient: Recipient): number {
    const { perFailing, perPlatform } = this.limits;
    const share = (recipient.failing ? perFailing : perPlatform) - recipient.underWay.size;
    const slots = Math.max(0, Math.min(share, this.free));
    if (slots === 0 && share > 0) this.queue.add(recipient);
    this.free -= slots;
    return slots;
  }

  /** Leases with `slots` reserved, begins the sends and gives back the slots that were not needed. */
  private async lease(recipient: Recipient, slots: number): Promise<number> {
    let begun = 0;
    try {
      const { notices, touched } = await this.port.lease(recipient.platformId, slots);
      begun = notices.length;
      for (const notice of notices) this.begin(recipient, notice);
      return touched;
    } finally {
      this.release(slots - begun);
    }
  }

  private begin(recipient: Recipient, notice: N): void {
    const ended = this.carry(recipient, notice).then((again) => {
      recipient.underWay.delete(ended);
      this.release(1);
      if (again || recipient.hungry) this.poke(recipient.platformId);
    });
    recipient.underWay.add(ended);
  }

  /** Never rejects: a notice that could not be settled is found again when its lease has run out. */
  private async carry(recipient: Recipient, notice: N): Promise<boolean> {
    try {
      const { failed, again } = await this.port.deliver(notice);
      recipient.failing = failed;
      return again;
    } catch (error) {
      this.log.error({ platformId: recipient.platformId, ...errorFacts(error) }, 'a notice could not be settled');
      return false;
    }
  }

  private release(slots: number): void {
    this.free += slots;
    for (const recipient of [...this.queue].slice(0, this.free)) {
      this.queue.delete(recipient);
      this.poke(recipient.platformId);
    }
  }
}
