import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bankRoom } from './bank.ts';
import { demoRoom } from './demo.ts';

/** What is data, and the name of the other language. */
const NAMES = /青禾网贷|中文/g;
/** Messages as they went over the wire, what was typed, names of people, and the custodian's own sentences. */
const DATA = /<pre[\s\S]*?<\/pre>|<dl class="fields">[\s\S]*?<\/dl>|value="[^"]*"|<h2>张三<\/h2>|<h2>李四<\/h2>/g;

test('the bank and the demo are complete in English: no Chinese but what is data', async () => {
  for (const room of [bankRoom(), await demoRoom()]) {
    for (const [name, show] of room.states) {
      const { body } = await show('en');
      assert.match(body, /<html lang="en">/, name);
      assert.doesNotMatch(body.replace(NAMES, '').replace(DATA, ''), /\p{Script=Han}/u, `${room.name} ${name}`);
    }
  }
});
