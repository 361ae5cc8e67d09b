/** `npm run model [-- COMMANDS [SEED]]`: gives random orders to the core and to an independent model, and compares. */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { comparison } = await import('../src/testing/model/main.ts');
process.exit(comparison(process.argv.slice(2)));
