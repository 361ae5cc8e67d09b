/**
 * Turns a gateway form into HTML. The form works without JavaScript by its button; `data-auto-submit` marks it for a
 * script of yours that posts it at once (your Content-Security-Policy needs the custodian's origin in `form-action`).
 */
import type { GatewayForm } from './client.ts';

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** `<form>` with hidden fields and one submit button. `id` is the form's, `button` its button's text. */
export function formHtml(form: GatewayForm, options: { readonly id: string; readonly button: string }): string {
  const inputs = Object.entries(form.fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return [
    `<form id="${escapeHtml(options.id)}" method="post" action="${escapeHtml(form.action)}" data-auto-submit>`,
    ...inputs,
    `<button type="submit">${escapeHtml(options.button)}</button>`,
    '</form>',
  ].join('\n');
}
