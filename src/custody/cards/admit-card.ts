/** Whether a card can be bound: a valid number, of a known and listed bank, a debit card (L2.1-5). */
import { ok } from '../../kernel/result.ts';
import { type Judged, refuse } from '../refusals.ts';
import { type CardFacts, isCardNumber, recogniseCard } from './bins.ts';

export function admitCard(cardNumber: string, banks: readonly string[]): Judged<CardFacts> {
  if (!isCardNumber(cardNumber)) return refuse('CARD_NUMBER_INVALID', {});
  const card = recogniseCard(cardNumber);
  if (!card) return refuse('CARD_BANK_UNSUPPORTED', { bank: '' });
  if (!card.debit) return refuse('CARD_NOT_DEBIT', {});
  return banks.includes(card.bank) ? ok(card) : refuse('CARD_BANK_UNSUPPORTED', { bank: card.bank });
}
