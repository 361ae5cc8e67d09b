/**
 * The one class of errors that the sdk throws. Its `kind` is for a program to switch on, its sentence is for a log; the
 * sentence names the address, field or key file it is about, and never holds a key or a person's data.
 */

/**
 * Why nobody knows what became of a call.
 * - `NOT_SENT`: no connection came about, so nothing was done.
 * - `TIMEOUT`: no whole answer in time. `CONNECTION`: the line broke, perhaps in the middle of the answer.
 * - `NOT_SIGNED`: an answer without signature: of a proxy, a wrong address, another program.
 * - `BAD_SIGNATURE`: signed, but not by a key of `custodianKeys` over these bytes.
 * - `UNREADABLE`: rightly signed, but no JSON object. `CUSTODIAN`: the custodian itself does not know yet.
 */
export type UnknownReason =
  | 'NOT_SENT'
  | 'TIMEOUT'
  | 'CONNECTION'
  | 'NOT_SIGNED'
  | 'BAD_SIGNATURE'
  | 'UNREADABLE'
  | 'CUSTODIAN';

/**
 * What went wrong: `REFUSED` by the custodian (nothing moved), unknown for one of the reasons above, or wrong on this
 * side before anything was sent: a `KEY`, something else of the `CONFIG`, an `AMOUNT`.
 */
export type ErrorKind = 'REFUSED' | UnknownReason | 'KEY' | 'CONFIG' | 'AMOUNT';

interface Circumstances {
  readonly service?: string;
  readonly code?: string | null;
  readonly mayHaveBeenExecuted?: boolean;
  readonly repeatable?: boolean;
  readonly cause?: unknown;
}

export class CunguanError extends Error {
  override readonly name = 'CunguanError';
  readonly kind: ErrorKind;
  /** The service that was called, or null. */
  readonly service: string | null;
  /** The custodian's code, where it answered; otherwise null. */
  readonly code: string | null;
  /** Whether the order may have been executed all the same. Never take such an error for a refusal. */
  readonly mayHaveBeenExecuted: boolean;
  /** Whether the same request with the same requestNo may simply be sent again. If not: query the order. */
  readonly repeatable: boolean;

  constructor(kind: ErrorKind, message: string, circumstances: Circumstances = {}) {
    const { service = null, code = null, mayHaveBeenExecuted = false, repeatable = false, cause } = circumstances;
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.service = service;
    this.code = code;
    this.mayHaveBeenExecuted = mayHaveBeenExecuted;
    this.repeatable = repeatable;
  }
}
