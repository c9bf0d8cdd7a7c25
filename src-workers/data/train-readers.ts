import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Augmentation } from './augmentation';
import { BatchReader } from './batch-reader';
import { type ImageItems, ImageSource } from './image-source';
import { PrefetchingReader } from './prefetching-reader';
import type { ItemReader } from './run-data';

/** Readers of training pictures: in threads of their own where the built thread is there, beside the built worker. */
export class TrainReaders {
  readonly #opened = new Set<PrefetchingReader>();

  constructor(readonly pictures: ImageItems) {}

  /** @param items of all sets of a batch */
  open(items: number, augmentation: Augmentation | undefined): ItemReader {
    const pictures = { ...this.pictures, augmentation };
    const threadFile = join(__dirname, 'reading-thread.js');
    if (!existsSync(threadFile)) return new BatchReader(new ImageSource(pictures), items);
    const reader = new PrefetchingReader(pictures, items, threadFile);
    this.#opened.add(reader);
    return reader;
  }

  close(): void {
    for (const reader of this.#opened) reader.close();
  }
}
