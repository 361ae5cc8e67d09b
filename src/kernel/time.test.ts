/** Beijing's calendar, wherever the server stands. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import fc from 'fast-check';
import { DAY, displayTime, formatDate, formatTime, HOUR, parseDate, parseTime, startOfDay } from './time.ts';

const instants = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2199, 0, 1) });

test('G-4 midnight in Beijing is 16:00 of the day before in Greenwich', () => {
  assert.equal(formatTime(Date.UTC(2026, 10, 21, 16, 0, 0)), '20261122000000');
  assert.equal(formatDate(Date.UTC(2026, 10, 21, 15, 59, 59)), '20261121');
  assert.equal(displayTime(Date.UTC(2026, 10, 21, 16, 30, 0)), '2026-11-22 00:30:00');
});

test('G-4 a time survives being written and read, to the second', () => {
  fc.assert(fc.property(instants, (at) => assert.equal(parseTime(formatTime(at)), Math.floor(at / 1000) * 1000)));
});

test('G-4 impossible dates and times are refused', () => {
  for (const text of ['20260230', '20251301', '20260000', '2026-1-1', '', '202601011', '20250229']) {
    assert.equal(parseDate(text), null, text);
  }
  for (const text of ['20260101240000', '20260101126000', '20260101120060', '20260229000000', '20260101']) {
    assert.equal(parseTime(text), null, text);
  }
  assert.notEqual(parseDate('20240229'), null);
});

test('G-4 a day starts at 00:00 in Beijing and holds the moment', () => {
  fc.assert(
    fc.property(instants, (at) => {
      const start = startOfDay(at);
      assert.ok(start <= at && at < start + DAY);
      assert.match(formatTime(start), /000000$/);
      assert.equal(parseDate(formatDate(at)), start);
    }),
  );
});

test('G-4 the zone of the server plays no part', () => {
  const script = `
    const { formatTime, parseTime } = await import(${JSON.stringify(new URL('./time.ts', import.meta.url).href)});
    process.stdout.write(formatTime(${16 * HOUR}) + ' ' + parseTime('20260708120000'));`;
  const said = ['America/Los_Angeles', 'Asia/Shanghai', 'UTC', 'Pacific/Apia'].map(
    (zone) =>
      spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
        encoding: 'utf8',
        env: { ...process.env, TZ: zone },
      }).stdout,
  );
  assert.deepEqual(new Set(said), new Set([`19700102000000 ${Date.UTC(2026, 6, 8, 4)}`]));
});
