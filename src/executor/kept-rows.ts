/**
 * What the lanes of a process remember together: so many rows and no more, however many platforms there are. When they
 * are more, a large lane forgets, of several the one that was used longest ago. So a small lane keeps its rows beside a
 * huge one, and a huge one may have all that the others do not need.
 */

/** One who remembers, and can forget. */
export interface Rememberer {
  forget(): void;
}

export interface KeptRows {
  /** Says how many rows a lane holds after its batch; it or others may be told to forget, all of theirs at once. */
  holds(lane: Rememberer, rows: number): void;
  /** Rows that all of them hold. */
  held(): number;
}

/** Large is what holds at least one part in so many of what the largest holds. */
const LARGE = 2;

export function createKeptRows(most: number): KeptRows {
  /** In the order of use, the latest last. */
  const held = new Map<Rememberer, number>();
  let total = 0;
  function drop(lane: Rememberer): void {
    total -= held.get(lane) ?? 0;
    held.delete(lane);
  }
  return {
    held: () => total,
    holds(lane, rows) {
      drop(lane);
      held.set(lane, rows);
      total += rows;
      while (total > most) {
        const largest = Math.max(...held.values());
        const large = [...held].find(([, count]) => count * LARGE >= largest)?.[0] ?? lane;
        drop(large);
        large.forget();
      }
    },
  };
}
