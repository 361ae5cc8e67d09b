/**
 * What is kept of one call. It promises that a row is bounded whatever was sent, and that nothing of it is a secret or
 * a person in the clear: caller, form and answer are sealed before they are written (`requests.store.ts`), the rest is
 * numbers, names of ours and codes (G-19).
 */
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { rawText } from '../wire/catalogue/read.ts';
import type { Exchanged } from '../wire/exchange.ts';
import type { Instant } from '../kernel/time.ts';

/** Bytes of a form that are kept whole; of a longer one the beginning, its size and its digest. */
const BODY_KEPT = 64 * 1024;
/** Of what no right signature vouches for anybody can send as much as he likes. */
const STRANGERS_BODY_KEPT = 4 * 1024;
const ANSWER_KEPT = 16 * 1024;
/** Bytes digested in one go: well under a millisecond. */
const PIECE = 128 * 1024;
/** As long as a number of the platforms may be (DW-3). */
const LONGEST_NUMBER = 50;
/** Characters of what a caller says that his body is. */
const TYPE_KEPT = 200;
/** What the protocols call the member whom a message is about. */
const MEMBER_FIELDS = ['platformUserNo', 'userNo'];
/** A caller that names no platform of ours. */
export const NOBODY = 0;

/** A row as it waits to be written: the form and the answer are still in the clear. */
export interface RequestRow {
  readonly platformId: number;
  readonly requestId: string;
  readonly verified: boolean;
  readonly at: Instant;
  readonly took: number;
  readonly dialect: string;
  readonly address: 'gateway' | 'service';
  /** His address, which at the gateway is a person's. */
  readonly caller: string;
  /** As his header says: where the fields of a multipart form end stands there. */
  readonly contentType: string;
  readonly service: string | null;
  readonly requestNo: string | null;
  readonly userNo: string | null;
  readonly result: string;
  readonly code: string | null;
  readonly sentence: string | null;
  readonly body: Buffer;
  readonly bodySize: number;
  readonly answer: Buffer | null;
  readonly answerSize: number;
}

/** What is kept of a call that was answered at `now`, real time. */
export function rowOf({ call, seen, answered, line }: Exchanged, now: Instant): RequestRow {
  const platform = seen.platform ?? (typeof seen.named === 'object' ? seen.named : null);
  const verified = seen.platform !== null;
  const said = answered?.kind === 'answer' ? answered.body : null;
  const took = Math.round(line.ms);
  return {
    platformId: platform?.platformId ?? NOBODY,
    requestId: call.requestId,
    verified,
    at: now - took,
    took,
    dialect: line.dialect,
    address: line.address,
    caller: call.from,
    contentType: call.contentType.slice(0, TYPE_KEPT),
    service: textOf(line.service),
    requestNo: textOf(line.requestNo),
    userNo: textOf(memberOf(seen)),
    result: line.result,
    code: line.code ?? null,
    sentence: textOf(line.sentence ?? null),
    ...bodyOf(call.body, verified ? BODY_KEPT : STRANGERS_BODY_KEPT),
    answer: said && beginning(said, ANSWER_KEPT),
    answerSize: said?.length ?? 0,
  };
}

function memberOf({ raw }: Exchanged['seen']): string | null {
  const number = raw && MEMBER_FIELDS.map((field) => rawText(raw, field)).find((text) => text);
  return number && number.length <= LONGEST_NUMBER ? number : null;
}

function bodyOf(body: Exchanged['call']['body'], most: number) {
  if (!Buffer.isBuffer(body)) return { body: Buffer.alloc(0), bodySize: 0 };
  return { body: beginning(body, most), bodySize: body.length };
}

/** SHA-256 of the body, hexadecimal, made in turns; null for one that is kept whole. */
export async function bodyDigest({ body }: Exchanged['call'], { bodySize, body: kept }: RequestRow) {
  if (!Buffer.isBuffer(body) || kept.length === bodySize) return null;
  const digest = createHash('sha256');
  for (let at = 0; at < body.length; at += PIECE) {
    digest.update(body.subarray(at, at + PIECE));
    await turn();
  }
  return digest.digest('hex');
}

/** A copy where something is left out: a part would keep the whole in memory. */
function beginning(bytes: Buffer, most: number): Buffer {
  return bytes.length > most ? Buffer.from(bytes.subarray(0, most)) : bytes;
}

/** The database takes no NUL and no half characters. */
function textOf(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '').toWellFormed();
}
