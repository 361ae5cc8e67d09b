/** `node bin/schema.js --write` makes schema.sql from the migrations; `--check` fails when it is stale. */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { keepSchemaFile } = await import('../src/testing/schema-file.ts');
process.exitCode = await keepSchemaFile(process.argv.includes('--write'));
