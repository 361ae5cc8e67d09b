/**
 * Papers (资料): files that are attached to something, for people to look at before they decide. Promises: what a file
 * is, is told by what it holds; its size, their number and their names are bounded; what it holds lies sealed for its
 * row, and what is read again is what was attached, by its digest; a lane never waits for a file.
 */
import { randomUUID } from 'node:crypto';
import type { Sql } from '../../db/pool.ts';
import type { Task } from '../../executor/lane.ts';
import type { Lanes } from '../../executor/lanes.ts';
import { ok } from '../../kernel/result.ts';
import type { Sealer } from '../../kernel/seal.ts';
import type { Clock } from '../../kernel/time.ts';
import { object, type Objected } from '../objections.ts';
import type { StoredFile } from './attach.ts';
import { type JudgedFile, judgeFiles, type PaperFile } from './files.ts';
import { type PaperInformation, PaperStore } from './papers.store.ts';
import type { PaperSubject } from './tables.ts';

export interface PapersOptions {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly lanes: Pick<Lanes, 'submit'>;
  readonly clock: Clock;
}

export class Papers {
  private readonly store: PaperStore;
  private readonly lanes: Pick<Lanes, 'submit'>;
  private readonly clock: Clock;

  constructor({ sql, sealer, lanes, clock }: PapersOptions) {
    this.store = new PaperStore(sql, sealer);
    this.lanes = lanes;
    this.clock = clock;
  }

  /**
   * Takes files in: judges them, stores what they hold, and runs the task that attaches them (`attachPapers`) in the
   * platform's lane. Nothing of them stays when the task objects.
   */
  async take<T>(
    platformId: number,
    files: readonly PaperFile[],
    taskOf: (stored: readonly StoredFile[]) => Task<Objected<T>>,
  ): Promise<Objected<T>> {
    const judged = judgeFiles(files);
    if (!judged.ok) return judged;
    const stored = judged.value.map(({ content, ...file }) => ({
      content,
      file: { ...file, contentId: randomUUID() },
    }));
    await this.store.sweepForgotten(platformId, this.clock.now());
    for (const { content, file } of stored) {
      await this.store.put(platformId, file.contentId, content, this.clock.now());
    }
    const task = taskOf(stored.map(({ file }) => file));
    const answer = await this.lanes.submit(platformId, task);
    if (!answer.ok) {
      await this.store.remove(
        platformId,
        stored.map(({ file }) => file.contentId),
      );
    }
    return answer;
  }

  /** The papers of a subject, oldest first. */
  list(platformId: number, subject: PaperSubject): Promise<readonly PaperInformation[]> {
    return this.store.list(platformId, subject);
  }

  /** A paper with what it holds. Throws `SealBroken` when that was changed. */
  async read(platformId: number, paperNo: bigint): Promise<Objected<PaperInformation & Pick<JudgedFile, 'content'>>> {
    const found = await this.store.find(platformId, paperNo);
    if (!found) return object('PAPER_UNKNOWN', { paperNo });
    return ok({ ...found, content: await this.store.content(platformId, found) });
  }
}
