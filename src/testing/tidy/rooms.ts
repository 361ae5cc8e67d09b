/**
 * The import rule of ARCHITECTURE.md as a table: what each room may see. A room that is not in the table may not exist,
 * so that a new one is a decision and not a drift. Tests may look at everything; nothing but tests may look at testing.
 */
import type { Import, Module } from './tree.ts';

const CORE = ['kernel', 'db', 'executor', 'ledger', 'custody'];
/** What stands side by side on top of `wire`, and is blind to its neighbours. */
const BRACES = ['pages', 'notices', 'requests', 'reconcile', 'console-api', 'jobs'];
const BELOW_HTTP = [...CORE, 'wire', ...BRACES];
const SRC = [...BELOW_HTTP, 'audit', 'channels', 'http', 'config'];
const PROGRAMS = ['main', 'sdk', 'demo', 'sandbox-bank'];

/** From room to the rooms it may import; itself is always allowed. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  db: ['kernel'],
  executor: ['kernel', 'db'],
  ledger: ['kernel', 'db', 'executor'],
  custody: ['kernel', 'db', 'executor', 'ledger'],
  channels: ['kernel', 'custody/ports.ts', 'custody/banks.ts'],
  audit: ['kernel', 'db'],
  wire: CORE,
  ...Object.fromEntries(BRACES.map((room) => [room, [...CORE, 'wire']])),
  /** What is decided at a screen is kept as what is decided at the command line. */
  'console-api': [...CORE, 'wire', 'audit'],
  http: BELOW_HTTP,
  config: ['kernel'],
  /** The composition root starts the demo, and registers the demo's platforms for it. */
  main: [...SRC, 'demo'],
  testing: [...SRC, ...PROGRAMS],
  sdk: [],
  demo: ['sdk'],
  'sandbox-bank': ['kernel', 'db'],
  bench: [...SRC, ...PROGRAMS, 'testing'],
  e2e: [...SRC, ...PROGRAMS, 'testing', 'bench'],
};

/** What the rooms above see of the core: its faces. All else of it is its own, and may be moved without asking. */
const FACES = ['api.ts', 'banks.ts', 'commands.ts', 'numbers.ts', 'ports.ts', 'refusals.ts', 'vocabulary.ts'];
/** The composition root builds the core, and serves the operator. */
const FACES_OF: Readonly<Record<string, readonly string[]>> = { main: [...FACES, 'custody.ts', 'operator.ts'] };
/** They look into the core on purpose. */
const INSIDERS = ['custody', 'testing', 'bench', 'e2e'];

/** The room a file of the repository belongs to; null for what is in none. */
export function roomOf(path: string): string | null {
  const [top = '', second = '', third] = path.split('/');
  if (top !== 'src') return top in MAY_IMPORT ? top : null;
  return third === undefined ? second.replace(/(\.test)?\.ts$/, '') : second;
}

/** What is wrong with the imports of a module, in sentences; empty when nothing is. */
export function importBreaches(module: Module): string[] {
  const room = roomOf(module.path);
  if (room === null || MAY_IMPORT[room] === undefined) return [`${module.path} stands in no known room`];
  return module.imports.flatMap((imported) => {
    const why = breach(module, room, imported);
    return why ? [`${module.path} imports ${imported.target}: ${why}`] : [];
  });
}

function breach(module: Module, room: string, imported: Import): string | null {
  const { target } = imported;
  if (isProtocolCrossing(module.path, target)) return 'one protocol never imports the other';
  const to = roomOf(target);
  if (!target.includes('/') || !/\.[cm]?[jt]s$/.test(target) || to === null) return null;
  if (module.isTest) return null;
  if (to === 'testing' && room !== 'testing' && !MAY_IMPORT[room]?.includes('testing'))
    return 'only tests import testing';
  if (to === room) return null;
  if (room === 'sdk' && to === 'wire' && imported.typeOnly) return null;
  const faces = FACES_OF[room] ?? FACES;
  if (to === 'custody' && !INSIDERS.includes(room) && !faces.includes(target.replace('src/custody/', ''))) {
    return `${room} sees the core by ${faces.join(', ')} only`;
  }
  const allowed = MAY_IMPORT[room] ?? [];
  if (allowed.includes(to) || allowed.includes(target.replace(/^src\//, ''))) return null;
  return `${room} may import ${allowed.join(', ') || 'nothing of the house'}`;
}

/** Files of `wire/lianyintong` and `wire/depository` do not know each other. */
function isProtocolCrossing(from: string, to: string): boolean {
  const [a, b] = [from, to].map((path) => /^src\/wire\/(lianyintong|depository)\//.exec(path)?.[1]);
  return a !== undefined && b !== undefined && a !== b;
}
