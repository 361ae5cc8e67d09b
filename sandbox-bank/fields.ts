/** Reads the fields of a signed message one by one; the first that does not fit is named to the sender. */
import type { Fen } from '../src/kernel/money.ts';
import type { Instant } from '../src/kernel/time.ts';
import { BANKS } from './banks.ts';
import { BadRequest } from './http.ts';
import type { PayinRequest, PayoutRequest } from './orders.ts';
import type { Fields } from './wire.ts';

/** 18 digits. */
export const BARCODE = /^\d{18}$/;

const ORDER_NO = /^[A-Za-z0-9_-]{1,64}$/;

export function readText(fields: Fields, name: string, limit: number): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.trim() === '' || [...value].length > limit) throw wrong(name);
  // The database takes no NUL, and nobody means the others.
  if (/[\p{Cc}\p{Cs}]/u.test(value)) throw wrong(name);
  return value;
}

export function readPattern(fields: Fields, name: string, pattern: RegExp): string {
  const value = fields[name];
  if (typeof value !== 'string' || !pattern.test(value)) throw wrong(name);
  return value;
}

export function readOrderNo(fields: Fields): string {
  return readPattern(fields, 'bankOrderNo', ORDER_NO);
}

/** ISO 8601 in UTC with milliseconds, as `toISOString` writes it. */
export function readInstant(fields: Fields, name: string): Instant {
  const text = readPattern(fields, name, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw wrong(name);
  return at;
}

function readAmount(fields: Fields): Fen {
  const amount = BigInt(readPattern(fields, 'amount', /^\d{1,15}$/));
  if (amount === 0n) throw wrong('amount');
  return amount;
}

function readBank(fields: Fields): string {
  const bank = readPattern(fields, 'bank', /^[A-Z]{2,10}$/);
  if (!BANKS.has(bank)) throw wrong('bank');
  return bank;
}

export function readPayin(fields: Fields): PayinRequest {
  const returnUrl = readText(fields, 'returnUrl', 512);
  if (!URL.canParse(returnUrl) || !/^https?:$/.test(new URL(returnUrl).protocol)) throw wrong('returnUrl');
  return {
    bankOrderNo: readOrderNo(fields),
    amount: readAmount(fields),
    payer: readPattern(fields, 'payer', /^(PERSON|ENTERPRISE)$/) as PayinRequest['payer'],
    bank: fields.bank === null ? null : readBank(fields),
    expiresAt: readInstant(fields, 'expiresAt'),
    returnUrl,
    subject: readText(fields, 'subject', 200),
    barcode: null,
  };
}

/** An order to be paid at a terminal: by a person, at this bank, and nobody is led anywhere. */
export function readTerminalOrder(fields: Fields): PayinRequest {
  return {
    bankOrderNo: readOrderNo(fields),
    amount: readAmount(fields),
    payer: 'PERSON',
    bank: null,
    expiresAt: readInstant(fields, 'expiresAt'),
    returnUrl: '',
    subject: readText(fields, 'subject', 200),
    barcode: readPattern(fields, 'barcode', BARCODE),
  };
}

export function readPayout(fields: Fields): PayoutRequest {
  return {
    bankOrderNo: readOrderNo(fields),
    amount: readAmount(fields),
    cardNumber: readText(fields, 'cardNumber', 40),
    accountName: readText(fields, 'accountName', 100),
    bank: readBank(fields),
  };
}

/** Money that goes back to who paid it in, whom the payin tells. */
export function readSendBack(fields: Fields) {
  readText(fields, 'payinRef', 100);
  return {
    bankOrderNo: readOrderNo(fields),
    amount: readAmount(fields),
    payinNo: readPattern(fields, 'payinNo', ORDER_NO),
  };
}

function wrong(name: string): BadRequest {
  return new BadRequest(400, 'BAD_REQUEST', `${name} is missing or malformed`);
}
