import type { ImageSet } from '../../src-shared/datasets/image-set';
import type { ItemSource } from './batch-reader';
import type { Normalisation } from './normalisation';

/** Pictures of a training and a test split as one run of items: the test items follow the training items. */
export class ImageSource implements ItemSource {
  readonly targetSize = 1;
  readonly targetType = 'label';
  readonly inputSize: number;
  /** For each channel the normalised value of each byte. */
  readonly #values: readonly Float32Array[];

  constructor(
    readonly train: ImageSet,
    readonly test: ImageSet,
    normalisation: Normalisation,
  ) {
    this.inputSize = train.height * train.width * train.channels;
    this.#values = normalisation.mean.map((mean, channel) =>
      Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / normalisation.std[channel]),
    );
  }

  writeInput(item: number, _epoch: number, to: Float32Array, offset: number): void {
    const pixels = this.pixelsOf(item);
    const { channels } = this.train;
    for (let index = 0; index < pixels.length; index += 1)
      to[offset + index] = this.#values[index % channels][pixels[index]];
  }

  writeTarget(item: number, to: Int32Array | Float32Array, offset: number): void {
    to[offset] = this.labelOf(item);
  }

  labelOf(item: number): number {
    const { items } = this.train;
    return item < items ? this.train.labels[item] : this.test.labels[item - items];
  }

  /** [height, width, channels] */
  pixelsOf(item: number): Uint8Array {
    const { items } = this.train;
    const [set, position] = item < items ? [this.train, item] : [this.test, item - items];
    return set.images.subarray(position * this.inputSize, (position + 1) * this.inputSize);
  }
}
