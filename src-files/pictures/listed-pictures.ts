/** The part of the data that a folder or a column puts a picture or row into; drawn by the seed where nothing does. */
export type PictureSplit = 'train' | 'validation' | 'test';

export interface ListedPicture {
  /** Whole path. */
  readonly file: string;
  /** Below the folder that the person named, with slashes. */
  readonly name: string;
  readonly label: number;
  readonly split: PictureSplit | undefined;
}

/** A picture by the name of its class, as its folder or row says it. */
export type NamedPicture = Omit<ListedPicture, 'label'> & { readonly className: string };

export interface NamedPictures {
  readonly pictures: readonly NamedPicture[];
  /** What a person should know of what was found: whole sentences. */
  readonly notes: readonly string[];
}

/** The pictures of a folder or a CSV file, and their classes. Nothing of them has been read. */
export interface ListedPictures {
  /** In alphabetical order. */
  readonly classNames: readonly string[];
  readonly pictures: readonly ListedPicture[];
  /** What a person should know of what was found: whole sentences. */
  readonly notes: readonly string[];
}

/** What folders and cells call the parts. */
const splitNames: Readonly<Record<PictureSplit, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['val', 'valid', 'validation', 'dev'],
  test: ['test', 'testing'],
};

export function splitNamed(name: string): PictureSplit | undefined {
  const found = Object.entries(splitNames).find(([, names]) => names.includes(name.toLowerCase()));
  return found?.[0] as PictureSplit | undefined;
}
