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

/** Where pictures lie. Plain data: it goes to another thread. */
export type StoredPictures = PictureSets | PackedPictures;

/** Labelled pictures by the numbers of items. */
export interface PictureStore {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [height, width, channels]; good until the next is asked for. */
  pixelsOf(item: number): Uint8Array;
  labelOf(item: number): number;
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

/** Read picture by picture, as they are asked for: the system keeps in memory what there is room for. */
function packedFile({ pack: { file, height, width, channels }, labels }: PackedPictures): PictureStore {
  const pixels = new Uint8Array(height * width * channels);
  // Kept open until the process or thread ends, so that emptying the cache takes nothing from a run.
  const from = openSync(file, 'r');
  return {
    height,
    width,
    channels,
    pixelsOf: (item) => {
      readSync(from, pixels, 0, pixels.length, item * pixels.length);
      return pixels;
    },
    labelOf: (item) => labels[item],
  };
}
