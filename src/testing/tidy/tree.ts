/**
 * The repository as the tidy test sees it: every file git tracks, with its text; for TypeScript also what its syntax
 * tree says – imports, functions, strings, names. The tree comes from the pinned compiler's own parser, so no second
 * parser can disagree with it. Promise: only reads.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  isArrowFunction,
  isConstructorDeclaration,
  isExportDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isGetAccessorDeclaration,
  isIdentifier,
  isImportDeclaration,
  isImportExpression,
  isMethodDeclaration,
  isNoSubstitutionTemplateLiteral,
  isSetAccessorDeclaration,
  isStringLiteral,
  isTemplateHead,
  isTemplateMiddleOrTemplateTail,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

/** Where the repository stands. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A tracked text file. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

export interface Import {
  /** The file within the repository, or the package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

/** A TypeScript file with what the rules ask about. Line numbers start at 1. */
export interface Module extends TextFile {
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  readonly functions: readonly { readonly line: number; readonly length: number }[];
  readonly strings: readonly { readonly line: number; readonly text: string }[];
  readonly names: ReadonlySet<string>;
}

const BINARY = /\.(?:png|jpg|ico|zip|gz|pdf)$/;

/** Every text file that git tracks and that is still there. Throws where this is no clone. */
export function trackedFiles(): TextFile[] {
  // A clone may belong to another user than the one who checks it (root in CI): git is told that this is fine.
  const git = spawnSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  if (git.status !== 0) throw new Error(`the tidy test reads "git ls-files", which says: ${git.stderr || git.error}`);
  const paths = git.stdout.split('\0').filter((path) => path !== '' && !BINARY.test(path) && existsSync(ROOT + path));
  return paths.map((path) => {
    const text = readFileSync(ROOT + path, 'utf8');
    return { path, text, lines: text.split('\n') };
  });
}

/** The TypeScript files among `files`, parsed. */
export function parseModules(files: readonly TextFile[]): Module[] {
  const api = new API({ cwd: ROOT });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [`${ROOT}tsconfig.json`] });
    const program = snapshot.getProjects()[0]?.program;
    if (!program) throw new Error('tsconfig.json opens no project');
    return files
      .filter((file) => file.path.endsWith('.ts'))
      .map((file) => {
        const source = program.getSourceFile(ROOT + file.path);
        if (!source) throw new Error(`${file.path} belongs to no folder that tsconfig.json includes`);
        return describe(file, source);
      });
  } finally {
    api.close();
  }
}

function describe(file: TextFile, source: SourceFile): Module {
  const imports: Import[] = [];
  const functions: { line: number; length: number }[] = [];
  const strings: { line: number; text: string }[] = [];
  const names = new Set<string>();
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: Node): void => {
    if (isIdentifier(node)) names.add(node.text);
    const text = stringOf(node);
    if (text !== null) strings.push({ line: lineOf(node.getStart(source)), text });
    const imported = importOf(node);
    if (imported) imports.push({ ...imported, target: resolve(file.path, imported.target) });
    if (isFunction(node)) {
      const line = lineOf(node.getStart(source));
      functions.push({ line, length: lineOf(node.end) - line + 1 });
    }
    node.forEachChild((child) => {
      visit(child);
    });
  };
  visit(source);
  return { ...file, isTest: file.path.endsWith('.test.ts'), imports, functions, strings, names };
}

function stringOf(node: Node): string | null {
  const isText =
    isStringLiteral(node) ||
    isNoSubstitutionTemplateLiteral(node) ||
    isTemplateHead(node) ||
    isTemplateMiddleOrTemplateTail(node);
  return isText ? node.text : null;
}

function importOf(node: Node): Import | null {
  if (isImportDeclaration(node) && isStringLiteral(node.moduleSpecifier)) {
    return { target: node.moduleSpecifier.text, typeOnly: /^import\s+type\b/.test(node.getText()) };
  }
  if (isExportDeclaration(node) && node.moduleSpecifier && isStringLiteral(node.moduleSpecifier)) {
    return { target: node.moduleSpecifier.text, typeOnly: /^export\s+type\b/.test(node.getText()) };
  }
  const dynamic = /^import\(\s*['"]([^'"]+)['"]/.exec(isDynamicImport(node) ? node.getText() : '');
  return dynamic?.[1] ? { target: dynamic[1], typeOnly: false } : null;
}

function isDynamicImport(node: Node): boolean {
  let first: Node | undefined;
  node.forEachChild((child) => {
    first ??= child;
  });
  return first !== undefined && isImportExpression(first);
}

function isFunction(node: Node): boolean {
  return (
    isFunctionDeclaration(node) ||
    isFunctionExpression(node) ||
    isArrowFunction(node) ||
    isMethodDeclaration(node) ||
    isConstructorDeclaration(node) ||
    isGetAccessorDeclaration(node) ||
    isSetAccessorDeclaration(node)
  );
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(dirname(from), specifier) : specifier;
}
