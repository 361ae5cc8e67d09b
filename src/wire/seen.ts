/** What the pipeline has learned of a call, and the line that the log keeps of it. */
import type { Platform } from '../custody/api.ts';
import { longerThan, rawText } from './catalogue/read.ts';
import { maskForLog } from './catalogue/render.ts';
import type { Service } from './catalogue/service.ts';
import { codeOf, type Dialect, type Envelope } from './dialect.ts';
import type { RawObject } from './json.ts';
import type { Reached } from './perform.ts';
import { quotable } from './refusals.ts';
import { shortSentence } from './sentences.ts';

/** What the pipeline has learned so far; a refusal is answered from whatever is there. */
export interface Seen {
  /** Whose number the call carries, or the number while nobody could look; who it is from is `platform`. */
  named: Platform | string | null;
  platform: Platform | null;
  /** The protocol whose form was sent to the address of another, and in which it is answered. */
  spoken: Dialect | null;
  /** Whether it was let in, and has to leave. */
  entered: boolean;
  envelope: Envelope | null;
  service: Service | null;
  raw: RawObject | null;
  input: unknown;
}

export function nothingSeen(): Seen {
  return {
    named: null,
    platform: null,
    spoken: null,
    entered: false,
    envelope: null,
    service: null,
    raw: null,
    input: null,
  };
}

/** What the log says of the call itself. */
interface Called {
  readonly dialect: Dialect;
  readonly address: 'gateway' | 'service';
  readonly requestId: string;
}

/** The field of the order's number; queries name another's by the common name. */
export function numberField({ service }: Seen): string {
  return service?.orderNo ?? 'requestNo';
}

export function requestNoOf(seen: Seen): string | null {
  const field = numberField(seen);
  const read = (seen.input as Readonly<Record<string, string>> | null)?.[field];
  const requestNo = read ?? (seen.raw && rawText(seen.raw, field));
  return requestNo && !longerThan(requestNo, 50) ? requestNo : null;
}

/** A service's name as our list has it; anything else is a stranger's text, and only told to be that. */
function listed({ catalogue }: Dialect, name: string): string {
  const service = catalogue.find(name);
  return service === null ? 'UNKNOWN' : service === 'CLOSED' ? name.replace(/\s+/g, '') : service.name;
}

/** Characters of a sentence in the log. */
const LOGGED = 500;

/** The line that is kept of one call: personal data masked (G-19), the whole sentence of a refusal (G-5). */
export type CallLine = Readonly<Record<string, unknown>> & {
  readonly dialect: string;
  readonly address: 'gateway' | 'service';
  readonly service: string | null;
  readonly requestNo: string | null;
  /** said, page, or the refusal's name. */
  readonly result: string;
  readonly code?: string;
  readonly sentence?: string;
  readonly ms: number;
};

/** Step 10 of the road. */
export function lineOf(call: Called, seen: Seen, reached: Reached, ms: number): CallLine {
  const refused = reached.ok ? null : reached.error;
  return {
    requestId: call.requestId,
    dialect: call.dialect.name,
    address: call.address,
    service: seen.envelope && listed(call.dialect, seen.envelope.serviceName),
    platformNo: seen.platform?.platformNo ?? quotable(seen.envelope?.platformNo ?? ''),
    requestNo: requestNoOf(seen),
    result: reached.ok ? reached.value.kind : reached.error.name,
    ...(refused
      ? { code: codeOf((seen.spoken ?? call.dialect).codes, refused), sentence: shortSentence(refused, LOGGED) }
      : {}),
    ...(seen.service && seen.raw ? { input: maskForLog(seen.service.fields, seen.raw) } : {}),
    ms: Math.round(ms * 10) / 10,
  };
}
