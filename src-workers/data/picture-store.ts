import { openSync, readSync } from 'node:fs';
import type { ImageSet } from '../../src-files/images/image-set';
import type { PicturePack } from '../../src-files/pictures/picture-pack';

/** Labelled pictures of a training and a test split in memory: the test items follow the training items. */
export interface PictureSets {
  readonly sets: readonly [train: ImageSet, test: ImageSet];
}

/** Labelled pictures in a file. */
export interface PackedPictures {
  readonly pack: PicturePack;
  readonly labels: Uint16Array;
}

/** Pictures in a file, and in another the labels of their pixels. */
export interface MaskedPictures {
  readonly pack: PicturePack;
  /** [items, height, width] as bytes, 255 where one is ignored. */
  readonly masks: string;
}

/** Pictures in a file, with the numbers that are predicted of each. */
export interface ValuedPictures {
  readonly pack: PicturePack;
  /** As batches hold them, [items, each]. */
  readonly values: Float32Array;
  readonly each: number;
}

/** Where pictures lie. Plain data: it goes to another thread. */
export type StoredPictures = PictureSets | PackedPictures | MaskedPictures | ValuedPictures;

/** Labelled pictures by the numbers of items. */
export interface PictureStore {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels]; good until the next is asked for. */
  pixelsOf(item: number): Uint8Array;
  labelOf(item: number): number;
  /** Labels of an item's pixels, [height, width], 255 where one is ignored; good until the next is asked for. Of pictures with one class, missing. */
  mapOf?(item: number): Uint8Array;
  /** The numbers that are predicted of an item; of pictures with classes alone, missing. */
  valuesOf?(item: number): Float32Array;
}

export function openPictureStore(pictures: StoredPictures): PictureStore {
  return 'sets' in pictures ? setsInMemory(pictures) : packedFile(pictures);
}

function setsInMemory({ sets: [train, test] }: PictureSets): PictureStore {
  const { height, width, channels } = train;
  const size = height * width * channels;
  return {
    height,
    width,
    channels,
    pixelsOf: (item) => {
      const [set, position] = item < train.items ? [train, item] : [test, item - train.items];
      return set.images.subarray(position * size, (position + 1) * size);
    },
    labelOf: (item) => (item < train.items ? train.labels[item] : test.labels[item - train.items]),
  };
}

function packedFile(pictures: Exclude<StoredPictures, PictureSets>): PictureStore {
  const { file, height, width, channels, places } = pictures.pack;
  const stored = {
    height,
    width,
    channels,
    pixelsOf: itemsOf(file, height * width * channels, places),
  };
  if ('labels' in pictures) return { ...stored, labelOf: (item) => pictures.labels[item] };
  // An item as a whole has none.
  const labelOf = () => 0;
  if ('values' in pictures) {
    const { values, each } = pictures;
    return { ...stored, labelOf, valuesOf: (item) => values.subarray(item * each, (item + 1) * each) };
  }
  return { ...stored, labelOf, mapOf: itemsOf(pictures.masks, height * width, places) };
}

/** Read item by item, as they are asked for: the system keeps in memory what there is room for. */
function itemsOf(file: string, size: number, places?: Uint32Array): (item: number) => Uint8Array {
  const bytes = new Uint8Array(size);
  // Kept open until the process or thread ends, so that emptying the cache takes nothing from a run.
  const from = openSync(file, 'r');
  return (item) => {
    readSync(from, bytes, 0, size, (places?.[item] ?? item) * size);
    return bytes;
  };
}
