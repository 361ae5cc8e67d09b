/**
 * The gallery left open, for looking at every page while working on it: `npm exec -- node src/testing/gallery/serve.ts`
 * prints the addresses.
 */
import { openGallery } from './gallery.ts';

const { pictures } = await openGallery();
process.stdout.write(`${pictures.map(({ address }) => address('zh')).join('\n')}\n`);
