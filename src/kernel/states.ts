/**
 * The states of a thing as one table of edges, each labelled by an event in the past tense (`handedOver`, `paid`).
 * Promise: a state is left only along an edge of its table, and every edge leads to a state of that table – the
 * compiler checks both. The same table feeds decisions, tests, the database's CHECKs and the drawing in the docs.
 */

/** From each state: what may happen, and the state it leads to. A state without edges is final. */
type Table<T> = { readonly [S in keyof T]: Readonly<Record<string, keyof T & string>> };

type EventOf<T> = { [S in keyof T]: keyof T[S] }[keyof T] & string;

export interface Edge<S extends string, E extends string> {
  readonly from: S;
  readonly event: E;
  readonly to: S;
}

export interface States<S extends string, E extends string> {
  /** All states, in the order of the table. */
  readonly all: readonly S[];
  readonly edges: readonly Edge<S, E>[];
  /** The state that `event` leads to, or null when it cannot happen in `state`. */
  next(state: S, event: E): S | null;
  /** Whether nothing can happen any more. */
  isFinal(state: S): boolean;
  /** Whether a text, from the database say, is one of these states. */
  has(text: string): text is S;
  /** The table as a Mermaid state diagram. */
  draw(): string;
}

/**
 * Makes the states of one table:
 * `defineStates({ OPEN: { handedOver: 'HANDED', expired: 'DONE' }, HANDED: { paid: 'DONE' }, DONE: {} })`.
 */
export function defineStates<const T extends Table<T>>(table: T): States<keyof T & string, EventOf<T>> {
  type S = keyof T & string;
  type E = EventOf<T>;
  const targets = new Map<string, ReadonlyMap<string, S>>();
  for (const [state, edges] of Object.entries<Readonly<Record<string, S>>>(table)) {
    targets.set(state, new Map(Object.entries(edges)));
  }
  const edges = [...targets].flatMap(([from, out]) =>
    [...out].map(([event, to]) => ({ from: from as S, event: event as E, to })),
  );
  return {
    all: [...targets.keys()] as S[],
    edges,
    next: (state, event) => targets.get(state)?.get(event) ?? null,
    isFinal: (state) => targets.get(state)?.size === 0,
    has: (text): text is S => targets.has(text),
    draw: () => ['stateDiagram-v2', ...edges.map((edge) => `  ${edge.from} --> ${edge.to}: ${edge.event}`)].join('\n'),
  };
}
