/** Labelled pictures of one split. `images` is [items, height, width, channels], bytes 0 to 255, row by row. */
export interface ImageSet {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly items: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
}

/** A whole data set as it is published: its own training and test split. */
export interface SplitImages {
  readonly train: ImageSet;
  readonly test: ImageSet;
  readonly classNames: readonly string[];
}
