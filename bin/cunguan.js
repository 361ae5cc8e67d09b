#!/usr/bin/env node
/**
 * The launcher: the right Node with the right thread pool, then `src/main.ts`, which is TypeScript and run as it is.
 */
import { ensureRuntime } from './runtime.js';

await ensureRuntime();
await import('../src/main.ts');
