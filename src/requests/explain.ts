/** Looks into a wrong signature after its answer has left: with the keys of the platform that the call names. */
import type { Queries } from '../custody/api.ts';
import type { Clock } from '../kernel/time.ts';
import type { Exchanged } from '../wire/exchange.ts';
import { explainFault, type SignatureFault } from '../wire/signature-faults.ts';

/** What may be wrong with the signature of a call; null when there is nothing to go by. */
export type Explain = (exchanged: Exchanged) => Promise<SignatureFault | null>;

export function createExplain(queries: Pick<Queries, 'platformByNo'>, clock: Clock): Explain {
  return async ({ call: { dialect, body }, seen: { envelope } }) => {
    const found = envelope && (await queries.platformByNo(envelope.platformNo));
    if (!found || !Buffer.isBuffer(body)) return null;
    return explainFault({ dialect, body, envelope, ...found, now: clock.now() });
  };
}
