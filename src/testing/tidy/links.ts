/**
 * Links between the documents of the repository: each leads to a file or folder that is there, and to a heading that
 * it has. What leads out of the repository is not followed.
 */
import { posix } from 'node:path';
import type { TextFile } from './tree.ts';

const LINK = /\]\(([^)\s]+)\)/g;

/** Links that lead nowhere, in sentences; `exists` tells of folders and of files that are no text. */
export function deadLinks(files: readonly TextFile[], exists: (path: string) => boolean): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(LINK)].flatMap(([, target = '']) => {
        if (/^[a-z]+:/.test(target)) return [];
        const [to = '', anchor] = target.split('#');
        const file = to === '' ? path : posix.join(posix.dirname(path), to).replace(/\/$/, '');
        const found = texts.get(file);
        if (found === undefined) return exists(file) ? [] : [`${path} links to ${target}, which is not there`];
        const isThere = anchor === undefined || headingsOf(found).includes(anchor);
        return isThere ? [] : [`${path} links to ${target}, a heading that is not there`];
      }),
    );
}

/** As the hosting sites make anchors of headings: lower case, punctuation gone, blanks to hyphens. */
function headingsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
