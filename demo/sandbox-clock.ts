/**
 * A sandbox's clock can be moved, and the demo's expiries should be dates of that clock. The sandbox bank tells the
 * time; the demo follows it. A platform needs nothing of the kind: a sandbox takes real time stamps too (DW-2).
 */

const PATIENCE_MS = 5_000;

export class SandboxClock {
  readonly #url: string;
  #offset = 0;
  #asking: Promise<void> | null = null;

  /** `bankUrl` is where the sandbox bank answers. */
  constructor(bankUrl: string) {
    this.#url = `${bankUrl}/sandbox/clock`;
  }

  /** The sandbox's time, as far as it is known; the machine's own where it is not. */
  now(): Date {
    return new Date(Date.now() + this.#offset);
  }

  /**
   * Asks for the time: at each call, since an answer of a moment ago may be a day old when the clock was moved in
   * between. A bank that does not answer changes nothing.
   */
  follow(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
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
