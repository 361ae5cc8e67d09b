/**
 * What the browser is told about a page, and what is asked of a browser that posts one. Promises: no inline script or
 * style runs, nothing comes from elsewhere, nobody frames us, a page is never kept, and forms go to ourselves and to
 * exactly the origins this page needs.
 */
import { safeEqual } from '../kernel/safe-equal.ts';

/**
 * A host name, an IP address, a port: URLs also allow `;`, `,`, `*` and quotes there, which mean something in a
 * policy.
 */
const PLAIN_ORIGIN = /^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?$/;

/** The origin of an http(s) address, or null for anything else (`javascript:` above all). */
export function originOf(address: string): string | null {
  const origin = URL.parse(address)?.origin ?? '';
  return PLAIN_ORIGIN.test(origin) ? origin : null;
}

/** The Content-Security-Policy of a page whose forms may also go to these origins. */
export function contentSecurityPolicy(formOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `form-action ${["'self'", ...new Set(formOrigins)].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The headers of every page. */
export function pageHeaders(formOrigins: readonly string[]): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(formOrigins),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  };
}

/** What tells where a POST comes from. */
export interface PostHeaders {
  readonly host: string;
  readonly origin: string;
  readonly fetchSite: string;
}

/**
 * Whether a POST comes from a page of ours. Sec-Fetch-Site decides where the browser sends it (https and loopback).
 * Elsewhere Origin decides; our own Referrer-Policy makes it `null` on our own forms, and old browsers leave it out:
 * then the CSRF token, which is asked in any case, stands alone.
 */
export function comesFromUs(headers: PostHeaders): boolean {
  if (headers.fetchSite !== '') return headers.fetchSite === 'same-origin';
  if (headers.origin === '' || headers.origin === 'null') return true;
  return URL.canParse(headers.origin) && safeEqual(new URL(headers.origin).host, headers.host.toLowerCase());
}
