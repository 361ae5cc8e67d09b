/**
 * The directory of platforms: what every request asks first, so it is kept in memory for a moment. A change made in
 * this process counts at once, one made by another node within the cache's life.
 */
import type { Clock } from '../../kernel/time.ts';
import type { NewPlatform, PlatformFile, PlatformPatch, PlatformStore } from './platforms.store.ts';
import type { PlatformRecord } from './record.ts';

/** Real milliseconds, not the sandbox clock's: it bounds staleness between nodes. */
const LIFE = 1_000;
const LIMIT = 10_000;

interface Kept {
  readonly file: Promise<PlatformFile | null>;
  readonly until: number;
}

export class Directory {
  private readonly store: PlatformStore;
  private readonly clock: Clock;
  private readonly kept = new Map<string, Kept>();
  private readonly numbers = new Map<number, string>();

  constructor(store: PlatformStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  byNo(platformNo: string): Promise<PlatformFile | null> {
    const kept = this.kept.get(platformNo);
    if (kept && kept.until > performance.now()) return kept.file;
    if (this.kept.size > LIMIT) this.kept.clear();
    const file = this.store.load(platformNo);
    this.kept.set(platformNo, { file, until: performance.now() + LIFE });
    file.catch(() => this.kept.delete(platformNo));
    return file;
  }

  async byId(platformId: number): Promise<PlatformRecord | null> {
    const number = this.numbers.get(platformId) ?? (await this.store.numberOf(platformId));
    if (number === null) return null;
    this.numbers.set(platformId, number);
    return (await this.byNo(number))?.platform ?? null;
  }

  create(platform: NewPlatform): Promise<boolean> {
    return this.changing(platform.platformNo, () => this.store.create(platform, this.clock.now()));
  }

  change(platformNo: string, patch: PlatformPatch): Promise<boolean> {
    return this.changing(platformNo, () => this.store.change(platformNo, patch));
  }

  addKey(platform: PlatformRecord, serial: string, publicKeyPem: string, expiresAt: number | null): Promise<boolean> {
    const { platformId, platformNo } = platform;
    return this.changing(platformNo, () =>
      this.store.addKey(platformId, serial, publicKeyPem, this.clock.now(), expiresAt),
    );
  }

  revokeKey(platform: PlatformRecord, serial: string): Promise<boolean> {
    return this.changing(platform.platformNo, () =>
      this.store.revokeKey(platform.platformId, serial, this.clock.now()),
    );
  }

  private async changing<T>(platformNo: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.kept.delete(platformNo);
    }
  }
}
