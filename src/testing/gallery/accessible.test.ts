/**
 * Every page in every state holds up to axe: WCAG 2.1 A and AA and its best practices, in light and dark, on a phone
 * and on a desk, in both languages, with nothing excepted but what the table says.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import { type Gallery, LANGUAGES, openGallery, WIDTHS } from './gallery.ts';

/** Rules that are not asked, and why; empty is best. */
const EXCEPTED: Readonly<Record<string, string>> = {};

const ASKED: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
  rules: Object.fromEntries(Object.keys(EXCEPTED).map((rule) => [rule, { enabled: false }])),
  resultTypes: ['violations'],
  // Style sheets need not be read a second time: no rule that is asked looks into them.
  preload: false,
};
const SCHEMES = ['light', 'dark'] as const;
const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

let gallery: Gallery;
let browser: Browser;

before(async () => {
  [gallery, browser] = await Promise.all([openGallery(), startBrowser()]);
});
after(async () => {
  await browser.close();
  gallery.close();
});

/** What axe finds on the page as it stands, in lines. */
async function found(page: Page): Promise<string[]> {
  const asked = `axe.run(document, ${JSON.stringify(ASKED)})`;
  const { violations } = (await page.evaluate(asked)) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  );
}

test('axe notices what it is asked for', async () => {
  const context = await gallery.visit(browser, {});
  const page = await context.newPage();
  await page.goto(gallery.pictures[0]?.address('zh') ?? '');
  await page.evaluate(AXE);
  assert.deepEqual(await found(page), []);
  await page.evaluate("document.querySelector('h1').style.color = '#ddd'; document.querySelector('label').remove()");
  assert.match((await found(page)).join('\n'), /color-contrast[\s\S]*label/);
  await context.close();
});

/**
 * How the pages are looked at. Each two of language, width and colour scheme meet, which is what can matter: no rule of
 * ours depends on all three.
 */
const LOOKS = LANGUAGES.flatMap((language, nth) =>
  WIDTHS.map((width, place) => ({ language, width, colorScheme: SCHEMES[(nth + place) % 2] ?? 'light' })),
);

for (const { language, width, colorScheme } of LOOKS) {
  test(`axe finds nothing on any page: ${language}, ${width} px, ${colorScheme}`, async () => {
    const context = await gallery.visit(browser, { viewport: { width, height: 844 }, colorScheme });
    const page = await context.newPage();
    const problems: string[] = [];
    for (const { room, name, address } of gallery.pictures) {
      await page.goto(address(language));
      await page.evaluate(AXE);
      for (const line of await found(page)) problems.push(`${room} ${name}: ${line}`);
    }
    await context.close();
    assert.deepEqual(problems, []);
  });
}

test('no page is wider than the window, down to the smallest phone', async () => {
  const context = await gallery.visit(browser, {});
  const page = await context.newPage();
  const problems: string[] = [];
  for (const { room, name, address } of gallery.pictures) {
    for (const language of LANGUAGES) {
      await page.goto(address(language));
      for (const width of [320, ...WIDTHS]) {
        await page.setViewportSize({ width, height: 844 });
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        if (wide !== width) problems.push(`${room} ${name} ${language}: ${wide} px wide at ${width}`);
      }
    }
  }
  await context.close();
  assert.deepEqual(problems, []);
});
