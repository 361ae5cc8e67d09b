/** A semaphore: lets so many in at once; the others wait in turn. */

export interface Semaphore {
  /** Null when the way is free, otherwise what to wait for. */
  enter(): Promise<void> | null;
  leave(): void;
}

export function createSemaphore(limit: number): Semaphore {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    enter() {
      if (inside >= limit) return new Promise((resolve) => waiting.push(resolve));
      inside += 1;
      return null;
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    },
  };
}
