/** Made-up people with ID numbers whose check character is right. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
let sequence = 100;

/** A citizen number of somebody born on 1990-03-07 in a district of Hangzhou, another one at each call. */
export function idNumber(birthday = '19900307'): string {
  sequence = sequence === 999 ? 100 : sequence + 1;
  const body = `330106${birthday}${sequence}`;
  const total = WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(body[i]), 0);
  return body + '10X98765432'[total % 11];
}

/** Completes a card number (without its last digit) to a Luhn-valid one. */
export function cardNumber(prefix: string, length = 19): string {
  const body = prefix.padEnd(length - 1, '0');
  for (let digit = 0; digit < 10; digit += 1) if (luhn(`${body}${digit}`)) return `${body}${digit}`;
  throw new Error('no check digit');
}

function luhn(number: string): boolean {
  const total = [...number].reverse().reduce((sum, char, i) => {
    const value = i % 2 === 0 ? Number(char) : Number(char) * 2;
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return total % 10 === 0;
}
