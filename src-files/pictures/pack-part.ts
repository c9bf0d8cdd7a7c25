import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import { type Conversion, converted } from './conversion';

/** A pack that is being written. Plain data: it goes to other threads. */
export interface PackTask {
  readonly to: string;
  /** Bytes of an item. */
  readonly size: number;
  readonly conversion: Conversion;
}

/** A file of a pack and its place there. */
export interface PackItem {
  readonly item: number;
  readonly file: string;
  /** The picture that a mask is of. */
  readonly beside?: string | undefined;
}

/** What came of a file: what it was, or why it cannot be read. */
export type PackedItem =
  | { readonly item: number; readonly bytes: number; readonly sha256: string }
  | { readonly item: number; readonly broken: string };

/** Writes items of a pack into its file, which is there and has room for all of them. */
export class PackPart {
  #to: FileHandle | undefined;

  constructor(readonly task: PackTask) {}

  /** Throws what the disk says where the pack cannot be written. */
  async write(items: readonly PackItem[]): Promise<readonly PackedItem[]> {
    const done: PackedItem[] = [];
    for (const one of items) done.push(await this.#writeOne(one));
    return done;
  }

  async close(): Promise<void> {
    await this.#to?.close();
  }

  async #writeOne({ item, file, beside }: PackItem): Promise<PackedItem> {
    const { to, size, conversion } = this.task;
    try {
      const content = await readFile(file).catch((error: unknown) => {
        throw new BadInputError(`${file} cannot be read: ${whyUnreadable(error)}.`);
      });
      const pixels = await converted(conversion, content, file, beside);
      this.#to ??= await open(to, 'r+');
      await this.#to.write(pixels, 0, size, item * size);
      return {
        item,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      };
    } catch (error) {
      if (error instanceof BadInputError) return { item, broken: error.message };
      throw error;
    }
  }
}
