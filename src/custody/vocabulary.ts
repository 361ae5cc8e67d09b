/**
 * The nouns of the core as closed sets, in the core's own words, gathered for the rooms above: each stands with its
 * noun. Each protocol maps its spellings to these. They are also the values that stand in the database, where CHECK
 * constraints repeat them.
 */
export type { PlatformAccount } from '../ledger/chart.ts';
export type * from './authorizations/words.ts';
export type * from './cards/words.ts';
export type * from './deposits/words.ts';
export type * from './enterprises/words.ts';
export type * from './holds/words.ts';
export type * from './members/words.ts';
export type * from './projects/words.ts';
export type * from './withdrawals/words.ts';
