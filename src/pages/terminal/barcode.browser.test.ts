/** The barcode as a scanner meets it: the picture that a browser makes of the page, read by a library of others. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BinaryBitmap, Code128Reader, DecodeHintType, HybridBinarizer, RGBLuminanceSource } from '@zxing/library';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../testing/browser.ts';
import { createDesk } from '../../testing/pages/desk.ts';
import { BARCODE, COMMANDS, finished, viewOf } from '../../testing/pages/fake-core.ts';
import { servePreview } from '../../testing/pages/preview.ts';

let browser: Browser;
const desk = createDesk({
  renderReturn: async () => ({ url: 'https://platform.example/back', fields: { sign: 'x' } }),
});
let preview: Awaited<ReturnType<typeof servePreview>>;

before(async () => {
  [browser, preview] = await Promise.all([startBrowser(), servePreview(desk.pages)]);
});
after(async () => {
  await browser.close();
  preview.server.close();
});

/** Brightness of every pixel of a picture; the browser itself unpacks it. */
async function brightness(
  page: Page,
  picture: Buffer,
): Promise<{ bytes: Uint8ClampedArray; width: number; height: number }> {
  const png = picture.toString('base64');
  const { pixels, width, height } = (await page.evaluate(`(async () => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,${png}')).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const pixels = [];
    for (let at = 0; at < data.length; at += 4) pixels.push(Math.round((data[at] + data[at + 1] + data[at + 2]) / 3));
    return { pixels, width: image.width, height: image.height };
  })()`)) as { pixels: number[]; width: number; height: number };
  return { bytes: Uint8ClampedArray.from(pixels), width, height };
}

/** What a scanner reads of the box on the page, as it is seen now. */
async function scan(page: Page, blank: Page): Promise<string> {
  const { bytes, width, height } = await brightness(blank, await page.locator('.barcode').screenshot());
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(bytes, width, height)));
  return new Code128Reader().decode(bitmap, new Map([[DecodeHintType.TRY_HARDER, true]])).getText();
}

for (const [look, options] of Object.entries({
  'a phone': { viewport: { width: 390, height: 844 } },
  'a phone in the dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  'a desk without script': { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
  'a sharp small phone': { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
} as const)) {
  test(`L2.8 the picture of the barcode page is read as its 18 digits: ${look}`, async () => {
    desk.core.put('pos', viewOf(COMMANDS.posDeposit));
    const [context, plain] = await Promise.all([browser.newContext(options), browser.newContext()]);
    const complaints: string[] = [];
    try {
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.goto(`${preview.origin}/pages/pos`);
      assert.equal(await page.getAttribute('svg#barcode', 'data-digits'), BARCODE);
      assert.equal(await scan(page, await plain.newPage()), BARCODE);
      assert.deepEqual(complaints, [], 'the policy lets it be drawn');
    } finally {
      await Promise.all([context.close(), plain.close()]);
    }
  });
}

test('L2.7 L2.8 the amount first, where none was said; then the barcode, and the result by itself', async () => {
  desk.core.put('open', viewOf(COMMANDS.posDepositOpen));
  const page = await browser.newPage();
  await page.goto(`${preview.origin}/pages/open`);
  await page.fill('#amount', '0');
  await page.click('#nextButton');
  await page.waitForSelector('#amount-error:not([hidden])');
  await page.fill('#amount', ' 1,234.5 元');
  await page.click('#nextButton');
  await page.waitForSelector('svg#barcode');
  assert.deepEqual(desk.core.calls.find(([step]) => step === 'enterAmount')?.slice(1), ['open', 123_450n]);
  const view = await desk.core.view('open');
  assert.ok(view);
  desk.core.put('open', finished(view, { state: 'DONE', outcome: { fee: 0n } }));
  await page.waitForSelector('body[data-status="SUCCESS"] #callbackForm');
  await page.close();
});
