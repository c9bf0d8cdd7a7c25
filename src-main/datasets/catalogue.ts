import type { DatasetInfo } from '../../src-shared/api';
import { type DatasetId, dataSchema } from '../../src-shared/datasets/data-settings';
import { itemCounts } from '../../src-shared/datasets/item-counts';
import { knownShapes } from '../../src-shared/datasets/item-shape';
import { classNames } from '../../src-shared/datasets/known-sets';

type Known = Omit<DatasetInfo, 'state'>;
type Described = Omit<Known, 'trainItems' | 'testItems'>;

const uci = 'CC BY 4.0 (UCI Machine Learning Repository)';

/** All tables come in one package, and what is downloaded is the package. */
const tablesMB = 15;

const images = {
  digits: {
    id: 'digits',
    kind: 'images',
    title: 'Digits',
    about: 'Hand-written digits of 8 x 8 grey pixels, from scikit-learn. Comes with Parasample.',
    licence: 'BSD 3-Clause (scikit-learn); data from UCI, CC BY 4.0',
    downloadMB: 0,
    shape: knownShapes.digits,
    classes: classNames.digits,
  },
  'fashion-mnist': {
    id: 'fashion-mnist',
    kind: 'images',
    title: 'Fashion-MNIST',
    about: 'Ten kinds of clothing from a shop, 28 x 28 grey pixels.',
    licence: 'MIT (Zalando SE)',
    downloadMB: 31,
    shape: knownShapes['fashion-mnist'],
    classes: classNames['fashion-mnist'],
  },
  'cifar-10': {
    id: 'cifar-10',
    kind: 'images',
    title: 'CIFAR-10',
    about: 'Ten kinds of animals and vehicles, 32 x 32 colour pixels.',
    licence: 'None stated; its authors ask that their report of 2009 be cited',
    downloadMB: 170,
    shape: knownShapes['cifar-10'],
    classes: classNames['cifar-10'],
  },
} as const satisfies Partial<Record<DatasetId, Described>>;

const tables = {
  concrete: {
    id: 'concrete',
    kind: 'table',
    title: 'Concrete',
    about: 'Compressive strength of concrete from its mixture and age (Yeh 1998).',
    licence: uci,
    downloadMB: tablesMB,
    shape: knownShapes.concrete,
    classes: [],
  },
  yacht: {
    id: 'yacht',
    kind: 'table',
    title: 'Yacht',
    about: "Residuary resistance of a sailing yacht from its hull's shape and its speed.",
    licence: uci,
    downloadMB: tablesMB,
    shape: knownShapes.yacht,
    classes: [],
  },
  protein: {
    id: 'protein',
    kind: 'table',
    title: 'Protein structure',
    about: 'How far a decoy of a protein is from its native structure, from nine properties (CASP).',
    licence: uci,
    downloadMB: tablesMB,
    shape: knownShapes.protein,
    classes: [],
  },
  'power-plant': {
    id: 'power-plant',
    kind: 'table',
    title: 'Power plant',
    about: "A combined cycle power plant's hourly output from the weather (Tüfekci 2014).",
    licence: uci,
    downloadMB: tablesMB,
    shape: knownShapes['power-plant'],
    classes: [],
  },
} as const satisfies Partial<Record<DatasetId, Described>>;

const series = {
  'metro-traffic': {
    id: 'metro-traffic',
    kind: 'time-series',
    title: 'Metro traffic',
    about:
      'Vehicles per hour on Interstate 94 between Minneapolis and St Paul, October 2016 to September 2018.',
    licence: uci,
    downloadMB: 2,
    shape: knownShapes['metro-traffic'],
    classes: [],
  },
} as const satisfies Partial<Record<DatasetId, Described>>;

const fields = {
  storm: {
    id: 'storm',
    kind: 'field',
    title: 'Storm',
    about:
      'Pressure, temperature and wind of a storm over North America, 64 six-hourly steps on 33 x 36 points.',
    licence: 'BSD 4-Clause (University Corporation for Atmospheric Research)',
    downloadMB: 27,
    shape: knownShapes.storm,
    classes: [],
  },
  'navy-winds': {
    id: 'navy-winds',
    kind: 'field',
    title: 'Navy winds',
    about: 'Monthly mean winds over the whole globe, 132 months from 1982 on 73 x 144 points.',
    licence: 'Public domain (United States government, NOAA)',
    downloadMB: 28,
    shape: knownShapes['navy-winds'],
    classes: [],
  },
} as const satisfies Partial<Record<DatasetId, Described>>;

const described: Readonly<Record<DatasetId, Described>> = { ...images, ...tables, ...series, ...fields };

/** What is known of a data set before it is fetched. */
export function describeDataset(id: DatasetId): Known {
  const counts = itemCounts(dataSchema.parse({ dataset: id }));
  const { train, validation, test } = counts ?? { train: 0, validation: 0, test: 0 };
  return { ...described[id], trainItems: train + validation, testItems: test };
}
