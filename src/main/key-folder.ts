/** The folder of the custodian's keys: each a file that nobody else may read, wrapped where a master key is given. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPrivately, requireOwnFolder, writePrivately } from './file-modes.ts';
import type { Wrapping } from './master-key.ts';

export class KeyFolder {
  readonly path: string;
  private readonly wrapping: Wrapping;

  constructor(path: string, wrapping: Wrapping) {
    this.path = path;
    this.wrapping = wrapping;
  }

  /** Names of its files; none when there is no folder. Throws a `OperatorError` when others can write in it. */
  async names(): Promise<readonly string[]> {
    await requireOwnFolder(this.path);
    return readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }

  /** The text of a key; null when it is missing. Throws a `OperatorError` when it cannot be read. */
  async read(name: string): Promise<string | null> {
    const text = await readPrivately(this.place(name));
    return text === null ? null : this.wrapping.open(text, name, this.place(name));
  }

  /** Writes a key, making the folder when missing. */
  async write(name: string, text: string): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await writePrivately(this.place(name), this.wrapping.wrap(text, name));
  }

  /** For sentences. */
  place(name: string): string {
    return join(this.path, name);
  }
}
