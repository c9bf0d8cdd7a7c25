import type { DatasetId, FieldSetId, ImageSetId, SeriesSetId, TableSetId } from './data-settings';

/** Names of the classes, in the order of their labels. */
export const classNames: Readonly<Record<ImageSetId, readonly string[]>> = {
  digits: Array.from({ length: 10 }, (_, digit) => String(digit)),
  'fashion-mnist': [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  'cifar-10': ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
};

export const idxFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

export const cifarTrainFiles = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
export const cifarTestFile = 'test_batch.bin';

/** The files a data set's folder holds; each may have .gz at its end. */
export const imageFiles: Readonly<Record<ImageSetId, readonly string[]>> = {
  digits: ['digits.csv'],
  'fashion-mnist': Object.values(idxFiles),
  'cifar-10': [...cifarTrainFiles, cifarTestFile],
};

/** How the known tables are laid out once they are fetched. */
export const knownTables: Readonly<
  Record<TableSetId, { readonly file: string; readonly target: string; readonly unit?: string }>
> = {
  concrete: { file: 'concrete.csv', target: 'compressive strength', unit: 'MPa' },
  yacht: { file: 'yacht.csv', target: 'residuary resistance' },
  protein: { file: 'protein.csv', target: 'RMSD', unit: 'angstrom' },
  'power-plant': { file: 'power-plant.csv', target: 'PE', unit: 'MW' },
};

/** How a series stands in its CSV file. */
export interface SeriesLayout {
  readonly file: string;
  readonly timeColumn: string;
  readonly valueColumn: string;
  /** What an empty cell or NaN is: a mistake, or a value that is not known. */
  readonly gaps: 'refuse' | 'mask';
  readonly unit?: string;
}

/** How the known series are laid out once they are fetched. */
export const knownSeries: Readonly<Record<SeriesSetId, SeriesLayout>> = {
  'metro-traffic': {
    file: 'metro-traffic.csv',
    timeColumn: 'datetime',
    valueColumn: 'traffic_volume',
    gaps: 'mask',
    unit: 'vehicles per hour',
  },
};

/** One field: a variable of one of the data set's files. */
export interface FieldPlace {
  readonly name: string;
  readonly file: string;
  readonly variable: string;
}

const storm = (name: string, file: string, variable: string): FieldPlace => ({
  name,
  file: `${file}storm.cdf`,
  variable,
});

/** The fields of the known data sets, in the order of their channels. */
export const knownFields: Readonly<Record<FieldSetId, readonly FieldPlace[]>> = {
  storm: [
    storm('p', 'P', 'p'),
    storm('t', 'T', 't'),
    storm('u', 'U', 'u'),
    storm('v', 'V', 'v'),
    storm('u500', 'U500', 'u'),
    storm('v500', 'V500', 'v'),
  ],
  'navy-winds': ['UWND', 'VWND'].map((variable) => ({
    name: variable,
    file: 'monthly_navy_winds.cdf',
    variable,
  })),
};

/** The files that a known data set's folder holds; those of images may have .gz at their end. */
export function datasetFiles(dataset: DatasetId): readonly string[] {
  switch (dataset) {
    case 'digits':
    case 'fashion-mnist':
    case 'cifar-10':
      return imageFiles[dataset];
    case 'metro-traffic':
      return [knownSeries[dataset].file];
    case 'storm':
    case 'navy-winds':
      return [...new Set(knownFields[dataset].map(({ file }) => file))];
    default:
      return [knownTables[dataset].file];
  }
}
