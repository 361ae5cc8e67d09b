/**
 * A sandbox's clock can be moved, and the custodian judges `timestamp` by it (DW-2). The sandbox bank tells the time;
 * the demo follows it. A platform in production has nothing of the kind: its machine's clock is right.
 */

/** Asked no more often than this. */
const FRESH_MS = 1_000;
const PATIENCE_MS = 1_000;

export class SandboxClock {
  readonly #url: string;
  #offset = 0;
  #asked = Number.NEGATIVE_INFINITY;

  /** `bankUrl` is where the sandbox bank answers. */
  constructor(bankUrl: string) {
    this.#url = `${bankUrl}/sandbox/clock`;
  }

  /** The sandbox's time, as far as it is known; the machine's own where it is not. */
  now(): Date {
    return new Date(Date.now() + this.#offset);
  }

  /** Asks for the time when the last answer is old. A bank that does not answer changes nothing. */
  async follow(): Promise<void> {
    if (performance.now() - this.#asked < FRESH_MS) return;
    this.#asked = performance.now();
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.timeout(PATIENCE_MS) });
      const { now } = (await response.json()) as { readonly now?: string };
      const told = Date.parse(now ?? '');
      if (response.ok && Number.isFinite(told)) this.#offset = told - Date.now();
    } catch {
      // Not reachable at this moment: what was known before still holds.
    }
  }
}
