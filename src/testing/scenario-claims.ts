/** The sentences of a scenario about claims that are bought and sold. */
import type { Fen } from '../kernel/money.ts';
import { sale } from './loans.ts';

/** `250.00 of T1 from inv for 260.00, all of S1 from two for 100.00`. */
export function sales(text: string, fen: (amount: string | undefined) => Fen) {
  return text.split(/,\s+/).map((each) => {
    const match = /^(?:all|(?<share>[\d,.]+)) of (?<of>\S+) from (?<who>\S+) for (?<price>[\d,.]+)$/.exec(each.trim());
    if (!match) throw new Error(`"${each}" is no sale`);
    const { share, of = '', who = '', price } = match.groups ?? {};
    return sale(who, of, fen(price), share === undefined ? null : fen(share));
  });
}
