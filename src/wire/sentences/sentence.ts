/** What a sentence about a refusal is: fixed, or made of the refusal's facts. */

/** A sentence for every refusal whose facts are declared in `Facts`. */
export type Sentences<Facts> = { readonly [N in keyof Facts]: string | ((facts: Facts[N]) => string) };

/** description and respMsg of both documents. */
export const SHORT = 50;
