import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import test from 'node:test';
import { refusal } from '../custody/refusals.ts';
import { createSealer } from '../kernel/seal.ts';
import { HOUR } from '../kernel/time.ts';
import { ask, createDesk, csrfOf, press } from '../testing/pages/desk.ts';
import { COMMANDS, NOW, viewOf } from '../testing/pages/fake-core.ts';
import { openNote, sealNote } from './notes.ts';
import type { PageResponse } from './pages.ts';
import { hostedRoom } from '../testing/gallery/hosted.ts';
import { comesFromUs, pageHeaders } from './security.ts';

const room = hostedRoom();

/** Every page there is in every state, in both languages. */
async function everyPage(): Promise<{ token: string; page: PageResponse }[]> {
  const found: { token: string; page: PageResponse }[] = [];
  for (const language of ['zh', 'en'] as const) {
    for (const [token, show] of room.states) found.push({ token, page: await show(language) });
  }
  return found;
}

test('G-12 a post without the token of this very page does nothing', async () => {
  const desk = createDesk();
  desk.core.put('mine', viewOf(COMMANDS.tender));
  desk.core.put('other', viewOf(COMMANDS.tender));
  const other = csrfOf(await ask(desk, '/pages/other'));
  for (const csrf of ['', 'x', other]) {
    const response = await press(desk, '/pages/mine', { csrf, password: '246810' });
    assert.equal(response.status, 403);
    assert.match(response.body, /href="\/pages\/mine"/);
  }
  assert.deepEqual(desk.core.calls, []);
});

test('G-12 a post from elsewhere does nothing, even with the right token', async () => {
  const desk = createDesk();
  desk.core.put('mine', viewOf(COMMANDS.tender));
  const form = { csrf: csrfOf(await ask(desk, '/pages/mine')), password: '246810' };
  for (const step of ['', '/sms', '/cancel', '/bank']) {
    const response = await press(desk, `/pages/mine${step}`, form, { fetchSite: 'cross-site' });
    assert.equal(response.status, 403);
  }
  assert.equal((await press(desk, '/pages/mine', form, { fetchSite: '', origin: 'https://evil.example' })).status, 403);
  assert.deepEqual(desk.core.calls, []);
});

test('a post is ours by Sec-Fetch-Site, else by Origin; where neither speaks the token stands alone', () => {
  const host = 'Custodian.example:8080';
  const from = (origin: string, fetchSite = '') => comesFromUs({ host, origin, fetchSite });
  assert.ok(from('null', 'same-origin'));
  assert.ok(!from('http://custodian.example:8080', 'same-site'));
  assert.ok(!from('', 'none'));
  assert.ok(from('http://custodian.example:8080'));
  assert.ok(!from('http://custodian.example'));
  assert.ok(!from('nonsense'));
  assert.ok(from('null') && from(''));
});

test('no step of the core is taken by a GET, but the hand-over to the bank', async () => {
  const { desk, tokens } = hostedRoom();
  for (const token of tokens) {
    for (const step of ['', '/sms', '/cancel', '/bank', '/status', '/agreement']) {
      await ask(desk, `/pages/${token}${step}?password=246810&csrf=x`);
    }
  }
  assert.deepEqual(
    desk.core.calls.map(([step, token]) => `${step} ${token}`),
    [
      'handOver deposit-open-leaving',
      'handOver deposit-open-enterprise',
      'handOver deposit-open-with-fee',
      'showBarcode pos-deposit-open-bank-away',
      'showBarcode pos-deposit-handed-barcode',
      'showBarcode pos-deposit-handed-over',
    ],
  );
});

test('G-13 forms go to ourselves, and by scheme to wherever an address that leads away redirects', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(COMMANDS.tender));
  assert.equal(
    (await ask(desk, '/pages/tender')).headers['content-security-policy'],
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  for (const { token, page } of await everyPage()) {
    const isAway = /<form[^>]* action="https:[^"]+"/.test(page.body);
    const named = /form-action 'self'([^;]*);/.exec(page.headers['content-security-policy'] ?? '')?.[1];
    assert.equal(named, isAway ? ' https:' : '', token);
  }
  const named = (url: string) => pageHeaders(url)['content-security-policy'];
  assert.match(named('http://[::1]:8082/back') ?? '', /form-action 'self' http: https:;/);
});

