import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { attributes, escapeHtml, Html, html } from './html.ts';

test('whatever is put into a template is escaped', () => {
  const evil = `"><script>alert('1' & 2)</script>`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39; &amp; 2)&lt;/script&gt;';
  assert.equal(html`<p title="${evil}">${evil}</p>`.toString(), `<p title="${escaped}">${escaped}</p>`);
});

test('templates nest without being escaped twice, lists are joined, nothing leaves no trace', () => {
  const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
  assert.equal(
    html`<ul>${items}</ul>${null}${undefined}${false}${0}${1n}`.toString(),
    '<ul><li>a</li><li>&lt;</li></ul>01',
  );
});

test('attributes are escaped; true stands alone, nothing and false are left out', () => {
  const made = attributes({ id: 'a"b', required: true, hidden: false, value: undefined, title: null, maxlength: 6 });
  assert.equal(made.toString(), ' id="a&quot;b" required maxlength="6"');
});

test('no text becomes HTML by a back door', () => {
  assert.throws(() => new Html(Symbol('html'), '<b>'), TypeError);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const made = html`${text}`.toString();
      assert.doesNotMatch(made, /[<>"']/);
      assert.equal(made, escapeHtml(text));
    }),
  );
});
