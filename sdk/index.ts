/**
 * The TypeScript client for platforms: `lianyintong(config)` and `depository(config)` answer a client typed from the
 * custodian's catalogue. See README.md for examples.
 */
import { Client } from './client.ts';
import type { ClientConfig } from './client.ts';
import { SERVICES as DEPOSITORY_SERVICES } from './generated/depository.ts';
import type { Services as DepositoryServices } from './generated/depository.ts';
import { SERVICES as LIANYINTONG_SERVICES } from './generated/lianyintong.ts';
import type { Services as LianyintongServices } from './generated/lianyintong.ts';
import { DEPOSITORY, LIANYINTONG } from './protocol.ts';

export type LianyintongClient = Client<LianyintongServices, typeof LIANYINTONG_SERVICES>;
export type DepositoryClient = Client<DepositoryServices, typeof DEPOSITORY_SERVICES>;

/** A client that speaks lianyintong (联银通 API V1.00). Throws for keys that are none. */
export function lianyintong(config: ClientConfig): LianyintongClient {
  return new Client<LianyintongServices, typeof LIANYINTONG_SERVICES>(LIANYINTONG, LIANYINTONG_SERVICES, config);
}

/** A client that speaks depository (银行存管系统接口说明). Throws for keys that are none. */
export function depository(config: ClientConfig): DepositoryClient {
  return new Client<DepositoryServices, typeof DEPOSITORY_SERVICES>(DEPOSITORY, DEPOSITORY_SERVICES, config);
}

export type { Answer, Done, Refused, Unknown } from './answer.ts';
export { unwrap } from './answer.ts';
export type { ClientConfig, Exchange, GatewayForm, MessageOf } from './client.ts';
export { Client } from './client.ts';
export { beijingTime } from './encode.ts';
export type { ErrorKind, UnknownReason } from './errors.ts';
export { CunguanError } from './errors.ts';
export { readForm } from './form-bytes.ts';
export type * as depositoryTypes from './generated/depository.ts';
export type * as lianyintongTypes from './generated/lianyintong.ts';
export { escapeHtml, formHtml } from './html.ts';
export type { Rejected, RejectReason, ResponseType, Verified } from './inbound.ts';
export type { KeySource } from './keys.ts';
export type { Amount, Yuan } from './money.ts';
export { fen, total, yuan } from './money.ts';
export type { FastifyLike, NoticeOptions, NoticeReader } from './notices.ts';
export { noticeListener, noticePlugin } from './notices.ts';
export type { Protocol } from './protocol.ts';
export { DEPOSITORY, LIANYINTONG } from './protocol.ts';
