/**
 * Examples as they were recorded from a real run (`src/testing/examples/`), one file per protocol beside the
 * documents. What a reader sees is what was sent and what came back, byte for byte; only the token of a page, which
 * nobody signs, is replaced by a name.
 */
import type { NoticeTold, Service } from '../catalogue/service.ts';
import type { Dialect } from '../dialect.ts';

/** One call, and all that came of it. */
export interface Recorded {
  readonly service: string;
  /** What it shows, Chinese and English. */
  readonly shows: string;
  /** The custodian's time at the call, yyyyMMddHHmmss. */
  readonly at: string;
  /** The form that was posted; values before percent-encoding. */
  readonly request: { readonly path: string; readonly fields: Form };
  readonly answer: {
    readonly status: number;
    readonly headers: Form;
    /** The JSON of a direct call; empty for a page. */
    readonly body: string;
  };
  /** The form that takes the browser back, where there is one. */
  readonly back: { readonly url: string; readonly fields: Form } | null;
  /** The forms posted to the notify address, in the order they came. */
  readonly notices: readonly Form[];
}

export type Form = Readonly<Record<string, string>>;

/** In place of the token in the address of a page. */
export const PAGE_TOKEN = '{token}';

/** All business messages that came of a call: its answer, the browser's return, the notices. */
export function messagesOf({ answer, back, notices }: Recorded): Readonly<Record<string, unknown>>[] {
  const texts = [answer.body, back?.fields.respData ?? '', ...notices.map(({ respData = '' }) => respData)];
  return texts.filter((text) => text !== '').map((text) => JSON.parse(text) as Record<string, unknown>);
}

/** The code of a business message. */
export function codeIn(dialect: Dialect, message: Readonly<Record<string, unknown>>): string {
  return String(message[spokenNames(dialect).code]);
}

/** What a protocol calls code and sentence in every message. */
export function spokenNames(dialect: Dialect): { readonly code: string; readonly sentence: string } {
  const [code = '', sentence = ''] = Object.keys(dialect.speak({ standing: 'SUCCESS', refusal: null }, {}));
  return { code, sentence };
}

/** What each notice of an example tells; the first success of what is accepted first is the acceptance. */
export function noticesShown(dialect: Dialect, service: Service, { notices }: Recorded): NoticeTold[] {
  return notices.map(({ respData = '' }, index) => {
    if (!isGood(dialect, JSON.parse(respData))) return 'FAILURE';
    return index === 0 && service.notices.includes('ACCEPTED') ? 'ACCEPTED' : 'SUCCESS';
  });
}

/** Whether a message carries the code of success. */
export function isGood(dialect: Dialect, message: Readonly<Record<string, unknown>>): boolean {
  return codeIn(dialect, message) === codeIn(dialect, dialect.speak({ standing: 'SUCCESS', refusal: null }, {}));
}

/** Whether the whole of it succeeded: no message carries a failing code. */
export function succeeded(dialect: Dialect, recorded: Recorded): boolean {
  return messagesOf(recorded).every((message) => isGood(dialect, message));
}
