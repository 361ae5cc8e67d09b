/** `npm run mutate [-- NAME …]`: plants faults in a copy of the tree and says whether the tests notice them. */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { mutate } = await import('../src/testing/mutate/run.ts');
process.exit(await mutate(process.argv.slice(2)));
