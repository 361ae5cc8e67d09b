/** The sandbox's adapter against the sandbox bank itself, in this process. */
import { enterNetbank, formOf, open, press, startTestBank } from '../../testing/bank.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { bankConformance } from '../conformance.ts';

/** A Luhn-valid card that ends in these four digits. */
export function cardEnding(last: string): string {
  for (let middle = 0; middle < 10; middle += 1) {
    const card = `62220210000000${middle}${last}`;
    if (luhn(card) % 10 === 0) return card;
  }
  throw new Error('one of ten digits always fits');
}

function luhn(card: string): number {
  return [...card].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
}

const { url } = await createTestDatabase();

bankConformance('sandbox', async () => {
  const bank = await startTestBank(url, { timeoutMs: 700 });
  return {
    ...bank,
    cards: {
      good: cardEnding('1234'),
      threeOnly: cardEnding('0001'),
      bad: cardEnding('0002'),
      silent: cardEnding('0003'),
      returned: cardEnding('0004'),
      unsure: cardEnding('0005'),
      twice: cardEnding('0006'),
    },
    payAtTerminal: async (barcode) => {
      const page = await open(`${bank.url}/sandbox/pos?barcode=${barcode}`);
      if (!page.text.includes('data-status="OPEN"')) return false;
      const { url: to, fields } = formOf(page, 'payButton');
      const typed = { ...fields, barcode, cardNumber: cardEnding('1234') };
      return (await open(to, new URLSearchParams(typed))).text.includes('data-status="PAID"');
    },
    visit: async (form, decision) => {
      const page = await enterNetbank(form);
      const decided = page.text.includes('id="payButton"')
        ? await press(page, decision === 'PAY' ? 'payButton' : 'failButton')
        : page;
      return formOf(decided, 'returnButton').fields;
    },
  };
});
