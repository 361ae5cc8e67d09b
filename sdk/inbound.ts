/**
 * What comes in from outside: notices (server to server) and browser returns. Anybody can post to those addresses, so
 * everything unsigned, signed by another key, or meant for another platform is refused here, before it is believed.
 *
 * The documents' signature covers `respData` alone. serviceName travels unsigned: compare it, and the requestNo inside,
 * with the order of yours that it claims to be about.
 */
import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readForm } from './form-bytes.ts';
import { parseObject, textOf } from './json.ts';
import type { Judge } from './judge.ts';
import { verifyBytes } from './signature.ts';

/** NOTIFY: server to server, the one to act on. CALLBACK: by the browser, may be missing, good for a friendly page. */
export type ResponseType = 'NOTIFY' | 'CALLBACK';

export type RejectReason =
  | 'MALFORMED'
  | 'UNSIGNED'
  | 'OTHER_PLATFORM'
  | 'UNKNOWN_KEY'
  | 'BAD_SIGNATURE'
  | 'OTHER_RESPONSE_TYPE'
  | 'UNKNOWN_SERVICE';

/** Not to be believed. Do not acknowledge it; `detail` is for your log. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly why: RejectReason;
  readonly detail: string;
}

/** A verified message about one order: done, or refused with code and sentence. */
export type Verified<S extends string, Data> = {
  readonly kind: 'verified';
  readonly service: S;
  readonly responseType: ResponseType;
  readonly requestNo: string;
  /**
   * The same for every sending of the same message, and for no other: a digest of what is signed. Keep it with what the
   * message changed, unique, and a repetition changes nothing.
   */
  readonly idempotencyKey: string;
  readonly code: string;
  readonly message: string;
} & ({ readonly success: true; readonly data: Data } | { readonly success: false; readonly data: Partial<Data> });

/** What a verification needs to know. `custodianKeys` is keyed by serial; without serials every key is tried. */
export interface Verifier extends Judge {
  readonly platformNo: string;
  readonly knows: (service: string) => boolean;
}

/** Verifies and reads a posted body. Answers why not for what is not to be believed; never throws. */
export function readInbound(
  verifier: Verifier,
  wanted: ResponseType,
  body: Uint8Array | string,
): Verified<string, object> | Rejected {
  const form = readForm(body);
  if (!form) return rejected('MALFORMED', 'the body is no form, or names a field twice');
  const field = (name: string): string => form.get(name)?.toString('utf8') ?? '';
  const refusal = distrust(verifier, wanted, form, field);
  if (refusal) return refusal;
  const signed = form.get('respData') ?? Buffer.alloc(0);
  const data = parseObject(signed);
  if (!data) return rejected('MALFORMED', 'respData is no JSON object');
  const { protocol } = verifier;
  const code = textOf(data[protocol.codeField]);
  return {
    kind: 'verified',
    service: field('serviceName'),
    responseType: wanted,
    requestNo: textOf(data.requestNo),
    idempotencyKey: createHash('sha256').update(signed).digest('hex'),
    code,
    message: textOf(data[protocol.messageField]),
    success: code === protocol.successCode,
    data,
  };
}

function distrust(
  verifier: Verifier,
  wanted: ResponseType,
  form: ReadonlyMap<string, Buffer>,
  field: (name: string) => string,
): Rejected | null {
  const { protocol } = verifier;
  const signature = field(protocol.signatureField);
  const bytes = form.get('respData');
  if (!bytes || signature === '') return rejected('UNSIGNED', `respData or ${protocol.signatureField} is missing`);
  if (field('platformNo') !== verifier.platformNo) return rejected('OTHER_PLATFORM', field('platformNo'));
  const keys = candidates(verifier, field('keySerial'));
  if (keys.length === 0) return rejected('UNKNOWN_KEY', `keySerial ${field('keySerial')}`);
  if (!keys.some((key) => verifyBytes(bytes, signature, key, protocol.signatureEncoding))) {
    return rejected('BAD_SIGNATURE', `over ${bytes.length} bytes`);
  }
  if (field('responseType') !== wanted) return rejected('OTHER_RESPONSE_TYPE', field('responseType'));
  if (!verifier.knows(field('serviceName'))) return rejected('UNKNOWN_SERVICE', field('serviceName'));
  return null;
}

function candidates(verifier: Verifier, serial: string): readonly KeyObject[] {
  if (!verifier.protocol.keySerials) return [...verifier.custodianKeys.values()];
  const key = verifier.custodianKeys.get(serial);
  return key ? [key] : [];
}

function rejected(why: RejectReason, detail: string): Rejected {
  return { kind: 'rejected', why, detail };
}
