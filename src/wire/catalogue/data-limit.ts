/**
 * How much reqData a service takes. Only what carries details needs megabytes, and only that many members: of whatever
 * is longer no more is read than its length, and reading stops at the value that is one too many.
 */
import type { Field, Fields } from './kinds.ts';

export interface DataLimit {
  /** Of reqData, percent-decoded. */
  readonly bytes: number;
  /** Members and items of all levels. */
  readonly values: number;
}

/** The longest field of both documents is far below; so much room lets a field that is too long be named as such. */
const PLAIN: DataLimit = { bytes: 256 * 1024, values: 2_000 };
/** A line of details is some 150 bytes, twice that when it is written with blanks, or escaped within a string. */
const LINE_BYTES = 400;
/** Members of a line that we do not know, and the line itself. */
const MORE_MEMBERS = 5;

/** The limit that follows from a service's fields; of none, for a service that we do not have. */
export function dataLimit(fields: Fields): DataLimit {
  const limit = { ...PLAIN };
  for (const field of Object.values(fields)) {
    limit.bytes += field.kind === 'C' ? field.most * LINE_BYTES : 0;
    limit.values += valuesOf(field);
  }
  return limit;
}

/** So many values a field may hold. */
export function valuesOf(field: Field): number {
  return field.kind === 'C' ? field.most * (Object.keys(field.items).length + MORE_MEMBERS) : 1;
}
