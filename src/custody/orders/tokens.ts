/**
 * Page tokens (G-12): unguessable, for one order only, and they reveal their platform to us. They are derived and not
 * stored, so that the same gateway call finds its page again and a stolen database opens no page. A call for an order
 * that has ended is given a token that tells when it came: the outcome is told in full to who signed for it just now,
 * and not to who finds an old address.
 */
import { createHmac } from 'node:crypto';
import { safeEqual } from '../../kernel/safe-equal.ts';
import type { Instant } from '../../kernel/time.ts';

export interface PageKey {
  readonly platformId: number;
  readonly orderNo: bigint;
  /** When it was asked for after the order had ended; null for the page's own address. */
  readonly asked: Instant | null;
}

export interface Tokens {
  make(platformId: number, orderNo: bigint, asked?: Instant): string;
  /** The page behind a token; null when it is none of ours. */
  read(token: string): PageKey | null;
}

/** `keys`, as they are at the time: the first makes tokens, each opens those that it made. */
export function createTokens(keys: () => readonly Buffer[]): Tokens {
  const sign = (key: Buffer, body: string) =>
    createHmac('sha256', key).update(`page ${body}`).digest('base64url').slice(0, 32);
  return {
    make(platformId, orderNo, asked) {
      const [key] = keys();
      if (!key) throw new Error('there is no key for page tokens');
      const parts = [platformId, orderNo, ...(asked === undefined ? [] : [asked])];
      const body = parts.map((part) => part.toString(36)).join('-');
      return `${body}-${sign(key, body)}`;
    },
    read(token) {
      const match = /^(([0-9a-z]{1,7})-([0-9a-z]{1,13})(?:-([0-9a-z]{1,9}))?)-([A-Za-z0-9_-]{32})$/.exec(token);
      if (!match) return null;
      const [, body = '', platform = '', order = '', asked, mac = ''] = match;
      if (!keys().some((key) => safeEqual(mac, sign(key, body)))) return null;
      return {
        platformId: Number.parseInt(platform, 36),
        orderNo: readBase36(order),
        asked: asked === undefined ? null : Number.parseInt(asked, 36),
      };
    },
  };
}

function readBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
