/** `npm run bench [-- PART …] [-- --json] [-- --quick] [-- --base DIR]`: measures; see bench/README.md. */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { bench } = await import('../bench/main.ts');
process.exit(await bench(process.argv.slice(2)));
