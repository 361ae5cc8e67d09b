/**
 * Figures and what is made of them: medians, and the ratio to the empty endpoint as it would be with a signer of a
 * given speed. A ratio to an endpoint that signs flatters a slow signer, so goals are held against one speed.
 */

/** One line of the result; `value` is null where this system does not tell. */
export interface Line {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly goal?: number;
  readonly holds?: boolean;
}

/** The signer that goals are stated for: RSA-2048 signatures per second and core. */
export const GOAL_SIGNER = 3_000;

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The median, or null when one of them was not measured. */
export function medianMeasured(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length < values.length ? null : median(measured);
}

/** What one answer of each side costs, in milliseconds. Both sign once. */
export interface Costs {
  readonly empty: number;
  readonly real: number;
}

/**
 * The ratio of the two sides with a signer of `goal` signatures a second in place of one of `signer`: everything but
 * the signature keeps its cost. A signer that is faster than the goal is left as it is.
 */
export function ratioAt({ empty, real }: Costs, signer: number, goal = GOAL_SIGNER): number {
  const gain = Math.max(0, 1_000 / signer - 1_000 / goal);
  return (empty - gain) / (real - gain);
}
