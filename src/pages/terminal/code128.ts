/**
 * A number as a Code 128 barcode for scanners (L2.8), drawn as SVG: black on white whatever the colours of the page,
 * whole units wide, with the quiet zone of ten units on either side that ISO/IEC 15417 asks for.
 */
import bwipjs from 'bwip-js';
import { type Html, html } from '../html.ts';

const QUIET = 10;
const HEIGHT = 48;

/** Draws digits, two to a symbol. */
export function code128(digits: string, label: string): Html {
  const bars: string[] = [];
  let place = QUIET;
  widthsOf(digits).forEach((width, nth) => {
    if (nth % 2 === 0) bars.push(`M${place} 0h${width}v${HEIGHT}h-${width}z`);
    place += width;
  });
  const width = place + QUIET;
  return html`<svg id="barcode" data-digits="${digits}" role="img" aria-label="${label}"
 viewBox="0 0 ${width} ${HEIGHT}" shape-rendering="crispEdges" preserveAspectRatio="none">
<rect width="${width}" height="${HEIGHT}" fill="#fff"/><path d="${bars.join('')}" fill="#000"/></svg>`;
}

/** Widths of bars and spaces in turn, the first a bar. */
function widthsOf(digits: string): readonly number[] {
  const [symbol] = bwipjs.raw({ bcid: 'code128', text: digits });
  if (!symbol || !('sbs' in symbol)) throw new Error('the library made no bars');
  return symbol.sbs;
}
