/** How the bank's pages are sent, and in which language. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, languageAccepted, languageNamed } from '../src/kernel/language.ts';
import { faultPage } from './pages.ts';
import type { Texts } from './texts.ts';

/** A page that only explains. */
export function fault(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  sentence: (texts: Texts) => string,
): FastifyReply {
  const self = request.method === 'GET' ? (request.url.split('?')[0] ?? null) : null;
  return send(reply, status, faultPage(languageOf(request), sentence, self), "'none'");
}

/** `formAction`: where this page's forms may post to. */
export function send(reply: FastifyReply, status: number, page: string, formAction: string): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; " +
        `frame-ancestors 'none'; form-action ${formAction}`,
    )
    .send(page);
}

/** The language that the address names, else the browser's. */
export function languageOf(request: FastifyRequest): Language {
  const { lang } = request.query as Readonly<Record<string, unknown>>;
  return (
    languageNamed(typeof lang === 'string' ? lang : undefined) ??
    languageAccepted(request.headers['accept-language'] ?? '')
  );
}
