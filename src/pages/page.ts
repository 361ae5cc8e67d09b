/**
 * What each kind of page brings: what it draws while its order waits for the person, the steps behind its buttons, and
 * its words for how it ended. One entry per verb with a page stands in `page-table.ts`.
 */
import type { OrderView, Pages } from '../custody/api.ts';
import type { CommandOf, PageCommand, PageVerbName } from '../custody/commands.ts';
import type { BrowserForm } from '../custody/ports.ts';
import type { Fen } from '../kernel/money.ts';
import type { FactRow, PageResponse, Sheet } from './layout.ts';
import type { Note } from './notes.ts';
import type { Said } from './phrases.ts';
import type { Scene } from './scene.ts';
import type { FormFields } from './typed.ts';

export interface Page<V extends PageVerbName> {
  /** What the person came to do, as a noun. */
  action(command: CommandOf<V>): Said;
  /** The amount it is about, or null. */
  amount(command: CommandOf<V>): Fen | null;
  readonly waiting: Waiting<V>;
  /** How an accepted order is called on its outcome page; absent: as the platform's protocol calls it. */
  readonly accepted?: 'AUDIT';
  /** The heading of a good end; null: "… succeeded". */
  succeeded(order: OrderOf<V>): Said | null;
  /** The heading of a bad end; null: "… not completed". */
  failed(order: OrderOf<V>): Said | null;
  /** What comes next after a good end. */
  next(order: OrderOf<V>): Said;
  /** What else the page of its end shows. */
  facts(scene: Scene, order: OrderOf<V>): readonly FactRow[];
}

export type OrderOf<V extends PageVerbName> = OrderView<V> & { readonly command: CommandOf<V> };

/** Where the person is needed: at a sheet of ours with steps behind its buttons, at the bank's page or terminal. */
export type Waiting<V extends PageVerbName> =
  | {
      readonly at: 'US';
      draw(scene: Scene, command: CommandOf<V>): Sheet;
      /** The step behind the primary button. */
      readonly main: Step<CommandOf<V>>;
      /** Steps behind other buttons, by the end of their addresses. */
      readonly others: Readonly<Record<string, Step<CommandOf<V>>>>;
    }
  | {
      readonly at: 'TERMINAL';
      /** The sheet that asks for what is not known yet. */
      ask(scene: Scene, command: CommandOf<V>): Sheet;
      readonly main: Step<CommandOf<V>>;
      readonly others: Readonly<Record<string, Step<CommandOf<V>>>>;
      draw(scene: Scene, command: CommandOf<V>, barcode: string): Sheet;
    }
  | { readonly at: 'BANK'; draw(scene: Scene, command: CommandOf<V>, form: BrowserForm): Sheet };

/** A step: leaves a note for the page, or answers the script; null when the page is gone. */
export type Step<C extends PageCommand> = (asked: Asked<C>) => Promise<Stepped | null>;

export type Stepped = { readonly note: Note } | { readonly response: PageResponse };

export interface Asked<C extends PageCommand> {
  readonly pages: Pages;
  readonly scene: Scene;
  readonly command: C;
  readonly form: FormFields;
  /** The browser's Accept header. */
  readonly accept: string;
}
