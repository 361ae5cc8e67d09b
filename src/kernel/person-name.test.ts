import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { personName } from './person-name.ts';

test('G-26 names of one character, of rare, old and private characters, of minorities and in Latin letters', () => {
  const names = [
    '李',
    '李〇',
    '\ue863',
    '王\ue863',
    '𠮷田',
    '欧阳娜娜',
    '買買提',
    '佐々木',
    'ئەركىن',
    'རྡོ་རྗེ'.replace(/་/g, ' '),
  ];
  const latin = [
    'Li',
    "O'Brien",
    'O’Brien',
    'Anne-Marie de la Cruz',
    'José',
    'Đặng Văn A',
    '阿卜杜拉·买买提',
    '𠮷'.repeat(50),
  ];
  for (const name of [...names, ...latin]) assert.equal(personName(name), name.normalize('NFC'), name);
});

test('G-26 one way of writing: composed, ends trimmed, inner blanks folded, one middle dot', () => {
  assert.equal(personName('Jose\u0301'), 'José');
  assert.equal(personName('\u3000 李四\u00a0 '), '李四');
  assert.equal(personName('Anne  \u3000 Marie'), 'Anne Marie');
  for (const dot of ['‧', '・', '･', '•', '·']) assert.equal(personName(`阿里${dot}买买提`), '阿里·买买提', dot);
  assert.equal(personName(`${' '.repeat(9)}${'李'.repeat(50)}`), '李'.repeat(50));
});

test('G-26 line breaks, tabs, the unseen, smiles, digits and tags are refused, and 51 never cut', () => {
  const bad = ['\n', '\t', '\r', '\0', '\u0085', '\u2028', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u115f'];
  const worse = [
    '\u202e',
    '\u2066',
    '\u061c',
    '😀',
    '㊗',
    '\ufe0f',
    '\u{e0041}',
    '1',
    '１',
    '<',
    '>',
    '<b>',
    '&',
    '"',
    '.',
    '/',
  ];
  for (const each of [...bad, ...worse]) {
    for (const name of [`李${each}四`, `李四${each}`, `${each}李四`, each]) {
      assert.equal(personName(name), null, JSON.stringify(name));
    }
  }
  for (const name of [
    '',
    ' ',
    '·',
    "'李",
    '李·',
    '-',
    '\u0301',
    '李····四',
    '\ud842',
    '李'.repeat(51),
    '𠮷'.repeat(51),
  ]) {
    assert.equal(personName(name), null, JSON.stringify(name));
  }
});

test('G-26 what is kept is kept as it is, whatever is typed', () => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
    const name = personName(text);
    if (name === null) return;
    assert.equal(personName(name), name);
    assert.ok([...name].length <= 50);
    assert.doesNotMatch(name, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Nd}<>]/u);
  });
  fc.assert(property, { numRuns: 2_000 });
});
