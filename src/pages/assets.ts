/**
 * Style, script and mark of the pages: read once, named by their content, so that browsers may keep them for ever. The
 * list of card prefixes travels the same way, for recognising a bank while a card number is being typed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** The assets by the names that pages use; `path` is where they are served. */
export interface Assets {
  readonly style: Asset;
  readonly script: Asset;
  readonly mark: Asset;
  readonly bins: Asset | null;
  /** Finds an asset by its file name; null when there is none of that name and content. */
  find(file: string): Asset | null;
}

/** A leading part of card numbers and the bank that issues them, as the browser's script wants it. */
export interface CardPrefix {
  readonly prefix: string;
  readonly zh: string;
  readonly en: string;
  readonly debit: boolean;
}

/** Reads the assets from the folder beside this file. */
export function loadAssets(prefixes: readonly CardPrefix[]): Assets {
  const style = asset('page.css', 'text/css; charset=utf-8', read('page.css'));
  const script = asset('page.js', 'text/javascript; charset=utf-8', read('page.js'));
  const mark = asset('mark.svg', 'image/svg+xml', read('mark.svg'));
  const list = JSON.stringify(prefixes.map(({ prefix, zh, en, debit }) => [prefix, zh, en, debit ? 1 : 0]));
  const bins = prefixes.length > 0 ? asset('bins.json', 'application/json; charset=utf-8', list) : null;
  const all = [style, script, mark, ...(bins ? [bins] : [])];
  const byFile = new Map(all.map((one) => [one.path.slice(one.path.lastIndexOf('/') + 1), one]));
  return { style, script, mark, bins, find: (file) => byFile.get(file) ?? null };
}

function read(name: string): string {
  return readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
}

function asset(name: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  return { path: `/pages/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`, type, body };
}
