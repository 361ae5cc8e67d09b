/**
 * The kinds of fields of both documents (S A D T E I F B C, and N for numbers that identify) and the types that follow
 * from a declaration. A field is declared once; reading, rendering, documentation, masks and types all come from it.
 */
import type { Fen } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Enumeration } from './enumeration.ts';

/** What personal datum a field holds, for masks in logs. */
export type Personal = 'name' | 'id' | 'mobile' | 'card';

interface Common {
  readonly required: boolean;
  /** The field's standard Chinese label. */
  readonly label: string;
  /** What it means, in our own words, English. */
  readonly meaning: string;
  readonly personal?: Personal;
  /** The document does not print it. */
  readonly beyondDocument?: boolean;
  /** Other names it is accepted under. */
  readonly also?: readonly string[];
}

/** S: any text of at most `max` characters. In an answer, `masked` hides the personal datum (G-19). */
export interface TextField extends Common {
  readonly kind: 'S';
  readonly max: number;
  readonly masked?: boolean;
  /** An http or https address. */
  readonly web?: boolean;
  /** The name of a person or an enterprise (G-26). */
  readonly nameOf?: 'PERSON' | 'ENTERPRISE';
}
/** A number or code that identifies something; an unquoted number keeps its digits (LW-4). */
export interface NumberField extends Common {
  readonly kind: 'N';
  readonly max: number;
  /** Letters, digits and underscore only (DW-3). */
  readonly plain?: boolean;
  /** Texts that mean something else and cannot be used. */
  readonly reserved?: readonly string[];
}
/** A: yuan, more than zero unless `zero`. */
export interface AmountField extends Common {
  readonly kind: 'A';
  readonly zero?: boolean;
}
/** D and T: Beijing date and time. `lenient`: what cannot be read counts as absent (G-14). */
export interface DateField extends Common {
  readonly kind: 'D';
}
export interface TimeField extends Common {
  readonly kind: 'T';
  readonly lenient?: boolean;
}
export interface EnumField extends Common {
  readonly kind: 'E';
  readonly of: Enumeration;
}
/** I: an integer from `least` (0) to below 10^9. */
export interface IntegerField extends Common {
  readonly kind: 'I';
  readonly least?: number;
}
/** F: a decimal with at most 7 places, kept as given (G-4). */
export interface DecimalField extends Common {
  readonly kind: 'F';
}
export interface BooleanField extends Common {
  readonly kind: 'B';
}
/** E, several joined by commas. */
export interface ListField extends Common {
  readonly kind: 'L';
  readonly of: Enumeration;
}
/** C: an array of objects, or a JSON string that holds one; `most` items, at least one. */
export interface DetailsField extends Common {
  readonly kind: 'C';
  readonly most: number;
  readonly items: Fields;
}
/** C that is one object (answers only). */
export interface GroupField extends Common {
  readonly kind: 'G';
  readonly items: Fields;
}

export type Field =
  | TextField
  | NumberField
  | AmountField
  | DateField
  | TimeField
  | EnumField
  | IntegerField
  | DecimalField
  | BooleanField
  | ListField
  | DetailsField
  | GroupField;
export type Fields = { readonly [name: string]: Field };

type ReadOf<F extends Field> = F extends { kind: 'A' }
  ? Fen
  : F extends { kind: 'D' | 'T' }
    ? Instant
    : F extends { kind: 'E'; of: Enumeration<infer V> }
      ? V
      : F extends { kind: 'L'; of: Enumeration<infer V> }
        ? readonly V[]
        : F extends { kind: 'I' }
          ? number
          : F extends { kind: 'B' }
            ? boolean
            : F extends { kind: 'C'; items: infer I extends Fields }
              ? readonly InputOf<I>[]
              : F extends { kind: 'G'; items: infer I extends Fields }
                ? InputOf<I>
                : string;

/** The typed input of a declaration: what is not required may be null. */
export type InputOf<F extends Fields> = {
  readonly [K in keyof F]: F[K]['required'] extends true ? ReadOf<F[K]> : ReadOf<F[K]> | null;
};

type SaidOf<F extends Field> = F extends { kind: 'E' }
  ? string
  : F extends { kind: 'L' }
    ? readonly string[]
    : F extends { kind: 'C'; items: infer I extends Fields }
      ? readonly AnswerOf<I>[]
      : F extends { kind: 'G'; items: infer I extends Fields }
        ? AnswerOf<I>
        : ReadOf<F>;

/** What a service answers with, in the core's words; null and absent are left out of the message. */
export type AnswerOf<F extends Fields> = { readonly [K in keyof F]?: SaidOf<F[K]> | null | undefined };

/** The letter of the document's type column. */
export function kindLetter(field: Field): string {
  return field.kind === 'N' ? 'S' : field.kind === 'G' ? 'C' : field.kind === 'L' ? 'S' : field.kind;
}
