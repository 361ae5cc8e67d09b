/**
 * The compiler asked what it would say if files read otherwise: the repository as it stands, some texts replaced in
 * memory. Promise: nothing is written.
 */
import { API } from 'typescript/unstable/sync';
import { ROOT } from './tree.ts';

/** "… is declared and never used": what was left out leaves such traces, and they are not what is asked about. */
const UNUSED: ReadonlySet<number> = new Set([6133, 6192, 6196, 6198]);

export interface Compiler {
  /** Those among `asked` that do not compile with these texts, unused names apart; paths within the repository. */
  refuses(texts: Readonly<Record<string, string>>, asked: readonly string[]): string[];
  close(): void;
}

export function openCompiler(): Compiler {
  const replaced = new Map<string, string>();
  const api = new API({ cwd: ROOT, fs: { readFile: (path) => replaced.get(path) } });
  api.updateSnapshot({ openProjects: [`${ROOT}tsconfig.json`] });
  return {
    refuses(texts, asked) {
      const before = [...replaced.keys()];
      replaced.clear();
      for (const [path, text] of Object.entries(texts)) replaced.set(ROOT + path, text);
      const changed = [...new Set([...before, ...replaced.keys()])];
      const program = api.updateSnapshot({ fileChanges: { changed } }).getProjects()[0]?.program;
      if (!program) throw new Error('tsconfig.json opens no project');
      return asked.filter((path) => program.getSemanticDiagnostics(ROOT + path).some(({ code }) => !UNUSED.has(code)));
    },
    close: () => api.close(),
  };
}
