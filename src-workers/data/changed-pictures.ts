import { ignoredByte } from '../../src-shared/experiment/data/class-maps';
import type { ListedChanges } from './augmentation';
import { changed, drawsOf, type PlainSettings } from './augmentations';
import { Draws } from './augmentations/draws';
import { drawMixing, type Mixing } from './augmentations/mixing';
import type { Rectangle, View } from './augmentations/view';
import type { Look } from './batch-reader';
import type { PictureStore } from './picture-store';
import { ignored } from './run-data';

type MixingSettings = Extract<ListedChanges['list'][number], { kind: 'mix-up' | 'cut-mix' }>;

/** Neither mixes: which of several that do is drawn with these numbers. */
const choosing = 10;

/** Training pictures as the changes that an experiment names make them, and their targets. */
export class ChangedPictures {
  /** The last ones, whose target is asked for after the input. */
  #last: { readonly key: string; readonly view: View; readonly mixing: Mixing | undefined } | undefined;
  readonly #plain: readonly PlainSettings[];
  readonly #mixing: readonly MixingSettings[];

  /** @param values for each channel the normalised value of each byte */
  constructor(
    readonly changes: ListedChanges,
    readonly store: PictureStore,
    readonly values: readonly Float32Array[],
  ) {
    const { list } = changes;
    this.#plain = list.filter((one): one is PlainSettings => !isMixing(one));
    this.#mixing = list.filter(isMixing);
  }

  get mixes(): boolean {
    return this.#mixing.length > 0;
  }

  writeInput(item: number, look: Look, to: Float32Array, offset: number): void {
    const { view, mixing } = this.#seen(item, look);
    this.#write(view, to, offset);
    if (!mixing) return;
    const other = new Float32Array(view.pixels.length);
    this.#write(this.#view(this.#partner(mixing), look), other, 0);
    const { rectangle, weight } = mixing;
    if (rectangle) {
      const { channels, width } = view;
      eachRow(rectangle, width, (from, count) => {
        to.set(other.subarray(from * channels, (from + count) * channels), offset + from * channels);
      });
    } else
      for (let at = 0; at < other.length; at += 1)
        to[offset + at] = weight * to[offset + at] + (1 - weight) * other[at];
  }

  /** Of an item with one class: its label, or its two labels and what the first counts for. */
  writeLabels(item: number, look: Look, to: Int32Array | Float32Array, offset: number): void {
    const label = this.store.labelOf(item);
    if (!this.mixes) {
      to[offset] = label;
      return;
    }
    const { mixing } = this.#seen(item, look);
    to[offset] = label;
    to[offset + 1] = mixing ? this.store.labelOf(this.#partner(mixing)) : label;
    to[offset + 2] = mixing ? mixing.weight : 1;
  }

  /** Of an item with numbers: those, or their mean. */
  writeValues(
    item: number,
    look: Look,
    valuesOf: (item: number) => Float32Array,
    to: Int32Array | Float32Array,
    offset: number,
  ): void {
    const { mixing } = this.#seen(item, look);
    to.set(valuesOf(item), offset);
    if (!mixing) return;
    const { weight } = mixing;
    valuesOf(this.#partner(mixing)).forEach((value, at) => {
      to[offset + at] = weight * to[offset + at] + (1 - weight) * value;
    });
  }

  /** Of an item with a map of classes: that of its view, which a rectangle of another may lie on. */
  writeMap(item: number, look: Look, to: Int32Array | Float32Array, offset: number): void {
    const { view, mixing } = this.#seen(item, look);
    const write = (map: Uint8Array, from: number, count: number) => {
      for (let at = from; at < from + count; at += 1)
        to[offset + at] = map[at] === ignoredByte ? ignored : map[at];
    };
    if (view.map) write(view.map, 0, view.map.length);
    const other = mixing && this.#view(this.#partner(mixing), look).map;
    if (other && mixing.rectangle)
      eachRow(mixing.rectangle, view.width, (from, count) => write(other, from, count));
  }

  #seen(item: number, look: Look) {
    const key = `${look.epoch} ${look.view} ${item}`;
    if (this.#last?.key !== key)
      this.#last = { key, view: this.#view(item, look), mixing: this.#mixingOf(item, look) };
    return this.#last;
  }

  #view(item: number, look: Look): View {
    const { height, width, channels } = this.store;
    const map = this.store.mapOf?.(item);
    const own: View = {
      height,
      width,
      channels,
      pixels: this.store.pixelsOf(item).slice(),
      map: map?.slice(),
    };
    return this.#plain.reduce(
      (view, settings) => changed(settings, view, this.#draws(item, look, drawsOf[settings.kind])),
      own,
    );
  }

  /** Where there are several, each is as probable. */
  #mixingOf(item: number, look: Look): Mixing | undefined {
    const count = this.#mixing.length;
    if (count === 0) return undefined;
    const one = this.#mixing[count === 1 ? 0 : this.#draws(item, look, choosing).below(count)];
    const draws = this.#draws(item, look, drawsOf[one.kind]);
    return drawMixing(one, draws, this.changes.partners.length, this.store);
  }

  #draws(item: number, look: Look, kind: number): Draws {
    return new Draws(this.changes.runSeed, look, item, kind);
  }

  #partner({ partner }: Mixing): number {
    return this.changes.partners[partner];
  }

  #write({ pixels, channels, width, erased }: View, to: Float32Array, offset: number): void {
    for (let channel = 0; channel < channels; channel += 1) {
      const values = this.values[channel];
      for (let at = channel; at < pixels.length; at += channels) to[offset + at] = values[pixels[at]];
    }
    if (erased)
      eachRow(erased, width, (from, count) => {
        to.fill(0, offset + from * channels, offset + (from + count) * channels);
      });
  }
}

function isMixing(one: ListedChanges['list'][number]): one is MixingSettings {
  return one.kind === 'mix-up' || one.kind === 'cut-mix';
}

/** @param use first pixel of a row of the rectangle, and how many there are */
function eachRow(
  { top, left, height, width }: Rectangle,
  pictureWidth: number,
  use: (from: number, count: number) => void,
): void {
  for (let row = top; row < top + height; row += 1) use(row * pictureWidth + left, width);
}
