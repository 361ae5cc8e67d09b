/**
 * A real browser for tests: the Chromium that comes with npm, started as browsers are, with its protections on (the
 * package's own flags would switch the same-origin policy off). One per file; close it when the file is done.
 */
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Starts the browser. It runs without its own sandbox, which needs rights that a container may not have. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await chromiumPackage.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
