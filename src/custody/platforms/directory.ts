/**
 * The directory of platforms: what every request asks first, so it is kept in memory for a moment. It promises that a
 * request which comes a second after a platform was suspended or a key revoked, at whatever node, is judged by that,
 * and one at the same node at once; and that however many requests come, a platform is read twice a second at most,
 * and all the numbers that are none of a platform's together as often.
 */
import type { Clock } from '../../kernel/time.ts';
import type {
  Besides,
  KeyOwner,
  NewKey,
  NewPlatform,
  PlatformFile,
  PlatformPatch,
  PlatformStore,
} from './platforms.store.ts';
import type { PlatformRecord } from './record.ts';

/**
 * Real milliseconds, not the sandbox clock's, from the moment when a read begins: what was committed before that moment
 * it has seen, so nobody is answered by what was true longer ago. Half of what is promised.
 */
const LIFE = 500;

interface Kept<T> {
  readonly read: Promise<T>;
  /** When the read began. */
  readonly began: number;
}

export class Directory {
  private readonly store: PlatformStore;
  private readonly clock: Clock;
  private readonly passed: () => number;
  /** Of platforms that there are: what strangers ask for is not kept. */
  private readonly kept = new Map<string, Kept<PlatformFile | null>>();
  private roster: Kept<ReadonlySet<string>> | null = null;
  private readonly numbers = new Map<number, string>();

  /** `passed`: real milliseconds that never go back, an argument for tests. */
  constructor(store: PlatformStore, clock: Clock, passed: () => number = () => performance.now()) {
    this.store = store;
    this.clock = clock;
    this.passed = passed;
  }

  byNo(platformNo: string): Promise<PlatformFile | null> {
    const kept = this.kept.get(platformNo);
    if (kept && this.passed() - kept.began < LIFE) return kept.read;
    return kept ? this.load(platformNo) : this.loadListed(platformNo);
  }

  private load(platformNo: string): Promise<PlatformFile | null> {
    const began = this.passed();
    const read = this.store.load(platformNo);
    this.kept.set(platformNo, { read, began });
    read.catch(() => this.kept.delete(platformNo));
    return read;
  }

  /** A number that was not asked for before may be anybody's: one statement tells all that there are. */
  private async loadListed(platformNo: string): Promise<PlatformFile | null> {
    const began = this.passed();
    if (!this.roster || began - this.roster.began >= LIFE) {
      const read = this.store.platformNos();
      this.roster = { read, began };
      read.catch(() => {
        this.roster = null;
      });
    }
    return (await this.roster.read).has(platformNo) ? this.load(platformNo) : null;
  }

  async byId(platformId: number): Promise<PlatformRecord | null> {
    const number = this.numbers.get(platformId) ?? (await this.store.numberOf(platformId));
    if (number === null) return null;
    this.numbers.set(platformId, number);
    return (await this.byNo(number))?.platform ?? null;
  }

  create(platform: NewPlatform, besides?: Besides): ReturnType<PlatformStore['create']> {
    return this.changing(platform.platformNo, () => this.store.create(platform, this.clock.now(), besides));
  }

  change(platformNo: string, patch: PlatformPatch): ReturnType<PlatformStore['change']> {
    return this.changing(platformNo, () => this.store.change(platformNo, patch));
  }

  addKey(platform: PlatformRecord, key: NewKey): ReturnType<PlatformStore['addKey']> {
    return this.changing(platform.platformNo, () => this.store.addKey(platform, key, this.clock.now()));
  }

  /** Whose a key is, or was. */
  ownerOf(publicKeyPem: string): Promise<KeyOwner | null> {
    return this.store.ownerOf(publicKeyPem);
  }

  revokeKey(platform: PlatformRecord, serial: string): ReturnType<PlatformStore['revokeKey']> {
    return this.changing(platform.platformNo, () => this.store.revokeKey(platform, serial, this.clock.now()));
  }

  private async changing<T>(platformNo: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.kept.delete(platformNo);
      this.roster = null;
    }
  }
}
