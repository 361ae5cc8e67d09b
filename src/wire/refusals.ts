/**
 * What the wire itself refuses, before the core is asked. Each protocol has a code for every one of these and of the
 * core's, or it does not compile. All but the last two leave no row at all (G-11).
 */
import type { Refusal, RefusalFacts } from '../custody/refusals.ts';
import type { Instant } from '../kernel/time.ts';

export interface WireRefusalFacts {
  // the envelope
  ENVELOPE_MALFORMED: { why: string };
  ENVELOPE_FIELD_MISSING: { field: string };
  /** Of the whole body, or of a service's reqData. */
  BODY_TOO_LARGE: { bytes: number; of: 'BODY' | 'DATA' };
  TOO_MANY_CALLS: Record<string, never>;
  METHOD_WRONG: Record<string, never>;
  SIGNATURE_WRONG: Record<string, never>;
  /** Empty where nothing that looks like a number of ours was sent: so with the platform's. */
  KEY_UNKNOWN: { serial: string };
  PLATFORM_UNKNOWN: { platformNo: string };
  PLATFORM_SUSPENDED: Record<string, never>;
  SERVICE_UNKNOWN: Record<string, never>;
  SERVICE_NOT_OPENED: { service: string };
  /** What was sent is right, and belongs to this path. */
  ADDRESS_WRONG: { path: string };
  SERVICE_MISLABELLED: { field: string; service: string };
  // the business data
  JSON_MALFORMED: { why: 'ENCODING' | 'SYNTAX' | 'DEPTH' | 'SIZE' | 'NO_OBJECT' };
  FIELD_MISSING: { field: string; label: string };
  FIELD_INVALID: { field: string; label: string; expected: string };
  FIELD_TOO_LONG: { field: string; label: string; most: number };
  /** `came` is empty where what came is not to be said again. */
  FIELD_NOT_LISTED: { field: string; came: string; allowed: readonly string[] };
  VALUE_NOT_OPENED: { field: string; value: string };
  TIMESTAMP_OFF: { came: Instant; ours: Instant };
  CALLBACK_IS_NOTIFY: Record<string, never>;
  // queries
  OBJECT_UNKNOWN: { what: string };
  ORDER_PAGE_OPEN: { requestNo: string };
}

export type WireRefusalName = keyof WireRefusalFacts;
export type WireRefusal = {
  [N in WireRefusalName]: { readonly name: N; readonly facts: WireRefusalFacts[N] };
}[WireRefusalName];

/** Every refusal that a protocol must be able to say. */
export type AnyRefusal = Refusal | WireRefusal;
export type AnyRefusalFacts = RefusalFacts & WireRefusalFacts;
export type AnyRefusalName = keyof AnyRefusalFacts;

/** Not the end of an order: its outcome is not known, or still to come (G-11). */
export const OUTCOME_OPEN: ReadonlySet<AnyRefusalName> = new Set<AnyRefusalName>([
  'RESULT_UNKNOWN',
  'REQUEST_UNDER_WAY',
  'ORDER_PAGE_OPEN',
]);

/** Said of the call, not of the order that stands under its number. */
export const NUMBER_TAKEN: ReadonlySet<AnyRefusalName> = new Set<AnyRefusalName>([
  'REQUEST_DUPLICATE',
  'REQUEST_CONTENT_DIFFERS',
]);

/**
 * What may be quoted of the envelope, which is not signed: whoever sits at a browser can write anything into it, and
 * would have it said by the custodian. So only what looks like a number of ours, or nothing.
 */
export function quotable(text: string): string {
  return /^\d{1,20}$/.test(text) ? text : '';
}

/** Makes a refusal of the wire; its facts are checked against its name. */
export function wireRefusal<N extends WireRefusalName>(name: N, facts: WireRefusalFacts[N]): WireRefusal {
  return { name, facts } as unknown as WireRefusal;
}
