/**
 * What one platform may ask of a node at once and a second, so that no other pays for it. Its calls are counted once
 * they are verified, for anybody can write its number; whether it has calls left is asked before, when refusing costs
 * least.
 */
import { createAllowances, type Rate } from '../kernel/allowances.ts';
import { FairGate, type FairGateOptions } from '../kernel/fair-gate.ts';

export interface AdmissionLimits {
  /** Calls of one platform. */
  readonly calls: Rate;
  /** Calls under way, of all platforms. */
  readonly gate: FairGateOptions;
}

export interface Admission {
  /** Whether the platform has calls left. */
  hasCalls(platformId: number): boolean;
  /** Counts one, of so many bytes of data. */
  count(platformId: number, bytes: number): void;
  /** Whether a call with so many bytes may begin, at once or when it is its turn. Whoever is let in leaves. */
  enter(platformId: number, bytes: number): boolean | Promise<boolean>;
  leave(platformId: number, bytes: number): void;
}

/** More than a node does in a second; a burst of four of these. */
const CALLS = 5_000;
const BURST = 4;
/** Beyond so many under way at once nothing gets faster. */
const GATE: FairGateOptions = { most: 256, waiting: 2_000, patience: 5_000 };
/** Of data under way, of one platform: some of the longest confirmations, and a fraction of what a node holds. */
const MOST_BYTES = 24 * 1024 * 1024;
/** A call with details counts as so many bytes do: a line of them is worth a twentieth of an order. */
const BYTES_OF_A_CALL = 4 * 1024;

/** The limits of a node for so many calls a second of one platform. */
export function admissionLimits(callsPerSecond = CALLS): AdmissionLimits {
  return { calls: { perSecond: callsPerSecond, burst: callsPerSecond * BURST }, gate: GATE };
}

export function createAdmission(limits: AdmissionLimits): Admission {
  const allowances = createAllowances(limits.calls);
  const gate = new FairGate(limits.gate);
  const held = new Map<number, number>();
  const release = (platformId: number, bytes: number): void => {
    const left = (held.get(platformId) ?? 0) - bytes;
    if (left > 0) held.set(platformId, left);
    else held.delete(platformId);
  };
  return {
    hasCalls: (platformId) => allowances.has(String(platformId)),
    count: (platformId, bytes) => void allowances.take(String(platformId), 1 + Math.floor(bytes / BYTES_OF_A_CALL)),
    enter(platformId, bytes) {
      const before = held.get(platformId) ?? 0;
      if (before + bytes > MOST_BYTES) return false;
      const entered = gate.enter(platformId);
      if (entered === false) return false;
      held.set(platformId, before + bytes);
      if (entered === true) return true;
      return entered.then((isIn) => {
        if (!isIn) release(platformId, bytes);
        return isIn;
      });
    },
    leave(platformId, bytes) {
      release(platformId, bytes);
      gate.leave(platformId);
    },
  };
}
