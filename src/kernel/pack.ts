/**
 * JSON with bigint amounts: what the core stores of commands, outcomes and refusals. A bigint is written as
 * `{"fen":"1230"}` and nothing of ours has that shape otherwise. Promise: `unpack(pack(x))` equals x for plain data
 * without undefined.
 */

export function pack(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? { fen: inner.toString() } : inner));
}

export function unpack(text: string): unknown {
  return JSON.parse(text, (_, inner: unknown) => (isFen(inner) ? BigInt(inner.fen) : inner));
}

function isFen(value: unknown): value is { fen: string } {
  return typeof value === 'object' && value !== null && typeof (value as { fen?: unknown }).fen === 'string';
}
