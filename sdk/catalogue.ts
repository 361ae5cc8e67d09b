/**
 * The shape that generated catalogues have: types for the compiler, and a small table for what must be known at run
 * time. `sdk/generated/` is written from the custodian's own catalogue, so that the two cannot drift apart.
 */

/** Types of one service: what is sent, and what comes back at once, by the browser, or by notice. */
export interface ServiceTypes {
  readonly request: object;
  readonly answer: object;
}

/** What is known of a service at run time. */
export interface ServiceFacts {
  /** `gateway` goes through the person's browser, `direct` is answered at once. */
  readonly mode: 'gateway' | 'direct';
  /** Whether the same requestNo may be sent again and has one effect (是否幂等). */
  readonly idempotent: boolean;
  /** Queries change nothing and may always be repeated. */
  readonly query: boolean;
  /** Request fields, nested ones included, that hold amounts: a JavaScript number is refused there. */
  readonly amounts: readonly string[];
}

export type Types<T> = { readonly [N in keyof T]: ServiceTypes };
export type Facts<T> = { readonly [N in keyof T]: ServiceFacts };

/** Names of the services of one mode. */
export type NamesOf<F, Mode extends ServiceFacts['mode']> = {
  [N in keyof F]: F[N] extends { readonly mode: Mode } ? N : never;
}[keyof F] &
  string;

/** Names of direct services that may be sent again: idempotent ones and queries. */
export type RepeatableNames<F> = {
  [N in keyof F]: F[N] extends { readonly mode: 'direct' } & ({ readonly idempotent: true } | { readonly query: true })
    ? N
    : never;
}[keyof F] &
  string;
