/** The two languages of everything that people read in a browser, and how a browser's wish for one is understood. */

export type Language = 'zh' | 'en';

/** The language that this text names, or null. */
export function languageNamed(text: string | undefined): Language | null {
  return text === 'zh' || text === 'en' ? text : null;
}

/**
 * The language that an `Accept-Language` header likes best (RFC 9110, 12.5.4): Chinese where it names neither, since
 * that is what nearly all who come here read.
 */
export function languageAccepted(header: string): Language {
  let best: Language = 'zh';
  let weight = 0;
  for (const part of header.slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const language = languageNamed(range.split('-')[0]);
    const given = /^q=([01](?:\.\d{1,3})?)$/.exec(parameters.find((text) => text.startsWith('q=')) ?? 'q=1')?.[1];
    if (language !== null && Number(given ?? 0) > weight) {
      best = language;
      weight = Number(given);
    }
  }
  return best;
}
