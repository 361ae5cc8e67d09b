import test, { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../src/testing/browser.ts';
import { Program } from './program.ts';
import { compareGolden, walkRoad } from './road.ts';

let program: Program;
let browser: Browser;

before(async () => {
  program = await Program.prepare();
  await program.start();
  browser = await startBrowser();
});

after(async () => {
  await browser.close();
  await program[Symbol.asyncDispose]();
});

for (const dialect of ['lianyintong', 'depository'] as const) {
  test(`the whole road of a loan in ${dialect}, in a browser`, async () => {
    await compareGolden(dialect, await walkRoad({ program, browser, dialect, script: true }));
  });
}
