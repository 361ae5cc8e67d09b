/** `node bin/screens.js DIR [part of a name]` takes pictures of every page in every state, to be looked at. */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const [folder, part] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Name the folder that the pictures go to: node bin/screens.js DIR [part of a name]\n');
  process.exit(2);
}
const { takeScreens } = await import('../src/testing/gallery/screens.ts');
process.stdout.write(`${await takeScreens(folder, part)} pictures in ${folder}\n`);
