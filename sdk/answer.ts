/**
 * What a call can end in. Three ways, because money needs three: done, refused (nothing moved, the custodian says
 * why), and unknown (time-out, lost connection, an answer nobody signed). Unknown is never treated as refused; the same
 * requestNo is sent again where the service is idempotent, or the order is queried (section 1.6, G-9 to G-11).
 */

/** Why nobody knows: never sent, no answer in time, line lost, not signed by the custodian, or it says so itself. */
export type UnknownReason = 'NOT_SENT' | 'TIMEOUT' | 'CONNECTION' | 'UNVERIFIED' | 'CUSTODIAN';

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
  /** Whether the same call with the same requestNo may simply be made again. If not: query the order. */
  readonly repeatable: boolean;
}

export type Answer<T> = Done<T> | Refused<T> | Unknown;

/** The custodian refused an order: `code` and its sentence. Nothing was moved. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  readonly service: string;

  constructor(service: string, code: string, message: string) {
    super(`${service} ${code}: ${message}`);
    this.service = service;
    this.code = code;
  }
}

/** Nobody knows what became of an order; see `repeatable`. */
export class UnknownResultError extends Error {
  override readonly name = 'UnknownResultError';
  readonly reason: UnknownReason;
  readonly repeatable: boolean;
  readonly service: string;

  constructor(service: string, unknown: Unknown) {
    super(`${service}: ${unknown.message}`);
    this.service = service;
    this.reason = unknown.reason;
    this.repeatable = unknown.repeatable;
  }
}

/** The data of a done answer. Throws RefusedError or UnknownResultError otherwise. */
export function unwrap<T>(service: string, answer: Answer<T>): T {
  if (answer.kind === 'done') return answer.data;
  if (answer.kind === 'refused') throw new RefusedError(service, answer.code, answer.message);
  throw new UnknownResultError(service, answer);
}
