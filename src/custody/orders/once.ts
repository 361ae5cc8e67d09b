/**
 * Idempotency, written once, before every rule (G-8 to G-12). It promises: one request number has at most one effect;
 * the outcome is stored, not the bytes, so that an answer is rendered and signed anew; a refusal gives way to the
 * next try; a command whose commit was answered by silence finds its own row and answers that.
 */
import { createHash } from 'node:crypto';
import type { Want, World } from '../../executor/world.ts';
import { canonical } from '../../kernel/canonical.ts';
import { pack } from '../../kernel/pack.ts';
import { ok } from '../../kernel/result.ts';
import type { Command } from '../commands.ts';
import { type Judged, OF_FORM, type Refusal, refuse } from '../refusals.ts';
import { notices, type OrderRow, orders, withdrawNotices } from './table.ts';

export interface Ticket extends KeptCommand {
  readonly requestNo: string;
  readonly service: string;
  readonly verb: string;
  readonly idempotent: boolean;
  /** Whether the order has a page that can be entered again (G-12). */
  readonly page: boolean;
  readonly commandId: string;
}

/** Values longer than this are compared by digest. */
const PLAIN_LENGTH = 64;

/** A command as it is kept with its order, and as it is compared. */
export interface KeptCommand {
  /**
   * What two calls with one number must agree in: a JSON object of texts, keys sorted, absent = null left out, the
   * order of lists no part of it (G-9).
   */
  readonly content: string;
  /** The whole command in canonical form; null when it holds personal data, which are never kept in the open (G-19). */
  readonly plainCommand: string | null;
}

/** Both texts of a command in one pass. */
export function keptCommand<C extends Command>(
  command: C,
  personal: readonly (keyof C & string)[],
  fingerprint: (text: string) => string,
): KeptCommand {
  const content: Record<string, string> = {};
  const members: string[] = [];
  for (const key of (Object.keys(command) as (keyof C & string)[]).sort()) {
    const value = command[key] as unknown;
    if (value === undefined) continue;
    const list = Array.isArray(value) ? value.map(canonical) : null;
    const kept = list ? `[${list.join(',')}]` : canonical(value);
    members.push(`"${key}":${kept}`);
    if (key === 'verb' || value === null) continue;
    const text = list ? `[${list.sort().join(',')}]` : typeof value === 'object' ? kept : String(value);
    content[key] = personal.includes(key) ? `hmac:${fingerprint(text)}` : short(text);
  }
  return { content: JSON.stringify(content), plainCommand: personal.length > 0 ? null : `{${members.join(',')}}` };
}

function short(text: string): string {
  return text.length <= PLAIN_LENGTH ? text : `sha256:${createHash('sha256').update(text).digest('base64url')}`;
}

/** The first field in which two contents differ, or null. */
function differingField(a: string, b: string): string | null {
  if (a === b) return null;
  const left = JSON.parse(a) as Record<string, string>;
  const right = JSON.parse(b) as Record<string, string>;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (left[key] !== right[key]) return key;
  }
  return null;
}

export function wantOrder(want: Want, requestNo: string): OrderRow | undefined {
  const order = want.row(orders, requestNo);
  // An open page may turn out to have expired, and then gives way as well.
  if (order?.state === 'REFUSED' || order?.state === 'OPEN') want.rows(notices, 'byOrder', order.orderNo);
  return order;
}

/** Takes a request number: null when it is free, the order that has it already with this content, or a refusal. */
export function takeNumber(world: World, ticket: Ticket): Judged<OrderRow | null> {
  const { requestNo } = ticket;
  const order = world.get(orders, requestNo);
  if (!order) return ok(null);
  if (order.commandId === ticket.commandId) return ok(order);
  if (order.state === 'REFUSED' && !order.final) return ok(null);
  const field = order.verb === ticket.verb ? differingField(order.content, ticket.content) : 'verb';
  const enters = ticket.idempotent || ticket.page;
  if (field === null && enters) return ok(order);
  return ticket.idempotent
    ? refuse('REQUEST_CONTENT_DIFFERS', { requestNo, field: field ?? '' })
    : refuse('REQUEST_DUPLICATE', { requestNo });
}

/**
 * Writes the order of a number that was taken: a new row, or over the refused try before it, whose notices are
 * withdrawn (G-11).
 */
export function record(world: World, row: OrderRow): OrderRow {
  // Else every one of many equal tries in a batch would ask for the notices of the try before it, one round trip each.
  world.none(notices, 'byOrder', row.orderNo);
  const before = world.get(orders, row.requestNo);
  if (!before) return world.insert(orders, row);
  withdrawNotices(world, before.orderNo);
  world.change(orders, before, row);
  return before;
}

/** Keeps a refusal for queries; one for form alone leaves no row (G-11). */
export function recordRefused(world: World, row: OrderRow, why: Refusal): void {
  if (!OF_FORM.has(why.name)) record(world, { ...row, refusal: pack(why) });
}
