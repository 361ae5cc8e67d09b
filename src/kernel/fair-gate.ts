/**
 * A gate for work of many tenants on one process. Alone, a tenant has all of it. As soon as others work too, none may
 * have more under way than a few times what the least busy of them has, so that what one sends too much waits in his
 * own queue and the others hardly notice. It promises that the waiting take turns by tenant, that a queue has an end
 * in number and in time, and that whoever is not let in is told so.
 */

export interface FairGateOptions {
  /** Under way at once, of all tenants together, beside the few that each may always have. */
  readonly most: number;
  /** Waiting at once, of one tenant. */
  readonly waiting: number;
  /** Milliseconds after which a waiting one is told no. */
  readonly patience: number;
  /** Real milliseconds that never go back, an argument for tests. */
  readonly passed?: () => number;
}

/** However much or little the others do, so many of a tenant's are let in. */
const LEAST = 8;
/** And so many times as many as the least busy of the others has. */
const TIMES = 4;
/** Who has done nothing for two of these is not there. */
const WINDOW = 1_000;

interface Tenant {
  readonly id: number;
  inside: number;
  readonly waiting: Set<(isIn: boolean) => void>;
  /** The most that were under way or waiting at once, in this window and in the one before. */
  peak: number;
  before: number;
  window: number;
}

export class FairGate {
  private readonly options: FairGateOptions;
  private readonly passed: () => number;
  /** In the order in which they are served. */
  private readonly tenants = new Map<number, Tenant>();
  private inside = 0;

  constructor(options: FairGateOptions) {
    this.options = options;
    this.passed = options.passed ?? (() => performance.now());
  }

  /** True when the way is free, a promise of whether he was let in when he must wait; false: his queue is full. */
  enter(id: number): boolean | Promise<boolean> {
    const tenant = this.tenantOf(id);
    if (tenant.waiting.size === 0 && this.mayPass(tenant)) {
      this.admit(tenant);
      this.note(tenant);
      return true;
    }
    return tenant.waiting.size < this.options.waiting && this.wait(tenant);
  }

  /** Whoever was let in says that he is done. */
  leave(id: number): void {
    this.tenantOf(id).inside -= 1;
    this.inside -= 1;
    this.serve();
  }

  private tenantOf(id: number): Tenant {
    const found = this.tenants.get(id);
    if (found) return found;
    const made = { id, inside: 0, waiting: new Set<(isIn: boolean) => void>(), peak: 0, before: 0, window: 0 };
    this.tenants.set(id, made);
    return made;
  }

  private mayPass(tenant: Tenant): boolean {
    // Whatever the others have under way, and however long that takes: nobody is shut out by it.
    if (tenant.inside < LEAST) return true;
    if (this.inside >= this.options.most) return false;
    if (this.tenants.size === 1) return true;
    let least = Number.POSITIVE_INFINITY;
    for (const other of this.tenants.values()) {
      if (other === tenant) continue;
      this.note(other);
      const busy = Math.max(other.peak, other.before);
      if (busy > 0) least = Math.min(least, busy);
      else this.tenants.delete(other.id);
    }
    return tenant.inside < Math.max(LEAST, TIMES * least);
  }

  private admit(tenant: Tenant): void {
    tenant.inside += 1;
    this.inside += 1;
  }

  /** Notes how busy a tenant is. */
  private note(tenant: Tenant): void {
    const window = Math.floor(this.passed() / WINDOW);
    if (window !== tenant.window) {
      tenant.before = window === tenant.window + 1 ? tenant.peak : 0;
      tenant.peak = 0;
      tenant.window = window;
    }
    tenant.peak = Math.max(tenant.peak, tenant.inside + tenant.waiting.size);
  }

  private wait(tenant: Tenant): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        tenant.waiting.delete(decide);
        resolve(false);
      }, this.options.patience);
      const decide = (isIn: boolean): void => {
        clearTimeout(timer);
        resolve(isIn);
      };
      tenant.waiting.add(decide);
      this.note(tenant);
    });
  }

  /** Lets in who may, one of each tenant in turn. */
  private serve(): void {
    for (let served = true; served; ) {
      served = false;
      for (const tenant of [...this.tenants.values()]) {
        const [next] = tenant.waiting;
        if (!next || !this.mayPass(tenant)) continue;
        tenant.waiting.delete(next);
        this.admit(tenant);
        next(true);
        // Whoever was served goes to the end.
        this.tenants.delete(tenant.id);
        this.tenants.set(tenant.id, tenant);
        served = true;
      }
    }
  }
}
