/**
 * Reads `application/x-www-form-urlencoded` down to bytes. A signature covers the percent-decoded bytes of a field
 * as they were sent (G-1); a framework that already made text of them may have lost what was signed.
 */

/** The fields of a form body as bytes, or null when the body is malformed or names a field twice. */
export function readForm(body: Uint8Array | string): ReadonlyMap<string, Buffer> | null {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
  const fields = new Map<string, Buffer>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const name = percentDecode(cut < 0 ? pair : pair.slice(0, cut));
    const value = percentDecode(cut < 0 ? '' : pair.slice(cut + 1));
    if (!name || !value || fields.has(name.toString('utf8'))) return null;
    fields.set(name.toString('utf8'), value);
  }
  return fields;
}

function percentDecode(text: string): Buffer | null {
  const out = Buffer.alloc(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '%') {
      const hex = text.slice(at + 1, at + 3);
      if (!/^[0-9a-fA-F]{2}$/.test(hex)) return null;
      out[length] = Number.parseInt(hex, 16);
      at += 2;
    } else {
      out[length] = char === '+' ? 0x20 : char.charCodeAt(0) & 0xff;
    }
    length += 1;
  }
  return out.subarray(0, length);
}
