import { z } from 'zod';
import type { KnownDataChoice, KnownSet } from './data-choice';
import { rowCounts } from './item-counts';
import { rows as ofRows } from './kinds/table';
import {
  splitSeed,
  splitSeedField,
  testField,
  testShare,
  validationField,
  validationFraction,
} from './shares';
import type { TableFacts } from './table-layout';

const settings = z.strictObject({
  dataset: z.enum(['concrete', 'yacht', 'protein', 'power-plant', 'wine-red']),
  testFraction: testShare(0.1),
  validationFraction,
  /** Draws which items validate and test; left out, the run’s seed does, and runs of other seeds have other splits. */
  splitSeed,
});

interface TableSet extends KnownSet {
  readonly rows: number;
  /** Columns that are inputs. */
  readonly features: number;
  readonly target: string;
  readonly unit?: string;
}

/** All come in one package, and what is downloaded is the package. */
const fromUci = { licence: 'CC BY 4.0 (UCI Machine Learning Repository)', downloadMB: 15 };

const sets: Readonly<Record<z.output<typeof settings>['dataset'], TableSet>> = {
  concrete: {
    ...fromUci,
    title: 'Concrete',
    about: 'Compressive strength of concrete from its mixture and age (Yeh 1998).',
    files: ['concrete.csv'],
    rows: 1030,
    features: 8,
    target: 'compressive strength',
    unit: 'MPa',
  },
  yacht: {
    ...fromUci,
    title: 'Yacht',
    about: "Residuary resistance of a sailing yacht from its hull's shape and its speed.",
    files: ['yacht.csv'],
    rows: 308,
    features: 6,
    target: 'residuary resistance',
  },
  protein: {
    ...fromUci,
    title: 'Protein structure',
    about: 'How far a decoy of a protein is from its native structure, from nine properties (CASP).',
    files: ['protein.csv'],
    rows: 45_730,
    features: 9,
    target: 'RMSD',
    unit: 'angstrom',
  },
  'power-plant': {
    ...fromUci,
    title: 'Power plant',
    about: "A combined cycle power plant's hourly output from the weather (Tüfekci 2014).",
    files: ['power-plant.csv'],
    rows: 9568,
    features: 4,
    target: 'PE',
    unit: 'MW',
  },
  'wine-red': {
    ...fromUci,
    title: 'Red wine',
    about: 'How experts marked red wines, from eleven measurements of their chemistry (Cortez 2009).',
    files: ['wine-red.csv'],
    rows: 1599,
    features: 11,
    target: 'quality',
  },
};

export const uciTables: KnownDataChoice<typeof settings, 'table'> & TableFacts<z.output<typeof settings>> = {
  origin: 'known',
  kind: ofRows,
  settings,
  title: 'Tables of the UCI repository',
  sets,
  fields: { testFraction: testField, validationFraction: validationField, splitSeed: splitSeedField },
  itemShape: ({ dataset }) => [sets[dataset].features],
  itemCounts: (data) => rowCounts(sets[data.dataset].rows, data),
  targetUnit: ({ dataset }) => sets[dataset].unit,
  namesClasses: () => false,
  hasManyTargets: () => false,
  layout: ({ dataset }) => {
    const { files, target, unit } = sets[dataset];
    return {
      file: files[0],
      targets: [target],
      ...(unit ? { unit } : {}),
      taskOf: () => 'regression',
      leaveOut: [],
      missing: 'refuse',
      stratified: false,
    };
  },
};
