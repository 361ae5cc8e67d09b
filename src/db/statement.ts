/**
 * A statement as stores write it: sql`select … where id = ${id}`. Values never become part of the text; they travel
 * beside it as parameters, with the type that their kind in JavaScript says. A statement inside another one becomes
 * part of it, and a name made with sql('name') is quoted. Nothing is sent before somebody awaits it.
 */
import { arrayLiteral, type Element } from './arrays.ts';

/** What may be a parameter. Numbers and texts take the type that the database infers. */
export type Value = Scalar | readonly Element[] | Json | Name | Fragment;
type Scalar = string | number | bigint | boolean | Date | Uint8Array | null;

/** The text with $1, $2 … and the parameters beside it. */
export interface Prepared {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Rows of an answer, and how many rows were read or changed. */
export type Answered<T extends readonly object[]> = T & { readonly count: number };

/** Sends a statement; `arrays` asks for rows as arrays of columns. */
export type Sender = (prepared: Prepared, arrays: boolean) => Promise<readonly unknown[] & { readonly count: number }>;

/** The name of a schema, table or column. */
export class Name {
  readonly quoted: string;

  constructor(name: string) {
    this.quoted = `"${name.replaceAll('"', '""')}"`;
  }
}

/** A value for a json or jsonb column. */
export class Json {
  readonly text: string;

  constructor(value: unknown) {
    this.text = JSON.stringify(value);
  }
}

/** Text with holes, and what goes into them. */
export class Fragment {
  readonly strings: readonly string[];
  readonly args: readonly Value[];

  constructor(strings: readonly string[], args: readonly Value[]) {
    this.strings = strings;
    this.args = args;
  }
}

/**
 * A list of columns for inside a statement. Who names what it reads is not disturbed by a column that a newer version
 * adds while it serves.
 */
export function columns(...names: readonly string[]): Fragment {
  return new Fragment([names.map((name) => new Name(name).quoted).join(', ')], []);
}

/** Not sent yet; `await` sends it, once. */
export class Statement<T extends readonly object[]> extends Fragment implements Promise<Answered<T>> {
  readonly [Symbol.toStringTag] = 'Statement';
  readonly #sender: Sender;
  #answer: Promise<Answered<T>> | null = null;

  constructor(strings: readonly string[], args: readonly Value[], sender: Sender) {
    super(strings, args);
    this.#sender = sender;
  }

  // biome-ignore lint/suspicious/noThenProperty: being awaited is what sends it.
  then<A = Answered<T>, B = never>(
    done?: ((rows: Answered<T>) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#send().then(done, failed);
  }

  catch<B = never>(failed?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<Answered<T> | B> {
    return this.#send().catch(failed);
  }

  finally(ended?: (() => void) | null): Promise<Answered<T>> {
    return this.#send().finally(ended);
  }

  /** Rows as arrays of columns: for who reads many rows and knows their order. */
  values(): Promise<unknown[][]> {
    return this.#start(true) as unknown as Promise<unknown[][]>;
  }

  #send(): Promise<Answered<T>> {
    this.#answer ??= this.#start(false) as unknown as Promise<Answered<T>>;
    return this.#answer;
  }

  /** On its way when this returns: what is awaited first is sent first. A value that can be none is a rejection. */
  async #start(arrays: boolean): ReturnType<Sender> {
    return this.#sender(prepare(this.strings, this.args), arrays);
  }
}

/** Writes text and parameters of a statement. Throws a `TypeError` for a value that can be none, as `undefined`. */
function prepare(strings: readonly string[], args: readonly Value[]): Prepared {
  const parameters: unknown[] = [];
  return { text: write(strings, args, parameters), parameters };
}

function write(strings: readonly string[], args: readonly Value[], parameters: unknown[]): string {
  let text = strings[0] ?? '';
  for (const [index, arg] of args.entries()) text += writeOne(arg, parameters) + (strings[index + 1] ?? '');
  return text;
}

function writeOne(arg: Value, parameters: unknown[]): string {
  if (arg instanceof Fragment) return write(arg.strings, arg.args, parameters);
  if (arg instanceof Name) return arg.quoted;
  const [value, type] = typed(arg);
  parameters.push(value);
  return `$${parameters.length}${type}`;
}

/** A parameter and the type to pin it to: where several fit, the database would otherwise take it for text. */
function typed(value: Exclude<Value, Name | Fragment>): readonly [unknown, string] {
  switch (typeof value) {
    case 'string':
      return [value, ''];
    case 'number':
      return [value.toString(), ''];
    case 'bigint':
      return [value.toString(), '::bigint'];
    case 'boolean':
      return [value ? 't' : 'f', '::boolean'];
    default:
      return typedObject(value);
  }
}

function typedObject(value: readonly Element[] | Date | Uint8Array | Json | null): readonly [unknown, string] {
  if (value === null) return [null, ''];
  if (value instanceof Date) return [value.toISOString(), '::timestamptz'];
  if (value instanceof Uint8Array) return [value, '::bytea'];
  if (value instanceof Json) return [value.text, '::jsonb'];
  if (Array.isArray(value)) return [arrayLiteral(value), ''];
  throw new TypeError(`a value of type ${typeof value} cannot be a parameter of a statement`);
}
