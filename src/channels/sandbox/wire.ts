/**
 * The custodian's side of the sandbox bank's wire: signs what it asks, believes only an answer that the bank signed for
 * that very question, and never waits longer or reads more than it was told. Network failures are values, never thrown.
 */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

export type Fields = Readonly<Record<string, unknown>>;

/** `NO_ANSWER`: nothing that can be believed came in time. `REFUSED`: the bank signed that it does not take this. */
export type Answer =
  | { readonly kind: 'ANSWER'; readonly fields: Fields }
  | { readonly kind: 'REFUSED'; readonly error: string }
  | { readonly kind: 'NO_ANSWER' };

/** Tells whoever watches the channel what went wrong; holds no personal data. */
export type FaultListener = (fault: { readonly path: string; readonly why: string }) => void;

export interface WireOptions {
  readonly bankUrl: string;
  /** The bank's key, SPKI PEM. */
  readonly bankPublicKey: string;
  /** Ours for this channel, PKCS #8 PEM. */
  readonly privateKey: string;
  readonly fetch: typeof fetch;
  readonly onFault: FaultListener;
}

export interface CallOptions {
  readonly timeoutMs: number;
  /** How often to ask when the connection fails before an answer; 1 for what must not be asked twice. */
  readonly tries: number;
}

export interface Wire {
  call(path: string, fields: Fields, options: CallOptions): Promise<Answer>;
  /** Signs a text that travels in a form field; base64. */
  signText(purpose: string, text: string): string;
  /** Whether the bank signed this text for this purpose. */
  isBankText(purpose: string, text: string, signature: string): boolean;
}

/** A full statement page of a thousand lines is below 200 KB. */
const ANSWER_LIMIT = 1024 * 1024;
/** How far the time stamp of an answer may be from the machine's clock. */
const FRESH_MS = 5 * 60_000;

const signOnPool = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;

export function createWire(options: WireOptions): Wire {
  const privateKey = createPrivateKey(options.privateKey);
  const bankKey = createPublicKey(options.bankPublicKey);
  const isBanks = (bytes: Buffer, signature: string): boolean =>
    /^[A-Za-z0-9+/]{300,1400}={0,2}$/.test(signature) &&
    verify('RSA-SHA256', bytes, bankKey, Buffer.from(signature, 'base64'));
  return {
    call: async (path, fields, { timeoutMs, tries }) => {
      const deadline = AbortSignal.timeout(timeoutMs);
      for (let left = tries - 1; ; left -= 1) {
        try {
          return await ask(options, privateKey, isBanks, path, fields, deadline);
        } catch (error) {
          options.onFault({ path, why: describe(error) });
          if (left <= 0 || deadline.aborted) return { kind: 'NO_ANSWER' };
        }
      }
    },
    signText: (purpose, text) => sign('RSA-SHA256', purposeBytes(purpose, text), privateKey).toString('base64'),
    isBankText: (purpose, text, signature) => isBanks(purposeBytes(purpose, text), signature),
  };
}

/** One request and its answer. Throws for everything that is not an answer signed by the bank. */
async function ask(
  options: WireOptions,
  privateKey: KeyObject,
  isBanks: (bytes: Buffer, signature: string) => boolean,
  path: string,
  fields: Fields,
  signal: AbortSignal,
): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(fields), 'utf8');
  const timestamp = String(Date.now());
  const nonce = randomBytes(18).toString('base64url');
  const asked = Buffer.concat([Buffer.from(`bank-request\n${path}\n${timestamp}\n${nonce}\n`, 'utf8'), body]);
  const signature = (await signOnPool('RSA-SHA256', asked, privateKey)).toString('base64');
  const response = await options.fetch(options.bankUrl + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'bank-timestamp': timestamp,
      'bank-nonce': nonce,
      'bank-signature': signature,
    },
    body,
    redirect: 'error',
    signal,
  });
  const text = await readBounded(response);
  const at = response.headers.get('bank-timestamp') ?? '';
  const answered = Buffer.from(`bank-answer\n${response.status}\n${at}\n${nonce}\n`, 'utf8');
  if (!isBanks(Buffer.concat([answered, text]), response.headers.get('bank-signature') ?? '')) {
    throw new Error('the answer is not signed by the bank');
  }
  if (!(Math.abs(Number(at) - Date.now()) <= FRESH_MS)) throw new Error('the answer is not fresh');
  const parsed = JSON.parse(text.toString('utf8')) as Fields;
  if (response.status === 200) return { kind: 'ANSWER', fields: parsed };
  if (response.status >= 500) throw new Error(`the bank failed with status ${response.status}`);
  options.onFault({ path, why: `refused: ${String(parsed.error)} ${String(parsed.message)}` });
  return { kind: 'REFUSED', error: String(parsed.error) };
}

/** A body, unless it is longer than anything the bank has to say. */
export async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_LIMIT) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function purposeBytes(purpose: string, text: string): Buffer {
  return Buffer.from(`${purpose}\n${text}`, 'utf8');
}

/** `fetch failed` says nothing; its cause does. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
