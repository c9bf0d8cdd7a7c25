import { ignoredByte } from '../../src-shared/experiment/data/class-maps';
import { type Augmentation, drawChange, type PictureChange, type UsualViews } from './augmentation';
import type { ItemSource, Look } from './batch-reader';
import { ChangedPictures } from './changed-pictures';
import { mixedLabelSize } from './mixed-labels';
import type { Normalisation } from './normalisation';
import { openPictureStore, type PictureStore, type StoredPictures } from './picture-store';
import { ignored } from './run-data';

/** Labelled pictures as a source needs them: plain data over memory and files that threads can share. */
export type ImageItems = StoredPictures & {
  readonly normalisation: Normalisation;
  readonly augmentation: Augmentation | undefined;
};

/** Pictures of all splits as one run of items, normalised. */
export class ImageSource implements ItemSource {
  /** 1, or as many as there are numbers to predict, or pixels that have classes. */
  readonly targetSize: number;
  readonly targetType: 'label' | 'value';
  readonly inputSize: number;
  /** For each channel the normalised value of each byte. */
  readonly #values: readonly Float32Array[];

  readonly #store: PictureStore;
  readonly #usual: UsualViews | undefined;
  readonly #changed: ChangedPictures | undefined;

  constructor(readonly items: ImageItems) {
    this.#store = openPictureStore(items);
    const { height, width, channels } = this.#store;
    const { mean, std } = items.normalisation;
    this.inputSize = height * width * channels;
    this.#values = mean.map((channelMean, channel) =>
      Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - channelMean) / std[channel]),
    );
    const { augmentation } = items;
    if (augmentation && 'list' in augmentation)
      this.#changed = new ChangedPictures(augmentation, this.#store, this.#values);
    else this.#usual = augmentation;
    const mixesLabels = this.#changed?.mixes === true && !this.#store.valuesOf && !this.#store.mapOf;
    const each = mixesLabels ? mixedLabelSize : 1;
    this.targetSize = 'each' in items ? items.each : this.#store.mapOf ? height * width : each;
    this.targetType = this.#store.valuesOf || mixesLabels ? 'value' : 'label';
  }

  writeInput(item: number, look: Look, to: Float32Array, offset: number): void {
    if (this.#changed) {
      this.#changed.writeInput(item, look, to, offset);
      return;
    }
    const pixels = this.pixelsOf(item);
    if (this.#usual) {
      this.#writeChanged(pixels, drawChange(this.#usual, look, item), to, offset);
      return;
    }
    const { channels } = this.#store;
    for (let index = 0; index < pixels.length; index += 1)
      to[offset + index] = this.#values[index % channels][pixels[index]];
  }

  writeTarget(item: number, to: Int32Array | Float32Array, offset: number, look: Look): void {
    if (this.#changed) {
      this.#writeChangedTarget(this.#changed, item, to, offset, look);
      return;
    }
    const values = this.#store.valuesOf?.(item);
    if (values) {
      to.set(values, offset);
      return;
    }
    const map = this.#store.mapOf?.(item);
    if (!map) {
      to[offset] = this.labelOf(item);
      return;
    }
    const none = { down: 0, right: 0, isMirrored: false };
    const change = this.#usual ? drawChange(this.#usual, look, item) : none;
    this.#places(change, (from, pixel) => {
      const label = from < 0 ? ignoredByte : map[from];
      to[offset + pixel] = label === ignoredByte ? ignored : label;
    });
  }

  #writeChangedTarget(
    changed: ChangedPictures,
    item: number,
    to: Int32Array | Float32Array,
    offset: number,
    look: Look,
  ): void {
    const { valuesOf, mapOf } = this.#store;
    if (valuesOf) changed.writeValues(item, look, valuesOf, to, offset);
    else if (mapOf) changed.writeMap(item, look, to, offset);
    else changed.writeLabels(item, look, to, offset);
  }

  labelOf(item: number): number {
    return this.#store.labelOf(item);
  }

  /** [height, width, channels]; good until the next is asked for. */
  pixelsOf(item: number): Uint8Array {
    return this.#store.pixelsOf(item);
  }

  /** What is shifted in from outside the picture is black, as its padding would be. */
  #writeChanged(pixels: Uint8Array, change: PictureChange, to: Float32Array, offset: number): void {
    const { channels } = this.#store;
    this.#places(change, (from, pixel) => {
      for (let channel = 0; channel < channels; channel += 1)
        to[offset + pixel * channels + channel] =
          this.#values[channel][from < 0 ? 0 : pixels[from * channels + channel]];
    });
  }

  /** Pixel by pixel, the place in the picture that it comes from; -1 where that is outside. */
  #places({ down, right, isMirrored }: PictureChange, use: (from: number, pixel: number) => void): void {
    const { height, width } = this.#store;
    for (let y = 0; y < height; y += 1) {
      const fromY = y - down;
      for (let x = 0; x < width; x += 1) {
        const fromX = (isMirrored ? width - 1 - x : x) - right;
        const isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
        use(isInside ? fromY * width + fromX : -1, y * width + x);
      }
    }
  }
}
