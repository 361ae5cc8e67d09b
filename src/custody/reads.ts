/**
 * Reads outside the lane: queries of platforms, hosted pages and notices. Each noun brings its own in its
 * `reads.store.ts`. What is read here decides nothing about money.
 */
import { cardReads } from './cards/reads.store.ts';
import { credentialReads } from './credentials/reads.store.ts';
import { depositReads } from './deposits/reads.store.ts';
import { enterpriseReads } from './enterprises/reads.store.ts';
import { freezeReads } from './freezes/reads.store.ts';
import { holdReads } from './holds/reads.store.ts';
import { memberReads } from './members/reads.store.ts';
import { orderReads } from './orders/reads.store.ts';
import { pageOrderReads } from './page-orders/reads.store.ts';
import { platformReads } from './platforms/reads.store.ts';
import { projectReads } from './projects/reads.store.ts';
import type { ReadSource } from './read-source.ts';
import { withdrawalReads } from './withdrawals/reads.store.ts';

export type Reads = ReturnType<typeof createReads>;

export function createReads(source: ReadSource) {
  return {
    ...orderReads(source),
    ...pageOrderReads(source),
    ...platformReads(source),
    ...memberReads(source),
    ...cardReads(source),
    ...enterpriseReads(source),
    ...credentialReads(source),
    ...projectReads(source),
    ...holdReads(source),
    ...depositReads(source),
    ...freezeReads(source),
    ...withdrawalReads(source),
  };
}
