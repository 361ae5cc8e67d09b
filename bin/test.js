/**
 * `npm test [-- <file or part of its name> …]`: one embedded PostgreSQL for the whole run, then `node --test` over
 * every `*.test.ts`. What begins with `-` is handed to Node (`--test-name-pattern=G-3`). Leaves with the status of
 * the tests.
 */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { runTests } = await import('../src/testing/run.ts');
process.exit(await runTests(process.argv.slice(2)));
