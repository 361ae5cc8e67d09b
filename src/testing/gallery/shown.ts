/** A hosted page in a state, for the gallery's tables. */
import type { OrderView, PageView } from '../../custody/api.ts';
import type { PageCommand } from '../../custody/commands.ts';
import { type Refusal, refusal } from '../../custody/refusals.ts';
import { DAY } from '../../kernel/time.ts';
import type { Note } from '../../pages/notes.ts';
import { finished, NOW, viewOf } from '../pages/fake-core.ts';

/** A page in a state, with the note of the step before. */
export interface Shown {
  readonly view: PageView;
  readonly note?: Note;
}

export const open = (command: PageCommand, more: Partial<PageView> = {}, note?: Note): Shown => ({
  view: viewOf(command, {}, more),
  ...(note && { note }),
});
export const ended = (
  command: PageCommand,
  state: OrderView['state'],
  outcome: PageView['order']['outcome'] = null,
): Shown => ({
  view: finished(viewOf(command), { state, outcome }),
});
export const refused = (command: PageCommand, why: Refusal): Shown => ({
  view: finished(viewOf(command), { state: 'REFUSED', refusal: why }),
});

export const CANCELLED = refusal('PAGE_CANCELLED', {});

export const WRONG: Note = { refusal: refusal('PASSWORD_WRONG', { left: 3 }) };

export const LOCKED = { passwordTriesLeft: 0, passwordLockedUntil: NOW + DAY };

export const NONE: Readonly<Record<string, Shown>> = {};

/** The states of an order, each with its pictures by name. */
export type States = Readonly<Record<OrderView['state'], Readonly<Record<string, Shown>>>>;
