/**
 * What every page is drawn from: one reading of the order, the language, the note left by the step before. Pages are
 * pure functions of a scene; they ask nothing and change nothing.
 */
import type { PageView } from '../custody/api.ts';
import type { Language } from '../kernel/language.ts';
import type { Instant } from '../kernel/time.ts';
import type { AnyRefusal } from '../wire/refusals.ts';
import type { Assets } from './assets.ts';
import type { FieldName } from './checks.ts';
import type { Note } from './notes.ts';
import { fieldOf, MISTAKES } from './mistakes.ts';
import { sayRefusal } from './sentences.ts';
import { COMMON, said, type Said } from './phrases.ts';

/** What a page needs that is not about an order. */
export interface Setting {
  readonly language: Language;
  /** The language that the address names; null where the browser's wish or an earlier choice decided. */
  readonly asked: Language | null;
  /**
   * The query with which this page can be asked for again, a language added; absent for what answers a post. The path
   * stays as it is: whatever somebody typed there is not repeated (G-19).
   */
  readonly again?: string;
  readonly now: Instant;
  readonly assets: Assets;
  /** Shows that no real money is involved. */
  readonly sandbox: boolean;
}

export interface Scene extends Setting {
  readonly token: string;
  readonly view: PageView;
  readonly note: Note;
  readonly csrf: string;
}

/** The value `data-status` may have on the body of an outcome. */
export type PageStatus = 'SUCCESS' | 'ACCEPT' | 'AUDIT' | 'PROCESSING' | 'FAIL' | 'EXPIRED';

/** A sentence in the language of the page. */
export function say(setting: Setting, sentence: Said): string {
  return sentence[setting.language];
}

/** The address of this page or of a step of it. A language once asked for travels along, for want of cookies. */
export function address({ token, asked }: Pick<Scene, 'token' | 'asked'>, step = ''): string {
  const path = `/pages/${encodeURIComponent(token)}${step === '' ? '' : `/${step}`}`;
  return asked === null ? path : `${path}?lang=${asked}`;
}

const SHORT = said('可用余额不足。请先充值。', 'The balance is not enough. Please deposit first.');

/** What a refusal says on a page of an order: whose balance is to be hidden (D-WDR-6, D-PRE-5) is told no figures. */
export function tellRefusal(scene: Scene, refusal: AnyRefusal): string {
  const hidden = scene.view.order.presentation?.hideBalance === true;
  return hidden && refusal.name === 'BALANCE_INSUFFICIENT' ? say(scene, SHORT) : sayRefusal(refusal, scene.language);
}

function fieldOfNote({ note: { at, refusal } }: Scene): FieldName | null {
  return at ?? (refusal ? fieldOf(refusal.name) : null);
}

/** The mistake at an input, or null. */
export function mistakeAt(scene: Scene, field: FieldName): string | null {
  const { refusal, mistakes } = scene.note;
  if (mistakes?.includes(field)) return say(scene, MISTAKES[field]);
  return refusal && fieldOfNote(scene) === field ? tellRefusal(scene, refusal) : null;
}

/**
 * What is wrong with the page as a whole, or null: a refusal that belongs to none of the inputs offered is told here in
 * full, several mistakes are announced in general. One mistake alone is said at its input, which has the focus.
 */
export function alertOf(scene: Scene, offered: readonly FieldName[]): string | null {
  const { refusal, mistakes } = scene.note;
  if (refusal) {
    const field = fieldOfNote(scene);
    return field !== null && offered.includes(field) ? null : tellRefusal(scene, refusal);
  }
  return mistakes && mistakes.length > 1 ? say(scene, COMMON.mistakes) : null;
}

/** The first of these inputs with a mistake: the focus goes there. */
export function firstMistake(scene: Scene, offered: readonly FieldName[]): FieldName | null {
  return offered.find((field) => mistakeAt(scene, field) !== null) ?? null;
}

/** When the page ends: with its order, or before it (L2.8); null: not by itself. */
export function endOf({ expiresAt, presentation }: PageView['order']): Instant | null {
  const until = presentation?.until ?? null;
  return until === null || expiresAt === null ? expiresAt : Math.min(until, expiresAt);
}
