/**
 * Pictures of every page in every state, on a phone and on a desk, in both languages, into a folder outside the
 * repository: `node bin/screens.js DIR [part of a name]`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { startBrowser } from '../browser.ts';
import { type Gallery, LANGUAGES, openGallery, type Picture, WIDTHS } from './gallery.ts';

/** Takes them; answers how many there are. */
export async function takeScreens(folder: string, part = ''): Promise<number> {
  const gallery = await openGallery();
  const pictures = gallery.pictures.filter(({ room, name }) => `${room}-${name}`.includes(part));
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of WIDTHS) {
        for (const language of LANGUAGES) {
          const into = join(folder, `${width}-${language}-${colorScheme}`);
          mkdirSync(into, { recursive: true });
          await takeAll(gallery, { viewport: { width, height: 844 }, colorScheme }, pictures, (picture) => ({
            address: picture.address(language),
            path: join(into, `${picture.room}-${picture.name}.png`),
          }));
        }
      }
    }
  } finally {
    gallery.close();
  }
  return pictures.length * 2 * WIDTHS.length * LANGUAGES.length;
}

type Shot = (picture: Picture) => { readonly address: string; readonly path: string };

/** With a browser of their own: after hundreds of large pictures one runs out of memory. */
async function takeAll(gallery: Gallery, look: BrowserContextOptions, pictures: readonly Picture[], shot: Shot) {
  const browser = await startBrowser();
  try {
    const page = await (await gallery.visit(browser, look)).newPage();
    for (const picture of pictures) {
      const { address, path } = shot(picture);
      await page.goto(address);
      await page.screenshot({ path, fullPage: true });
    }
  } finally {
    await browser.close();
  }
}
