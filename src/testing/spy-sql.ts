/**
 * A pool as a test wants it: what its reserved connections send is written down, and the next statement of a kind fails
 * as the test says: before it was sent, or after it was carried out, so that only its answer is lost.
 */
import type { Sql } from '../db/pool.ts';
import { Statement } from '../db/statement.ts';

export interface Spy {
  /** The texts that were sent, in order. */
  readonly sent: string[];
  /** The next statement whose text matches fails. */
  fail(what: RegExp, error: Error, when?: 'BEFORE' | 'AFTER'): void;
}

/** Makes an error as the server would tell it. */
export function serverError(code: string): Error {
  return Object.assign(new Error(`the server says ${code}`), { code });
}

/** Watches a pool of the test's own from now on. */
export function spyOn(sql: Sql): Spy {
  const sent: string[] = [];
  const faults: { readonly what: RegExp; readonly error: Error; readonly when: 'BEFORE' | 'AFTER' }[] = [];
  const faultOf = (text: string, when: 'BEFORE' | 'AFTER') => {
    const at = faults.findIndex((fault) => fault.when === when && fault.what.test(text));
    return at < 0 ? undefined : faults.splice(at, 1)[0]?.error;
  };
  const { reserve } = sql;
  sql.reserve = async () => {
    const connection = await reserve();
    const { unsafe } = connection;
    connection.unsafe = (text, parameters) =>
      new Statement([text], [], async (_, arrays) => {
        sent.push(text);
        const before = faultOf(text, 'BEFORE');
        if (before) throw before;
        const after = faultOf(text, 'AFTER');
        const statement = unsafe(text, parameters);
        const rows = await (arrays ? statement.values() : statement);
        if (after) throw after;
        return rows as unknown as readonly unknown[] & { readonly count: number };
      });
    return connection;
  };
  return { sent, fail: (what, error, when = 'BEFORE') => void faults.push({ what, error, when }) };
}
