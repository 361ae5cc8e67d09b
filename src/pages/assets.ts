/**
 * Style, script and mark of the pages: read once, named by their content, so that browsers may keep them for ever. The
 * list of card prefixes travels the same way, for recognising a bank while a card number is being typed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BANK_NAMES, type Bank } from '../custody/banks.ts';
import { CARD_PREFIXES } from '../custody/numbers.ts';

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
  readonly bins: Asset;
  /** Finds an asset by its file name; null when there is none of that name and content. */
  find(file: string): Asset | null;
}

/** Reads the assets from the folder beside this file. */
export function loadAssets(): Assets {
  const style = asset('page.css', 'text/css; charset=utf-8', `${read('controls.css')}${read('frame.css')}`);
  const script = asset('page.js', 'text/javascript; charset=utf-8', read('page.js'));
  const mark = asset('mark.svg', 'image/svg+xml', read('mark.svg'));
  const bins = asset('bins.json', 'application/json; charset=utf-8', JSON.stringify(prefixesByBank()));
  const byFile = new Map(
    [style, script, mark, bins].map((one) => [one.path.slice(one.path.lastIndexOf('/') + 1), one]),
  );
  return { style, script, mark, bins, find: (file) => byFile.get(file) ?? null };
}

/** Bank by bank: its names, and its prefixes of debit and of credit cards, as the script reads them. */
function prefixesByBank(): readonly (readonly [zh: string, en: string, debit: string, credit: string])[] {
  const of = (wanted: Bank, debit: boolean): string =>
    [...CARD_PREFIXES]
      .filter(([, facts]) => facts.bank === wanted && facts.debit === debit)
      .map(([prefix]) => prefix)
      .join(' ');
  return (Object.keys(BANK_NAMES) as Bank[]).map((bank) => [...BANK_NAMES[bank], of(bank, true), of(bank, false)]);
}

function read(name: string): string {
  return readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
}

function asset(name: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  return { path: `/pages/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`, type, body };
}
