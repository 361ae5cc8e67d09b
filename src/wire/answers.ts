/**
 * Steps 8 and 9 of the road: what a call came to is rendered in the words of its protocol and signed. Promises: nobody
 * leaves without an answer, and no order that lives or is done is told as a failure.
 */
import type { Custody, Platform } from '../custody/api.ts';
import type { Clock } from '../kernel/time.ts';
import { rawText } from './catalogue/read.ts';
import { codeOf, type Dialect, type Verdict } from './dialect.ts';
import { type BrowserReturn, failingReturn } from './outgoing.ts';
import type { Reached, Spoken } from './perform.ts';
import { type AnyRefusal, OUTCOME_OPEN } from './refusals.ts';
import { numberField, requestNoOf, type Seen } from './seen.ts';
import { shortSentence } from './sentences.ts';
import type { Signer } from './signature.ts';

/** What leaves: a signed answer, a page to go to, or an error page (with the failing return where owed: G-13). */
export type Answered =
  | {
      readonly kind: 'answer';
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
      /** Nothing is wrong with the call but that there are too many. */
      readonly busy: boolean;
    }
  | { readonly kind: 'redirect'; readonly token: string }
  | {
      readonly kind: 'error-page';
      readonly code: string;
      readonly message: string;
      readonly refusal: AnyRefusal;
      readonly return?: BrowserReturn;
      readonly busy: boolean;
    };

/** What answering needs of the house. */
export interface AnswerDeps {
  readonly custody: Pick<Custody, 'queries'>;
  /** The key for a platform alone (G-2), or for a number that could not be looked up; null: the default one. */
  signerFor(to: Platform | string | null): Promise<Signer>;
  readonly clock: Clock;
}

/** The part of a call that decides about the form of its answer. */
interface Asked {
  readonly dialect: Dialect;
  readonly address: 'gateway' | 'service';
}

/** A page has room for more than a field of 50; what a caller sent is not thrown back at any length. */
const PAGE_SENTENCE = 200;

/** Renders and signs. */
export async function answer(deps: AnswerDeps, call: Asked, seen: Seen, reached: Reached): Promise<Answered> {
  const { dialect } = call;
  const signer = await deps.signerFor(seen.named);
  if (reached.ok) {
    const said = reached.value;
    return said.kind === 'page' ? { kind: 'redirect', token: said.token } : signed(dialect, signer, said);
  }
  const busy = reached.error.name === 'TOO_MANY_CALLS';
  if (call.address === 'service') {
    const spoken = refusedAnswer(seen, reached.error);
    return busy || !seen.platform ? signedOnce(dialect, signer, spoken, busy) : signed(dialect, signer, spoken);
  }
  const page = {
    kind: 'error-page',
    busy,
    code: codeOf(dialect.codes, reached.error),
    message: shortSentence(reached.error, PAGE_SENTENCE),
    refusal: reached.error,
  } as const;
  if (reached.owesReturn === false || !seen.platform || !seen.envelope || !seen.raw) return page;
  if (await isDuplicate(deps, seen.platform, seen)) return page;
  const owed = await failingReturn(dialect, signer, seen.platform, {
    serviceName: dialect.catalogue.find(seen.envelope.serviceName) === null ? '' : seen.envelope.serviceName,
    service: seen.service,
    raw: seen.raw,
    input: seen.input,
    refusal: reached.error,
    now: deps.clock.now(),
  });
  return owed ? { ...page, return: owed } : page;
}

/**
 * Whether an order lives, or is done, under the number. A browser that posts an old form again may fail for its time
 * stamp alone; a signed failure would then speak of an order that has succeeded (G-12, G-13).
 */
async function isDuplicate({ custody }: AnswerDeps, { platformId }: Platform, seen: Seen): Promise<boolean> {
  const requestNo = seen.raw && rawText(seen.raw, numberField(seen));
  if (!requestNo) return false;
  const order = await custody.queries.order(platformId, requestNo).catch(() => undefined);
  return order !== null && order?.state !== 'REFUSED';
}

/** What is not known, or still under way, is not called a failure. */
function standingOfRefusal({ name }: AnyRefusal): Verdict['standing'] {
  return OUTCOME_OPEN.has(name) ? 'PROCESSING' : 'FAIL';
}

async function signed(dialect: Dialect, signer: Signer, { verdict, message }: Spoken): Promise<Answered> {
  const body = Buffer.from(JSON.stringify(dialect.speak(verdict, message)));
  const signature = dialect.writeSignature(await signer.sign(body));
  const headers = { 'content-type': 'application/json;charset=UTF-8', [dialect.signatureHeader]: signature };
  return { kind: 'answer', headers, body, busy: false };
}

const SIGNED = new WeakMap<Signer, Map<string, Answered>>();
/** Of such answers there are few: a code and a sentence, with a number at most. */
const MOST_SIGNED = 500;

/**
 * What strangers are answered is the same each time and is signed once: a signature costs more than everything else in
 * a call, and anybody could ask for it.
 */
async function signedOnce(dialect: Dialect, signer: Signer, spoken: Spoken, busy: boolean): Promise<Answered> {
  const known = SIGNED.get(signer) ?? new Map<string, Answered>();
  SIGNED.set(signer, known);
  const text = JSON.stringify([dialect.name, dialect.speak(spoken.verdict, spoken.message)]);
  const found = known.get(text);
  if (found) return found;
  const made = { ...(await signed(dialect, signer, spoken)), busy } as Answered;
  if (known.size >= MOST_SIGNED) known.clear();
  known.set(text, made);
  return made;
}

/** A refused order answers with its number, where the service's answer has one. */
function refusedAnswer(seen: Seen, refusal: AnyRefusal): Spoken {
  const requestNo = requestNoOf(seen);
  const field = numberField(seen);
  const message = requestNo !== null && seen.service && field in seen.service.answer ? { [field]: requestNo } : {};
  return { verdict: { standing: standingOfRefusal(refusal), refusal }, message };
}
