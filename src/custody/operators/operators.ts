/**
 * Operators: who works and decides at this installation, over all its platforms. Promises: a name belongs to one person
 * for ever; one that is disabled acts no more, from the next command on; a role is never changed, so that what was
 * decided under a name was decided in its role.
 */
import type { Sql } from '../../db/pool.ts';
import type { Change } from '../../kernel/change.ts';
import { ok } from '../../kernel/result.ts';
import type { Clock } from '../../kernel/time.ts';
import { object, type Objected } from '../objections.ts';
import { type Operator, OperatorStore } from './operators.store.ts';
import { type Duty, ROLE_DUTIES, type Role } from './words.ts';

export class Operators {
  private readonly store: OperatorStore;
  private readonly clock: Clock;

  constructor(sql: Sql, clock: Clock) {
    this.store = new OperatorStore(sql);
    this.clock = clock;
  }

  /** Adds one; refuses a name that is, or was, somebody's, however it is spelt. */
  async add(name: string, role: Role): Promise<Objected<Change<Operator>>> {
    const added = await this.store.add(name, role, this.clock.now());
    return added ? ok({ before: null, after: added }) : object('OPERATOR_NAME_TAKEN', { name });
  }

  list(): Promise<readonly Operator[]> {
    return this.store.list();
  }

  /** Ends what a name may do, at once and for good. */
  async disable(name: string): Promise<Objected<Change<Operator>>> {
    const change = await this.store.disable(name, this.clock.now());
    if (!change) return object('OPERATOR_UNKNOWN', { name });
    return change === 'DISABLED' ? object('OPERATOR_DISABLED', { name }) : ok(change);
  }

  /** Who acts under a name, when he may. */
  async acting(name: string, duty: Duty): Promise<Objected<Operator>> {
    const found = await this.store.find(name);
    if (!found) return object('OPERATOR_UNKNOWN', { name });
    if (found.disabledAt !== null) return object('OPERATOR_DISABLED', { name });
    const { role } = found;
    const duties: readonly Duty[] = ROLE_DUTIES[role];
    return duties.includes(duty) ? ok(found) : object('ROLE_MAY_NOT', { name, role, duty });
  }
}
