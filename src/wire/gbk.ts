/**
 * GBK, which Node.js reads and does not write: what it reads from every pair of bytes, turned round. Made when it is
 * first needed, which is when somebody in a sandbox has signed in it.
 */

let table: ReadonlyMap<string, Buffer> | null = null;

/** The text in GBK; null when a character is not in it. */
export function encodeGbk(text: string): Buffer | null {
  table ??= makeTable();
  const parts: Buffer[] = [];
  for (const character of text) {
    const bytes = character < '\x80' ? Buffer.from(character) : table.get(character);
    if (!bytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function makeTable(): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder('gbk');
  const made = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.of(lead, trail);
      const text = decoder.decode(bytes);
      // Of what several pairs stand for, the first is what writers use.
      if ([...text].length === 1 && text !== '\ufffd' && !made.has(text)) made.set(text, bytes);
    }
  }
  return made;
}
