/**
 * Does everything that is due at one instant, until nothing is: in the order of the sweeps, each round again from the
 * first, because what one does may make something due for another. Bounded: a row that stays due whatever is done
 * about it is a defect, and is named instead of being chased for ever.
 */
import { OperatorError } from '../kernel/operator-error.ts';
import type { Sweep } from '../kernel/sweep.ts';
import { displayTime, type Instant } from '../kernel/time.ts';

export interface DueLimits {
  /** Rounds in which something was done. */
  readonly rounds: number;
  /** Rounds in a row in which nothing could be done although something is due: another node may be busy with it. */
  readonly idleRounds: number;
  /** Real milliseconds to wait after such a round. */
  readonly idlePause: number;
}

/** Five seconds of waiting for another node, the longest that a call to the outside may take. */
export const DUE_LIMITS: DueLimits = { rounds: 2_000, idleRounds: 100, idlePause: 50 };

/**
 * Runs what is due at `at`; answers how many rows were taken. Throws a `OperatorError` naming the sweep that never
 * ends.
 */
export async function runDue(sweeps: readonly Sweep[], at: Instant, limits: DueLimits = DUE_LIMITS): Promise<number> {
  let total = 0;
  let idle = 0;
  for (let round = 0; ; round += 1) {
    const { taken, last } = await runOnce(sweeps, at);
    if (last === null) return total;
    total += taken;
    idle = taken === 0 ? idle + 1 : 0;
    if (round >= limits.rounds || idle > limits.idleRounds) {
      throw new OperatorError(
        `The sweep "${last}" keeps being due at ${displayTime(at)}, which is a defect; time stops there.`,
      );
    }
    if (taken === 0) await pause(limits.idlePause);
  }
}

/** One round. `last`: the last sweep that had something due, null when none had. */
async function runOnce(sweeps: readonly Sweep[], at: Instant): Promise<{ taken: number; last: string | null }> {
  let taken = 0;
  let last: string | null = null;
  for (const sweep of sweeps) {
    const due = await sweep.nextDue();
    if (due === null || due > at) continue;
    last = sweep.name;
    const failures: unknown[] = [];
    taken += await sweep.run(at, (error) => failures.push(error));
    await sweep.settled?.();
    if (failures.length > 0) throw failures[0];
  }
  return { taken, last };
}

/** The earliest due time of all; null when nothing waits. */
export async function earliestDue(sweeps: readonly Pick<Sweep, 'nextDue'>[]): Promise<Instant | null> {
  const dues = await Promise.all(sweeps.map((sweep) => sweep.nextDue()));
  const waiting = dues.filter((due) => due !== null);
  return waiting.length === 0 ? null : Math.min(...waiting);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
