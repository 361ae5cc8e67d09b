/**
 * The port behind which a protocol stands: how its envelope, signature and codes look, and which services it has. The
 * pipeline (`exchange.ts`) and everything above it know protocols by this alone.
 */
import type { Platform, Policy } from '../custody/api.ts';
import type { VerbName } from '../custody/commands.ts';
import type { Result } from '../kernel/result.ts';
import type { Fields } from './catalogue/kinds.ts';
import type { Message } from './catalogue/render.ts';
import type { Catalogue, Standing } from './catalogue/service.ts';
import type { Form } from './form.ts';
import type { AnyRefusal, AnyRefusalFacts, WireRefusal } from './refusals.ts';

export type DialectName = 'lianyintong' | 'depository';

/** An opened envelope: nothing of it is believed before the signature is verified. */
export interface Envelope {
  readonly serviceName: string;
  readonly platformNo: string;
  readonly device: 'PC' | 'MOBILE' | null;
  /** reqData as received, percent-decoded, not yet text. */
  readonly data: Buffer;
  /** Which key of the platform signed; null where the protocol does not say. */
  readonly keySerial: string | null;
  readonly signature: string;
}

/** How a call ended, in words that each protocol turns into its code, sentence and status. */
export interface Verdict {
  readonly standing: Standing;
  /** What the code says; null for success. */
  readonly refusal: AnyRefusal | null;
  /** A successful query of a failed order: the reason, as a sentence only (G-11). */
  readonly because?: AnyRefusal | null;
}

/** What goes out as a form: a browser return or a notice. */
export interface Outgoing {
  readonly serviceName: string;
  readonly platformNo: string;
  readonly responseType: 'CALLBACK' | 'NOTIFY';
  readonly keySerial: string;
  readonly respData: string;
  readonly signature: Buffer;
}

/** A code for every refusal whose facts are declared in `Facts`, or it does not compile; some depend on the facts. */
export type Codes<Facts> = { readonly [N in keyof Facts]: string | ((facts: Facts[N]) => string) };

export interface Dialect {
  readonly name: DialectName;
  /** The document's title. */
  readonly title: string;
  readonly policy: Policy;
  readonly catalogue: Catalogue;
  /** Fields of every business message: timestamp and what else rides along. */
  readonly common: Fields;
  readonly codes: Codes<AnyRefusalFacts>;
  /** The document's own description of a code. */
  readonly codeTitles: Readonly<Record<string, string>>;
  /** The codes that the document (or DW-6) prints; the others are beyond it. */
  readonly printedCodes: readonly string[];
  /** Envelope fields of a request, in the document's order, and whether they must be there. */
  readonly envelope: Readonly<Record<string, { readonly required: boolean; readonly label: string }>>;
  /** The response header that carries the signature. */
  readonly signatureHeader: string;
  /** The two addresses under the path prefix. */
  readonly paths: Readonly<Record<'gateway' | 'service', readonly string[]>>;
  /** Whether callbackUrl may not be the notify address (DW-5). */
  readonly callbackMustDiffer: boolean;
  readonly notices: {
    /** The body that acknowledges, surrounding white space ignored. */
    readonly acknowledgement: string;
    /** How often one notice is sent within the hour, the first time included. */
    mostSends(verb: VerbName): number;
  };
  /** What an accepted withdrawal is called on its outcome page. */
  readonly acceptedStatus: 'SUCCESS' | 'ACCEPT';
  /** The least RSA key length a platform may register. */
  readonly leastKeyBits: number;
  openEnvelope(form: Form): Result<Envelope, WireRefusal>;
  readSignature(text: string, platform: Platform): Buffer;
  writeSignature(signature: Buffer): string;
  /** Adds code, sentence (and status) to a message. */
  speak(verdict: Verdict, message: Message): Message;
  /** The fields of a browser return or a notice. */
  wrap(outgoing: Outgoing): Record<string, string>;
}

/** The code of a refusal in a protocol. */
export function codeOf(codes: Codes<AnyRefusalFacts>, refusal: AnyRefusal): string {
  const code = codes[refusal.name] as string | ((facts: unknown) => string);
  return typeof code === 'string' ? code : code(refusal.facts);
}
