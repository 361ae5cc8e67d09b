/** The admin registry: what the command line can ask, with its arguments read, and which room answers it. */
import type { AdminArguments, AdminCommands } from '../http/admin.ts';
import type { ClockMover } from '../jobs/mover.ts';
import { Sentence } from '../kernel/sentence.ts';

/** `clock …`; without a mover (production) there is nothing to move. */
export function clockCommands(mover: ClockMover | null): AdminCommands {
  const moving = (): ClockMover => {
    if (!mover) throw new Sentence('The clock can be moved in a sandbox only; this custodian runs in production mode.');
    return mover;
  };
  return {
    'clock.show': async () => moving().show(),
    'clock.advance': (args) => moving().advance(text(args, 'duration')),
    'clock.set': (args) => moving().set(text(args, 'time')),
  };
}

/** A text that must be there. Throws a `Sentence` naming it. */
export function text(args: AdminArguments, name: string): string {
  const value = args[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new Sentence(`The argument "${name}" is missing.`);
}
