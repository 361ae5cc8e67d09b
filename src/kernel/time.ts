/**
 * Time is an argument. Nothing in the house reads the machine's clock to decide about money: it asks a `Clock`,
 * which in a sandbox can be moved. Instants are epoch milliseconds; dates and times of the protocols are Beijing's.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** What tells the custodian's time. */
export interface Clock {
  now(): Instant;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Beijing has kept +08:00 without summer time since 1992; a fixed offset is exact for every date we handle. */
const BEIJING_OFFSET = 8 * HOUR;

/** yyyyMMddHHmmss in Beijing (type T of both documents, rule G-4). */
export function formatTime(at: Instant): string {
  return new Date(at + BEIJING_OFFSET).toISOString().slice(0, 19).replace(/[-T:]/g, '');
}

/** yyyyMMdd in Beijing (type D). */
export function formatDate(at: Instant): string {
  return formatTime(at).slice(0, 8);
}

/** `2026-11-22 00:30:00` in Beijing, for people. */
export function displayTime(at: Instant): string {
  return new Date(at + BEIJING_OFFSET).toISOString().slice(0, 19).replace('T', ' ');
}

/** The day with which something ends (exclusive), as people say it: that day is counted in. */
export function lastDay(until: Instant): string {
  return displayTime(until - 1).slice(0, 10);
}

/** ISO 8601 with Beijing's offset (`2026-11-22T00:30:00.000+08:00`), for programs. */
export function formatIso(at: Instant): string {
  return new Date(at + BEIJING_OFFSET).toISOString().replace('Z', '+08:00');
}

/** Reads yyyyMMddHHmmss; null for what is no possible moment. */
export function parseTime(text: string): Instant | null {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_OFFSET;
  return formatTime(at) === text ? at : null;
}

/** Reads yyyyMMdd as the start of that day in Beijing; null for an impossible date. */
export function parseDate(text: string): Instant | null {
  return /^\d{8}$/.test(text) ? parseTime(`${text}000000`) : null;
}

/** 00:00 in Beijing of the day that holds `at`. */
export function startOfDay(at: Instant): Instant {
  return Math.floor((at + BEIJING_OFFSET) / DAY) * DAY - BEIJING_OFFSET;
}
