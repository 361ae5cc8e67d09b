import assert from 'node:assert/strict';
import test from 'node:test';
import { languageAccepted, languageNamed } from './language.ts';

test('a browser is answered in the language it likes best, and in Chinese where it names neither', () => {
  const told: Readonly<Record<string, 'zh' | 'en'>> = {
    '': 'zh',
    '*': 'zh',
    'zh-CN,zh;q=0.9,en;q=0.8': 'zh',
    'en-US,en;q=0.9': 'en',
    'en-GB': 'en',
    'en;q=0.5, zh-TW;q=0.8': 'zh',
    'fr-FR, en;q=0.4': 'en',
    'fr, de': 'zh',
    EN: 'en',
    'zh;q=0, en;q=0.1': 'en',
    'en;q=nonsense': 'zh',
    'en;q=2': 'zh',
  };
  for (const [header, language] of Object.entries(told)) assert.equal(languageAccepted(header), language, header);
});

test('only the two languages have names', () => {
  assert.deepEqual(
    [languageNamed('en'), languageNamed('zh'), languageNamed('%00'), languageNamed(undefined)],
    ['en', 'zh', null, null],
  );
});
