/** The lanes of all platforms of this process, made when first needed. */
import { Lane, type LaneOptions, type Task } from './lane.ts';

export interface Lanes {
  /** Runs a command in its platform's lane; answers after the commit. */
  submit<A>(platformId: number, task: Task<A>): Promise<A>;
  /** Settles when no lane has anything waiting. */
  idle(): Promise<void>;
}

export function createLanes(options: LaneOptions): Lanes {
  const lanes = new Map<number, Lane>();
  return {
    submit(platformId, task) {
      let lane = lanes.get(platformId);
      if (!lane) {
        lane = new Lane(platformId, options);
        lanes.set(platformId, lane);
      }
      return lane.submit(task);
    },
    async idle() {
      await Promise.all([...lanes.values()].map((lane) => lane.idle()));
    },
  };
}
