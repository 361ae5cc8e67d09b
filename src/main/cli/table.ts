/** Every command of the line: how it is written, and what it asks of the running custodian. */
import { OperatorError } from '../../kernel/operator-error.ts';
import { AUDIT_COMMANDS } from './audit.ts';
import { BOOK_COMMANDS } from './books.ts';
import { CASE_COMMANDS } from './cases.ts';
import { KEY_COMMANDS } from './keys.ts';
import type { Entry } from './line.ts';
import { LOOK_UP_COMMANDS } from './look-ups.ts';
import { OPERATOR_COMMANDS } from './operators.ts';
import { PLATFORM_COMMANDS } from './platforms.ts';

const NOT_OPENED: Entry = {
  name: 'enterprise',
  usage: 'list|papers|resubmit|approve|back|refuse …',
  does: 'not opened in this version',
  read: () => {
    throw new OperatorError('Enterprises are not opened in this version.');
  },
};

export const COMMANDS: readonly Entry[] = [
  ...PLATFORM_COMMANDS,
  ...LOOK_UP_COMMANDS,
  ...KEY_COMMANDS,
  ...BOOK_COMMANDS,
  ...AUDIT_COMMANDS,
  ...OPERATOR_COMMANDS,
  ...CASE_COMMANDS,
  NOT_OPENED,
];
