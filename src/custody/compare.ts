/** Comparing what an order tells with what stands, for checks of sealed values. */
import type { Finding } from '../ledger/verify.store.ts';

/** The first fact in which both sides differ; what it is, not what they say. */
export function compare(
  place: string,
  facts: readonly (readonly [what: string, told: unknown, stands: unknown])[],
): Finding | null {
  const differs = facts.find(([, told, stands]) => told !== stands);
  return differs ? { place: `${place}, ${differs[0]}`, expected: 'as the order tells', found: 'otherwise' } : null;
}
