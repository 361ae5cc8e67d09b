/**
 * Trade passwords that are guessed first (G-17). Five tries a day are nothing against a million possibilities, unless
 * people choose among a few: what is quick to type, what is easy to keep in mind, a birthday; and whoever finds a
 * wallet knows ID number and mobile besides. Refused are these shapes, each with its reason: one in ten of all
 * six-digit numbers, eight of the ten per cent because they can be read as a date.
 */
import { type Refusal, refusal } from '../refusals.ts';

type Why = Extract<Refusal, { name: 'PASSWORD_WEAK' }>['facts']['why'];

/** Why a new password is refused, or null. */
export function refusePassword(password: string, idNumber: string, mobile: string): Refusal | null {
  const why = whyWeak(password, idNumber, mobile);
  return why && refusal('PASSWORD_WEAK', { why });
}

function whyWeak(password: string, idNumber: string, mobile: string): Why | null {
  if (!/^\d{6}$/.test(password)) return 'FORM';
  if (isRepeated(password)) return 'REPEATED';
  if (isSequence(password)) return 'SEQUENCE';
  // 19900307 as people shorten it: 900307.
  if (idNumber.includes(password) || idNumber.slice(8, 14) === password) return 'ID_NUMBER';
  if (mobile.includes(password)) return 'MOBILE';
  if (isPattern(password)) return 'PATTERN';
  if (isKeypadWay(password)) return 'KEYPAD';
  if (COMMON.has(password)) return 'COMMON';
  return isDate(password) ? 'DATE' : null;
}

/** One to three digits over and over, one four times, or two and no third: 111111, 123123, 100000, 666888. */
function isRepeated(password: string): boolean {
  const digits = [...password];
  const most = Math.max(...digits.map((digit) => digits.filter((other) => other === digit).length));
  const over = [1, 2, 3].some((length) => password.slice(0, length).repeat(6 / length) === password);
  return over || most >= 4 || new Set(digits).size <= 2;
}

/** Rising or falling by one or two throughout, wrapping at nine, or by one in both halves: 987654, 246802, 123789. */
function isSequence(password: string): boolean {
  const steps = [...password].slice(1).map((digit, i) => (Number(digit) - Number(password[i]) + 10) % 10);
  const even = (some: readonly number[]) => [1, 2, 8, 9].some((step) => some.every((each) => each === step));
  const close = (some: readonly number[]) => [1, 9].some((step) => some.every((each) => each === step));
  return even(steps) || (close(steps.slice(0, 2)) && close(steps.slice(3)));
}

/** Pairs (112233), triples (111222 is repeated already) and mirrors (123321, 801108). */
function isPattern(password: string): boolean {
  const [a, b, c, d, e, f] = password;
  return (a === b && c === d && e === f) || (a === f && b === e && c === d);
}

/** A day with two digits of its year, in three orders, or a month with four: 881231, 123188, 311288, 199007. */
function isDate(password: string): boolean {
  const [a, b, c] = [password.slice(0, 2), password.slice(2, 4), password.slice(4)].map(Number) as [
    number,
    number,
    number,
  ];
  const month = (value: number) => value >= 1 && value <= 12;
  const day = (of: number, value: number) => month(of) && value >= 1 && value <= (DAYS[of - 1] ?? 0);
  const century = (value: number) => value === 19 || value === 20;
  return day(b, c) || day(a, b) || day(b, a) || (century(a) && month(c)) || (month(a) && century(b));
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** From key to neighbouring key throughout, or two straight lines of three: 147896, 147258, 159357. */
function isKeypadWay(password: string): boolean {
  const places = [...password].map((digit) => KEYPAD[Number(digit)] as Place);
  const moves = places.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = places[i] as Place;
    return [x - fromX, y - fromY] as const;
  });
  if (moves.every(([x, y]) => Math.abs(x) + Math.abs(y) === 1)) return true;
  const isLine = ([first, second]: readonly Place[]) =>
    first !== undefined && second !== undefined && first.join() === second.join() && isStep(first);
  return isLine(moves.slice(0, 2)) && isLine(moves.slice(3));
}

type Place = readonly [x: number, y: number];

function isStep([x, y]: Place): boolean {
  return Math.max(Math.abs(x), Math.abs(y)) === 1;
}

/** Where the digits stand on the keypad of a phone. */
const KEYPAD: readonly Place[] = [
  [1, 3],
  ...([0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => [x, y] as const)) as readonly Place[]),
];

/**
 * What is commonly reported as used most and has none of the shapes above: what sounds like words (520131 and 521314,
 * "I love you for ever"; 168, "all the way to riches"), emergency and service numbers put together, well-known
 * constants, sequences with a digit off, and ways over the keypad that skip a key.
 */
const COMMON: ReadonlySet<string> = new Set(
  `520131 521314 131452 201314 131420 520184 584520 584131 521131 530520 520530 510520 201420 147520
   520147 168999 588518 518168 168518 599588 168169 178168 198168 110120 120110 119120 120119 100861
   861000 142857 314159 141592 271828 112358 235711 161803 141421 173205 124816 248163 102400 204800
   655360 327680 123457 123450 123400 123000 000123 234561 123465 123546 124356 213456 123498 012340
   765430 987650 112345 123455 122345 122334 223345 123412 123413 102938 192837 142536 415263 748596
   135246 246135 135792 246813 159263 135798 521999 520999 520888 521888 131499 134520 520250 188168
   123451 159874 258014 134679 124578 235689 875421 986532 976431 135790 097531`.split(/\s+/),
);
