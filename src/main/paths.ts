/** Where the program's own files are. */
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

export const MANIFEST = join(ROOT, 'package.json');
export const MIGRATIONS = join(ROOT, 'migrations');
export const BANK_PROGRAM = join(ROOT, 'sandbox-bank', 'main.ts');
export const DEMO_PROGRAM = join(ROOT, 'demo', 'main.ts');
