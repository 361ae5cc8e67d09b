/**
 * What a call can end in. Three ways, because money needs three: done, refused (nothing moved, the custodian says
 * why), and unknown (time-out, lost connection, an answer nobody signed). Unknown is never treated as refused; the same
 * requestNo is sent again where the service is idempotent, or the order is queried (section 1.6, G-9 to G-11).
 */
import { CunguanError } from './errors.ts';
import type { UnknownReason } from './errors.ts';

export interface Done<T> {
  readonly kind: 'done';
  readonly data: T;
}

export interface Refused<T> {
  readonly kind: 'refused';
  /** The failing code, always as text: `'100014'`, `'30042'`. */
  readonly code: string;
  /** The custodian's sentence, in Chinese. */
  readonly message: string;
  readonly data: Partial<T>;
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly message: string;
  /** The custodian's code when it answered itself that it does not know; null otherwise. */
  readonly code: string | null;
  /** False where nothing was sent, and for queries, which change nothing. */
  readonly mayHaveBeenExecuted: boolean;
  /** Whether the same call with the same requestNo may simply be made again. If not: query the order. */
  readonly repeatable: boolean;
}

export type Answer<T> = Done<T> | Refused<T> | Unknown;

/** The data of a done answer. Throws a CunguanError otherwise, its `kind` REFUSED or the reason of the unknown. */
export function unwrap<T>(service: string, answer: Answer<T>): T {
  if (answer.kind === 'done') return answer.data;
  const { code, message } = answer;
  if (answer.kind === 'refused') throw new CunguanError('REFUSED', `${service} ${code}: ${message}`, { service, code });
  const { reason, mayHaveBeenExecuted, repeatable } = answer;
  const circumstances = { service, code, mayHaveBeenExecuted, repeatable };
  throw new CunguanError(reason, `${service}: ${message}; ${advice(answer)}`, circumstances);
}

function advice({ mayHaveBeenExecuted, repeatable }: Unknown): string {
  if (!mayHaveBeenExecuted) return 'nothing was done, the same request may be sent again';
  return repeatable
    ? 'it may have been executed: send the same request again, with the same requestNo'
    : 'it may have been executed: query the order before anything else';
}
