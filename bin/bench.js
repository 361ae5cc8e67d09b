/** `npm run bench [-- --json] [-- --quick]`: measures on its own database and processes; see bench/README.md. */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { bench } = await import('../bench/main.ts');
process.exit(await bench(process.argv.slice(2)));