test('every page is uncached, unframed, without inline script or style, with its language and a title', async () => {
  for (const { token, page } of await everyPage()) {
    const { headers, body } = page;
    assert.equal(headers['cache-control'], 'no-store', token);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.doesNotMatch(body, /<style|\sstyle=|\son\w+=|<script(?! defer src="\/pages\/assets\/)|<iframe/i, token);
    assert.doesNotMatch(body, /<(?!a )[^>]*(?:src|href)="https?:/, token);
    assert.match(body, /<html lang="(?:zh-CN|en)">[\s\S]*<title>[^<]+<\/title>[\s\S]*<main>\s*[\s\S]*<h1>/, token);
    assert.doesNotMatch(body, /undefined|\[object|null</, token);
  }
});

test('the pages are complete in English: no Chinese but names that are data', async () => {
  const names =
    /青禾网贷|杭州青禾供应链管理有限公司|李四|小微企业经营周转贷款 2026-11|张三?|中文|<span lang="zh-CN">[^<]*<\/span>/g;
  for (const { token, page } of await everyPage()) {
    if (!page.body.includes('<html lang="en">')) continue;
    assert.doesNotMatch(page.body.replace(names, ''), /\p{Script=Han}/u, token);
  }
});

test('a page weighs under 60 KB with style, script and the list of banks', async () => {
  const desk = createDesk();
  const pages = await everyPage();
  const heaviest = Math.max(...pages.map(({ page }) => Buffer.byteLength(page.body)));
  const { body } = pages[0]?.page ?? { body: '' };
  const files = [...body.matchAll(/\/pages\/assets\/([\w.-]+)/g)].map(([, file]) => file ?? '');
  const assets = new Set(files);
  assert.equal(assets.size, 4);
  const weight = [...assets].reduce(
    (sum, file) => sum + Buffer.byteLength(desk.pages.asset(file)?.body ?? ''),
    heaviest,
  );
  assert.ok(weight < 60 * 1024, `${weight} bytes`);
  assert.ok(gzipSync(body).length < 8 * 1024);
});

test('an asset is found under the name of its content only', () => {
  const { pages } = createDesk();
  for (const file of ['page.css', 'page-000000000000.css', '../page.css', '', '__proto__'])
    assert.equal(pages.asset(file), null);
});

test('G-19 a note opens for its page only, for a while, and only unchanged', () => {
  const sealer = createSealer(randomBytes(32));
  const note = {
    refusal: refusal('BALANCE_INSUFFICIENT', { available: 1n, needed: 12_345_678_901_234_567n }),
    typed: { mobile: '13800001234' },
  };
  const sealed = sealNote(sealer, 'page', note, NOW);
  assert.deepEqual(openNote(sealer, 'page', sealed, NOW), note);
  assert.equal(openNote(sealer, 'other', sealed, NOW), null);
  assert.equal(openNote(sealer, 'page', sealed, NOW + HOUR), null);
  assert.equal(openNote(createSealer(randomBytes(32)), 'page', sealed, NOW), null);
  for (const forged of ['', 'x', sealed.slice(0, -4), `${sealed}AAAA`, 'A'.repeat(5_000)]) {
    assert.equal(openNote(sealer, 'page', forged, NOW), null);
  }
});

test('the language is asked for once and remembered', async () => {
  const desk = createDesk();
  desk.core.put('tender', viewOf(COMMANDS.tender));
  const asked = await ask(desk, '/pages/tender?lang=en');
  assert.match(asked.headers['set-cookie'] ?? '', /^cunguan-lang=en; Path=\/; /);
  assert.match(asked.body, /action="\/pages\/tender\?lang=en"/);
  const later = await ask(desk, '/pages/tender', { cookie: 'x=1; cunguan-lang=en' });
  assert.match(later.body, /<html lang="en">/);
  assert.equal(later.headers['set-cookie'], undefined);
  assert.match((await ask(desk, '/pages/tender?lang=zh', { cookie: 'cunguan-lang=en' })).body, /<html lang="zh-CN">/);
});
