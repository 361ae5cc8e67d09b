/** What docs/operations tell to watch is there: rules and dashboard name no figure that nobody tells any more. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMetrics, watchLoad } from '../http/health.ts';
import { manualClock } from '../testing/clock.ts';
import { createTestDatabase } from '../testing/database.ts';
import { registerFigures } from './figures.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'operations');
const read = (name: string) => readFile(join(FOLDER, name), 'utf8');

/** Every name that is told, also before there is anything to tell. */
async function told(): Promise<ReadonlySet<string>> {
  const { sql } = await createTestDatabase();
  const { registry } = createMetrics();
  watchLoad(registry, () => ({ connections: 0, bodyBytes: 0 }));
  registerFigures({
    ...{ registry, sql, clock: manualClock(), pools: { sql } },
    lanes: () => ({ lanes: 0, waiting: 0, longest: 0, kept: 0 }),
    requests: { figures: () => ({ waiting: 0, written: 0, dropped: 0 }) },
  });
  return new Set((await registry.getMetricsAsJSON()).map(({ name }) => name));
}

const named = (text: string) => new Set(text.match(/\bcunguan_[a-z0-9_]+/g));

test('rules, dashboard and page name figures that are told, and the page all of the business', async () => {
  const names = await told();
  const own = [...names].filter((name) => !/^cunguan_(?:process|nodejs)_/.test(name));
  for (const file of ['alerts.yml', 'dashboard.json', 'monitoring.md'])
    for (const name of named(await read(file))) {
      const whole = name.replace(/_(?:bucket|count|sum)$/, '');
      assert.ok(names.has(name) || names.has(whole) || name === 'cunguan_', `${file}: ${name}`);
    }
  const page = named(await read('monitoring.md'));
  const left = own.filter((name) => !page.has(name) && name !== 'cunguan_platforms');
  assert.deepEqual(left, [], 'no figure is forgotten on the page');
});

test('the dashboard is one that can be imported, its panels beside and below each other', async () => {
  const { panels, schemaVersion } = JSON.parse(await read('dashboard.json')) as {
    readonly schemaVersion: number;
    readonly panels: readonly { readonly id: number; readonly gridPos: Record<'x' | 'y' | 'w' | 'h', number> }[];
  };
  assert.ok(schemaVersion >= 36 && new Set(panels.map(({ id }) => id)).size === panels.length);
  const places = panels.flatMap(({ gridPos: { x, y, w } }) => Array.from({ length: w }, (_, i) => `${y} ${x + i}`));
  assert.equal(new Set(places).size, places.length);
  for (const { gridPos } of panels) assert.ok(gridPos.x + gridPos.w <= 24);
});

test('the access log that nginx is shown to keep holds no address of a page, which is a secret', async () => {
  const [, pattern = '', logged = ''] = /\n\s+"~(\S+)"\s+"(\S+)";/.exec(await read('nginx.conf')) ?? [];
  for (const path of ['/pages/3-rt-5cc1QAS9Xumr1g2wuX', '/pages/3-rt-5cc1QAS9Xumr1g2wuX/sms']) {
    assert.match(path, new RegExp(pattern));
    assert.doesNotMatch(path.replace(new RegExp(pattern), logged), /5cc1/);
  }
  for (const path of ['/lanmaotech/service', '/service', '/bank/return'])
    assert.doesNotMatch(path, new RegExp(pattern));
});
