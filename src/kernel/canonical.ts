/**
 * One text for one value: JSON with sorted keys, amounts (bigint) as bare integers and every other number with a
 * point (`30.0`), so that both come back as they were. What a platform ordered is compared in this form (G-9) and kept
 * in it. Promises: equal plain data give equal texts; `revive(canonical(x))` equals x for plain data without
 * undefined; and it is JSON, so that the database can read it too. Written straight, without copies in between: a
 * repayment has thousands of details.
 */

const WHOLE = /^-?\d+$/;

export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      return WHOLE.test(String(value)) ? `${value}.0` : String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `[${value.map(canonical).join(',')}]` : members(value as Record<string, unknown>);
    default:
      return JSON.stringify(value);
  }
}

function members(value: Record<string, unknown>): string {
  let text = '{';
  for (const key of Object.keys(value).sort()) {
    text += `${text.length > 1 ? ',' : ''}"${key}":${canonical(value[key])}`;
  }
  return `${text}}`;
}

/** The value that `canonical` wrote. */
export function revive(text: string): unknown {
  return JSON.parse(text, wholeAsAmount);
}

function wholeAsAmount(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && WHOLE.test(source) ? BigInt(source) : value;
}
