/**
 * What the browser is told about a page, and what is asked of a browser that posts one. Promises: no inline script or
 * style runs, nothing comes from elsewhere, nobody frames us, a page is never kept, and forms go to ourselves, or on a
 * page with a form that leads away to wherever its address redirects (G-13: the form is built by us alone).
 */
import { safeEqual } from '../kernel/safe-equal.ts';
import { formSources } from '../kernel/web.ts';

/** The Content-Security-Policy of a page with a form that goes to this address; null: to ourselves only. */
function contentSecurityPolicy(formTo: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `form-action ${["'self'", ...(formTo === null ? [] : formSources(formTo))].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** The headers of every page. */
export function pageHeaders(formTo: string | null): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy(formTo),
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
