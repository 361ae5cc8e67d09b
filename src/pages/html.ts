/**
 * HTML as a tagged template. Promises: whatever is put into a template is escaped, unless it was itself made by the
 * template. So a page cannot be broken, or taken over, by what a platform or a person wrote; there is no way round.
 */

/** A piece of HTML that is safe to put into another. Made only by `html`. */
export class Html {
  readonly #text: string;

  constructor(key: symbol, text: string) {
    if (key !== KEY) throw new TypeError('Html is made by the html template only');
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** Known to this module alone, so that no one else can declare a text safe. */
const KEY = Symbol('html');

/** What a template takes: text and numbers are escaped; nothing and `false` leave no trace; lists are joined. */
export type Part = Html | string | number | bigint | null | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.toString();
  if (Array.isArray(part)) return part.map(render).join('');
  return escapeHtml(String(part));
}

/** Builds HTML; every value is escaped. Attributes must be written with quotes round the value. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    text += render(part) + (strings[index + 1] ?? '');
  });
  return new Html(KEY, text);
}

/** Attributes from a record: `true` stands alone, nothing and `false` are left out. The names are ours. */
export function attributes(values: Readonly<Record<string, string | number | boolean | null | undefined>>): Html {
  let text = '';
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === false) continue;
    text += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`;
  }
  return new Html(KEY, text);
}
