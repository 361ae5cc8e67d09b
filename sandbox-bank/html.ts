/** HTML as template literals in which every value is escaped unless it is itself HTML made here. */

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | readonly Html[];

export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.reduce((text, string, place) => text + render(values[place - 1] ?? '') + string));
}

function render(value: Value): string {
  if (value instanceof Html) return value.text;
  return typeof value === 'string' ? escapeText(value) : value.map(render).join('');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
