/**
 * The lanes of all platforms of this process, made when first needed, and the gate between them and the database: so
 * many batches are under way at once, in the order in which they came. While one waits its queue grows, so that under
 * load fewer and larger batches are written (ADR 4).
 */
import { availableParallelism } from 'node:os';
import type { Task } from './batch.ts';
import { createSemaphore } from './semaphore.ts';
import { Lane, type LaneOptions } from './lane.ts';

export interface Lanes {
  /** Runs a command in its platform's lane; answers after the commit. */
  submit<A>(platformId: number, task: Task<A>): Promise<A>;
  /** Settles when no lane has anything waiting. */
  idle(): Promise<void>;
}

/** Batches under way at once: the database beside us has cores of its own to use, or shares ours. */
const AT_ONCE = Math.max(2, Math.ceil(availableParallelism() / 2));

export function createLanes(options: Omit<LaneOptions, 'gate'>): Lanes {
  const lanes = new Map<number, Lane>();
  const gate = createSemaphore(AT_ONCE);
  return {
    submit(platformId, task) {
      let lane = lanes.get(platformId);
      if (!lane) {
        lane = new Lane(platformId, { ...options, gate });
        lanes.set(platformId, lane);
      }
      return lane.submit(task);
    },
    async idle() {
      await Promise.all([...lanes.values()].map((lane) => lane.idle()));
    },
  };
}
