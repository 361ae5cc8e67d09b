/**
 * The lanes of all platforms of this process, made when first needed, and the places they share: so many batches are
 * under way at once, in the order in which they came. While one waits its queue grows, so that under load fewer and
 * larger batches are written (ADR 4). A lane that waits for its row has no place, and at most a few such lanes have a
 * connection.
 */
import { availableParallelism } from 'node:os';
import type { Task } from './batch.ts';
import { createSemaphore } from './semaphore.ts';
import { createKeptRows } from './kept-rows.ts';
import { Lane, LIMITS, type LaneOptions } from './lane.ts';

export interface Lanes {
  /** Runs a command in its platform's lane; answers after the commit. */
  submit<A>(platformId: number, task: Task<A>): Promise<A>;
  load(): LanesLoad;
  /** Settles when no lane has anything waiting. */
  idle(): Promise<void>;
}

/** What the lanes of this process have in hand. */
export interface LanesLoad {
  readonly lanes: number;
  /** Commands that wait, and the longest wait of one in real milliseconds. */
  readonly waiting: number;
  readonly longest: number;
  /** Rows that are remembered. */
  readonly kept: number;
}

/** Batches under way at once: the database beside us has cores of its own to use, or shares ours. */
const AT_ONCE = Math.max(2, Math.ceil(availableParallelism() / 2));

/** Lanes that wait for their row in the database at once; the others of them wait here, for a second at a time. */
const ROW_WAITS = 4;

/** The fewest connections that a pool of the lanes may have. */
const FEWEST = 8;

export interface LanesOptions extends Omit<LaneOptions, 'batches' | 'rowWaits' | 'opened' | 'kept'> {
  /** How many connections the pool has; no more batches are under way than leave some for lanes that wait. */
  readonly connections?: number;
}

export function createLanes({ connections = FEWEST, ...options }: LanesOptions): Lanes {
  const lanes = new Map<number, Lane>();
  const places = {
    batches: createSemaphore(Math.min(AT_ONCE, connections - ROW_WAITS)),
    rowWaits: createSemaphore(ROW_WAITS),
    opened: { count: 0 },
    kept: createKeptRows(options.limits?.keptRows ?? LIMITS.keptRows),
  };
  return {
    submit(platformId, task) {
      let lane = lanes.get(platformId);
      if (!lane) {
        lane = new Lane(platformId, { ...options, ...places });
        lanes.set(platformId, lane);
      }
      return lane.submit(task);
    },
    load() {
      const loads = [...lanes.values()].map((lane) => lane.load());
      return {
        lanes: loads.length,
        waiting: loads.reduce((sum, { waiting }) => sum + waiting, 0),
        longest: loads.reduce((most, { longest }) => Math.max(most, longest), 0),
        kept: places.kept.held(),
      };
    },
    async idle() {
      await Promise.all([...lanes.values()].map((lane) => lane.idle()));
    },
  };
}
