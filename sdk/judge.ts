/**
 * Whether an answer is the custodian's. Whatever its status, it counts only when a key of the custodian signed its
 * bytes; what is none is told in a sentence that says what it seems to be, without quoting what may hold a person's
 * data.
 */
import type { KeyObject } from 'node:crypto';
import type { UnknownReason } from './errors.ts';
import { parseObject } from './json.ts';
import type { Protocol } from './protocol.ts';
import { verifyBytes } from './signature.ts';
import type { Received } from './transport.ts';

/** What of a client is needed to judge: its protocol, and the custodian's keys by serial. */
export interface Judge {
  readonly protocol: Protocol;
  readonly custodianKeys: ReadonlyMap<string, KeyObject>;
}

/** A signed answer. */
export interface Believed {
  readonly kind: 'believed';
  readonly data: Readonly<Record<string, unknown>>;
}

/** Not to be believed, and why. */
export interface Disbelieved {
  readonly kind: 'disbelieved';
  readonly reason: UnknownReason;
  readonly message: string;
}

/** Verifies and reads an answer that came from `url`. Never throws. */
export function judge({ protocol, custodianKeys }: Judge, url: string, answer: Received): Believed | Disbelieved {
  const { status, body, headers } = answer;
  const signature = headers.get(protocol.signatureField) ?? '';
  const whence = `the answer of ${url} (HTTP ${status}, ${body.length} bytes)`;
  if (signature === '') return disbelieved('NOT_SIGNED', `${whence} ${unsigned(protocol, answer)}`);
  const keys = [...custodianKeys.values()];
  if (!keys.some((key) => verifyBytes(body, signature, key, protocol.signatureEncoding))) {
    const tried = [...custodianKeys.keys()].join(', ');
    const why = 'another key signed it, or it was altered or cut';
    return disbelieved('BAD_SIGNATURE', `${whence} is signed, but not by a key of custodianKeys (${tried}): ${why}`);
  }
  const data = parseObject(body);
  return data ? { kind: 'believed', data } : disbelieved('UNREADABLE', `${whence} is signed, but is no JSON object`);
}

function disbelieved(reason: UnknownReason, message: string): Disbelieved {
  return { kind: 'disbelieved', reason, message };
}

/** What an answer without signature seems to be. */
function unsigned({ signatureField }: Protocol, { status, body, headers }: Received): string {
  const missing = `has no header "${signatureField}", so it is not the custodian’s`;
  if (status >= 300 && status < 400) {
    return `${missing}: a redirect${towards(headers.get('location'))}; baseUrl must be the final address`;
  }
  const start = body.subarray(0, 4096).toString('utf8');
  if (/^\s*<(?:!doctype|html|head|body|h1)/i.test(start)) {
    const title = /<title[^>]*>([^<]{1,80})/i.exec(start)?.[1]?.trim();
    return `${missing}: a page${title ? ` titled "${title}"` : ''}, as proxies and other programs show`;
  }
  if (parseObject(body)) return `${missing}: JSON; does a proxy drop that header?`;
  return status === 404 ? `${missing}: is the path of baseUrl right?` : missing;
}

/** Where a redirect leads, without the query, which may hold anything. */
function towards(location: string | null): string {
  return location ? ` to ${location.replace(/[?#].*$/s, '').slice(0, 200)}` : '';
}
