/**
 * Builds the package `@cunguan/sdk` into `sdk/dist`: JavaScript that Node 20 runs, with types, compiled by the pinned
 * TypeScript against the library and the Node types of that version, so that nothing newer slips in. Inside the
 * checkout nobody needs it: there the sdk is imported as it stands. `npm pack ./sdk` runs it first.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRuntime } from './runtime.js';

await ensureRuntime();

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}sdk/dist`;

rmSync(dist, { recursive: true, force: true });
const compiler = [
  `${root}node_modules/typescript/bin/tsc`,
  '-p',
  `${root}sdk/tsconfig.build.json`,
  '--pretty',
  'false',
];
const { status } = spawnSync(process.execPath, compiler, { stdio: ['ignore', 2, 2] });
if (status !== 0) process.exit(1);
// The compiler rewrites the extensions of imports in JavaScript, in declarations it leaves them; there is no such file.
for (const name of readdirSync(dist, { recursive: true }).filter((each) => each.endsWith('.d.ts'))) {
  const text = readFileSync(`${dist}/${name}`, 'utf8');
  writeFileSync(`${dist}/${name}`, text.replace(/(from '\.{1,2}\/[^']+)\.ts'/g, "$1.js'"));
}
for (const name of ['LICENSE', 'NOTICE']) copyFileSync(root + name, `${dist}/${name}`);
