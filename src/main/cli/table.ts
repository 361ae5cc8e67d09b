/** Every command of the line: how it is written, and what it asks of the running custodian. */
import { AUDIT_COMMANDS } from './audit.ts';
import { BOOK_COMMANDS } from './books.ts';
import { CASE_COMMANDS } from './cases.ts';
import { ENTERPRISE_COMMANDS } from './enterprises.ts';
import { KEY_COMMANDS } from './keys.ts';
import type { Entry } from './line.ts';
import { LOOK_UP_COMMANDS } from './look-ups.ts';
import { OPERATOR_COMMANDS } from './operators.ts';
import { PLATFORM_COMMANDS } from './platforms.ts';

export const COMMANDS: readonly Entry[] = [
  ...PLATFORM_COMMANDS,
  ...LOOK_UP_COMMANDS,
  ...KEY_COMMANDS,
  ...BOOK_COMMANDS,
  ...AUDIT_COMMANDS,
  ...OPERATOR_COMMANDS,
  ...CASE_COMMANDS,
  ...ENTERPRISE_COMMANDS,
];
