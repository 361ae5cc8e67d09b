/**
 * Page tokens (G-12): unguessable, for one order only, and they reveal their platform to us. They are derived and not
 * stored, so that the same gateway call finds its page again and a stolen database opens no page.
 */
import { createHmac } from 'node:crypto';
import { safeEqual } from '../../kernel/safe-equal.ts';

export interface PageKey {
  readonly platformId: number;
  readonly orderNo: bigint;
}

export interface Tokens {
  make(platformId: number, orderNo: bigint): string;
  /** The page behind a token; null when it is none of ours. */
  read(token: string): PageKey | null;
}

/** `keys`, as they are at the time: the first makes tokens, each opens those that it made. */
export function createTokens(keys: () => readonly Buffer[]): Tokens {
  const sign = (key: Buffer, body: string) =>
    createHmac('sha256', key).update(`page ${body}`).digest('base64url').slice(0, 32);
  return {
    make(platformId, orderNo) {
      const [key] = keys();
      if (!key) throw new Error('there is no key for page tokens');
      const body = `${platformId.toString(36)}-${orderNo.toString(36)}`;
      return `${body}-${sign(key, body)}`;
    },
    read(token) {
      const match = /^([0-9a-z]{1,7})-([0-9a-z]{1,13})-([A-Za-z0-9_-]{32})$/.exec(token);
      if (!match) return null;
      const [, platform = '', order = '', mac = ''] = match;
      if (!keys().some((key) => safeEqual(mac, sign(key, `${platform}-${order}`)))) return null;
      return { platformId: Number.parseInt(platform, 36), orderNo: readBase36(order) };
    },
  };
}

function readBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
