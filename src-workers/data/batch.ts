import type { ImageSet } from '../../src-files/images/image-set';
import type { Normalisation } from './normalisation';

/** Pictures and labels as the graph takes them; buffers are reused from batch to batch. */
export interface Batch {
  /** [items, height, width, channels], normalised per channel */
  readonly images: Float32Array;
  readonly labels: Int32Array;
}

/** Fills batches of a fixed size from a set of pictures. */
export class BatchReader {
  readonly #batch: Batch;
  /** For each channel the normalised value of each byte. */
  readonly #values: readonly Float32Array[];

  constructor(
    readonly set: ImageSet,
    normalisation: Normalisation,
    readonly items: number,
  ) {
    const pictureSize = set.height * set.width * set.channels;
    this.#batch = { images: new Float32Array(items * pictureSize), labels: new Int32Array(items) };
    this.#values = normalisation.mean.map((mean, channel) =>
      Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / normalisation.std[channel]),
    );
  }

  /** Reads these items. Where there are fewer than the batch holds, the rest repeats the first of them. */
  read(indices: Uint32Array): Batch {
    const { images, labels } = this.#batch;
    const { channels } = this.set;
    const pictureSize = this.set.height * this.set.width * channels;
    for (let position = 0; position < this.items; position += 1) {
      const item = indices[position < indices.length ? position : 0];
      labels[position] = this.set.labels[item];
      const from = item * pictureSize;
      const to = position * pictureSize;
      for (let index = 0; index < pictureSize; index += 1)
        images[to + index] = this.#values[index % channels][this.set.images[from + index]];
    }
    return this.#batch;
  }
}
