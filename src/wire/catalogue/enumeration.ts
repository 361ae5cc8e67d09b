/**
 * Closed sets of words (kind E, G-6). The document's spelling is the one we send; others are accepted beside it. A word
 * without a `core` is declared and not opened yet: it is refused as such, not as unknown.
 */
import { fail, ok, type Result } from '../../kernel/result.ts';

export interface EnumerationWord {
  /** What the core calls it; absent: declared, not opened. */
  readonly core?: string;
  /** The document's Chinese description. */
  readonly label: string;
  /** Spellings accepted beside the document's. */
  readonly also?: readonly string[];
}

export interface Enumeration<V extends string = string> {
  /** The document's name of the set, e.g. 标的状态. */
  readonly title: string;
  readonly words: Readonly<Record<string, EnumerationWord>>;
  /** The document's spellings that are opened. */
  readonly opened: readonly string[];
  read(text: string): Result<V, 'UNKNOWN' | 'NOT_OPENED'>;
  /** The document's spelling of a word of the core, or null when the protocol has none. */
  spell(core: string): string | null;
}

/** The words of the core that are opened in an enumeration. */
type CoreOf<W> = Extract<W[keyof W], { readonly core: string }>['core'];

/** Declares a closed set. Keys are the document's spellings. */
export function enumeration<const W extends Readonly<Record<string, EnumerationWord>>>(
  title: string,
  words: W,
): Enumeration<CoreOf<W>> {
  const known = new Map<string, EnumerationWord>();
  const spelling = new Map<string, string>();
  for (const [text, word] of Object.entries(words) as [string, EnumerationWord][]) {
    known.set(text, word);
    for (const other of word.also ?? []) known.set(other, word);
    if (word.core !== undefined && !spelling.has(word.core)) spelling.set(word.core, text);
  }
  return {
    title,
    words,
    opened: [...spelling.values()],
    read(text) {
      const word = known.get(text) ?? known.get(text.replace(/\s+/g, ''));
      if (!word) return fail('UNKNOWN');
      return word.core === undefined ? fail('NOT_OPENED') : ok(word.core as CoreOf<W>);
    },
    spell: (core) => spelling.get(core) ?? null,
  };
}
