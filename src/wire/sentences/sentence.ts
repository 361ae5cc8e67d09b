/** What a sentence about a refusal is: fixed, or made of the refusal's facts. */

/**
 * A sentence for every refusal whose facts are declared in `Facts`. One that lists things or explains more than it must
 * makes itself fit `most` characters, as far as it can.
 */
export type Sentences<Facts> = {
  readonly [N in keyof Facts]: string | ((facts: Facts[N], most: number) => string);
};

/** description and respMsg of both documents. */
export const SHORT = 50;
