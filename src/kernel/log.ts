/**
 * The log as the rooms see it: facts first, then one sentence. `main` hands in the real one (pino fits as it is),
 * tests one that remembers. Facts never hold personal data or the content of an order (G-19): numbers, names of
 * states, codes.
 */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/**
 * An error as facts for the log: its name, its code and where it happened. The message is left out, because a parser or
 * a renderer quotes what it could not digest, and that may be somebody's name.
 */
export function errorFacts(error: unknown): { readonly error: string; readonly code?: string; readonly at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error ? { code: String(error.code) } : {};
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return { error: error.name, ...code, at: frames.slice(0, 8).map((line) => line.trim()) };
}
