/**
 * `node bin/sbom.js --write` makes sbom.cdx.json (CycloneDX) and NOTICE from package-lock.json and what is installed;
 * `--check` fails when one is stale, or a part has a licence that it must not have.
 */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
const { keepPartsFiles } = await import('../src/testing/sbom/files.ts');
process.exitCode = await keepPartsFiles(process.argv.includes('--write'));
