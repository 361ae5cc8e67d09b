/**
 * `npm run check`: everything that must hold before the tests are worth running – types, lint and format, what nobody
 * uses (knip), the house rules (tidy.test.ts), and generated files that have gone stale. Every step runs, whatever the
 * one before said; the exit code is 1 when any of them failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRuntime } from './runtime.js';

await ensureRuntime();

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (name) => `node_modules/${name}`;
const node = process.execPath;

const steps = [
  ['types', node, [tool('typescript/bin/tsc'), '-p', '.', '--pretty', 'false']],
  ['lint and format', node, [tool('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--colors=off', '.']],
  ['unused files, exports and packages', node, [tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints']],
  [
    'house rules',
    node,
    [
      '--test',
      '--test-reporter=dot',
      'src/testing/tidy.test.ts',
      'src/testing/tidy/tidy-rules.test.ts',
      'src/testing/mutate/table.test.ts',
    ],
  ],
  ...generated('protocol documents', 'bin/docs.js'),
  ...generated('sdk types', 'bin/sdk-types.js'),
  ...generated('schema.sql', 'bin/schema.js'),
  ...generated('list of parts and NOTICE', 'bin/sbom.js'),
];

/** A generator is a script that rewrites its files, and with --check only says whether they would change. */
function generated(what, script) {
  return existsSync(`${root}${script}`) ? [[`${what} up to date`, node, [script, '--check']]] : [];
}

function run([what, command, args]) {
  const started = Date.now();
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const passed = status === 0;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!passed) console.log([stdout, stderr, error?.message].filter(Boolean).join('\n').trimEnd());
  return passed;
}

const failed = steps.filter((step) => !run(step)).map(([what]) => what);
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
