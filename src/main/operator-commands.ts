/** `operator …`: who works and decides at this installation; and how a command is told under which name it is done. */
import { type Duty, isOperatorName, isRole, type Operator, type Operators, ROLE_DUTIES } from '../custody/operator.ts';
import type { AdminArguments } from '../http/admin.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { formatIso } from '../kernel/time.ts';
import type { Registry } from './audited.ts';
import { text } from './commands.ts';
import { orTold } from './objections.ts';

export function operatorCommands(operators: Operators): Registry {
  return {
    'operator.add': {
      does: 'changes',
      async run(args) {
        const change = orTold(await operators.add(newName(args), roleOf(args)));
        return { ...change, answer: change.after && line(change.after) };
      },
    },
    'operator.list': { does: 'reads', run: async () => ({ operators: (await operators.list()).map(line) }) },
    'operator.disable': {
      does: 'changes',
      async run(args) {
        const change = orTold(await operators.disable(text(args, 'name')));
        return { ...change, answer: change.after && line(change.after) };
      },
    },
  };
}

/** The name under which a command is done (`--as`), when whose it is may do so. Throws a `OperatorError` else. */
export async function actingName(operators: Operators, args: AdminArguments, duty: Duty): Promise<string> {
  return orTold(await operators.acting(text(args, 'as'), duty)).name;
}

function newName(args: AdminArguments): string {
  const name = text(args, 'name');
  if (isOperatorName(name)) return name;
  throw new OperatorError('An operator has a name of 1 to 50 letters and digits, with . _ - or @ between them.');
}

function roleOf(args: AdminArguments) {
  const role = text(args, 'role');
  if (isRole(role)) return role;
  throw new OperatorError(`A role is ${Object.keys(ROLE_DUTIES).join(', ')}, not ${role}.`);
}

function line({ name, role, addedAt, disabledAt }: Operator): object {
  return { name, role, addedAt: formatIso(addedAt), disabledAt: disabledAt === null ? null : formatIso(disabledAt) };
}
