/** Mutations of what a start relies on: copied binaries, the place where they stand, and what production is asked. */
import type { Mutation } from './mutation.ts';

const COPY = ['src/db/embedded/copy.test.ts'];
const PRODUCTION = ['src/main/production.test.ts'];
const OPS = ['e2e/ops-port.test.ts'];

export const START: readonly Mutation[] = [
  {
    name: 'a-planted-program-is-run',
    file: 'src/db/embedded/copy.ts',
    find: 'found.size === wanted.size && (await readFile(one)).equals(await readFile(other))',
    put: 'found.size === wanted.size',
    why: 'a server of somebody else is started as the helper user',
    tests: COPY,
  },
  {
    name: 'a-planted-library-is-run',
    file: 'src/db/embedded/copy.ts',
    find: 'if (found.length + 1 !== plan.size) return false;',
    put: '',
    why: 'what is missing is loaded from elsewhere',
    tests: COPY,
  },
  {
    name: 'a-copy-of-others',
    file: 'src/db/embedded/copy.ts',
    find: 'found[kind]() && closed && (us === undefined || found.uid === us)',
    put: 'found[kind]() && closed',
    why: 'its owner changes it after we have looked',
    tests: COPY,
  },
  {
    name: 'a-copy-that-others-write',
    file: 'src/db/embedded/copy.ts',
    find: 'found[kind]() && closed &&',
    put: 'found[kind]() &&',
    why: 'it is changed after we have looked',
    tests: COPY,
  },
  {
    name: 'a-place-that-can-be-moved',
    file: 'src/db/embedded/open-place.ts',
    find: '(mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0',
    put: '(mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === STICKY',
    why: 'another place is put where ours stood',
    tests: COPY,
  },
  {
    name: 'a-place-that-is-a-link',
    file: 'src/db/embedded/open-place.ts',
    find: 'if (!found.isDirectory())',
    put: 'if (found.isFile())',
    why: 'what we make and give away is elsewhere',
    tests: COPY,
  },
  {
    name: 'a-place-of-others',
    file: 'src/db/embedded/identity.ts',
    find: 'await openOwnPlace(place);',
    put: '',
    why: 'who was there first hands us programs, and is given folders of his choice',
    tests: COPY,
  },
  {
    name: 'a-home-of-others',
    file: 'src/db/embedded/identity.ts',
    find: 'await openOwnPlace(home === null ? place : dirname(home));',
    put: '',
    why: 'what we write there follows links of others',
    tests: COPY,
  },
  {
    name: 'receivers-are-not-judged-at-the-start',
    file: 'src/main/production.store.ts',
    find: "whyNoReceiver(notify_url, addressPolicy('production'))",
    put: "whyNoReceiver(notify_url, addressPolicy('sandbox'))",
    why: 'notices to inside are found out one by one',
    tests: PRODUCTION,
  },
  {
    name: 'open-keys-are-not-told-at-the-start',
    file: 'src/main/production.store.ts',
    find: '...(await keyFaults(config)),',
    put: '',
    why: 'one fault is told at each start',
    tests: PRODUCTION,
  },
  {
    name: 'strangers-read-the-figures',
    file: 'src/main/ops.ts',
    find: 'routes: [ALIVE]',
    put: 'routes',
    why: 'everybody sees what we have in hand, and asks the database by /readyz',
    tests: OPS,
  },
];
