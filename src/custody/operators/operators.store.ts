/** Operators in the database: of no platform, written by the operator's commands only. */
import type { Queryable, Sql } from '../../db/pool.ts';
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Role } from './words.ts';

export interface Operator {
  readonly name: string;
  readonly role: Role;
  readonly addedAt: Instant;
  /** Null while he may act. */
  readonly disabledAt: Instant | null;
}

export class OperatorStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** Null: the name is taken. */
  async add(name: string, role: Role, at: Instant): Promise<Operator | null> {
    const rows = await this.sql`
      insert into operators (name, role, added_at) values (${name}, ${role}, ${new Date(at)})
      on conflict do nothing returning name, role, added_at, disabled_at`;
    return rows[0] ? read(rows[0]) : null;
  }

  async list(): Promise<readonly Operator[]> {
    const rows = await this.sql`select name, role, added_at, disabled_at from operators order by name`;
    return rows.map(read);
  }

  find(name: string): Promise<Operator | null> {
    return find(this.sql, name);
  }

  /** Null: there is none of this name. */
  async disable(name: string, at: Instant): Promise<Change<Operator> | 'DISABLED' | null> {
    return this.sql.begin(async (tx) => {
      const before = await find(tx, name);
      if (!before) return null;
      const { count } = await tx`
        update operators set disabled_at = greatest(added_at, ${new Date(at)})
        where name = ${name} and disabled_at is null`;
      return count === 0 ? ('DISABLED' as const) : { before, after: await find(tx, name) };
    });
  }
}

async function find(sql: Queryable, name: string): Promise<Operator | null> {
  const rows = await sql`select name, role, added_at, disabled_at from operators where name = ${name}`;
  return rows[0] ? read(rows[0]) : null;
}

function read(row: Readonly<Record<string, unknown>>): Operator {
  return {
    name: row.name as string,
    role: row.role as Role,
    addedAt: (row.added_at as Date).getTime(),
    disabledAt: (row.disabled_at as Date | null)?.getTime() ?? null,
  };
}
