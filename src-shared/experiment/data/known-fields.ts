import { z } from 'zod';
import type { KnownDataChoice, KnownSet } from './data-choice';
import type { FieldFacts, FieldPlace } from './field-places';
import { stepCounts } from './item-counts';
import { steps as ofSteps } from './kinds/field';
import { testField, testShare, validationField, validationFraction } from './shares';

const settings = z.strictObject({
  dataset: z.enum(['storm', 'navy-winds']),
  testFraction: testShare(0.2),
  validationFraction,
});

interface FieldSet extends KnownSet {
  readonly steps: number;
  /** [height, width] */
  readonly grid: readonly [number, number];
  /** In the order of their channels. */
  readonly fields: readonly FieldPlace[];
}

const ofStorm = (name: string, variable: string): FieldPlace => ({
  name,
  variable,
  file: `${name.toUpperCase()}storm.cdf`,
});
const stormFields = [
  ofStorm('p', 'p'),
  ofStorm('t', 't'),
  ofStorm('u', 'u'),
  ofStorm('v', 'v'),
  ofStorm('u500', 'u'),
  ofStorm('v500', 'v'),
];
const windsFile = 'monthly_navy_winds.cdf';

const sets: Readonly<Record<z.output<typeof settings>['dataset'], FieldSet>> = {
  storm: {
    title: 'Storm',
    about:
      'Pressure, temperature and wind of a storm over North America, 64 six-hourly steps on 33 x 36 points.',
    licence: 'BSD 4-Clause (University Corporation for Atmospheric Research)',
    downloadMB: 27,
    files: stormFields.map(({ file }) => file),
    steps: 64,
    grid: [33, 36],
    fields: stormFields,
  },
  'navy-winds': {
    title: 'Navy winds',
    about: 'Monthly mean winds over the whole globe, 132 months from 1982 on 73 x 144 points.',
    licence: 'Public domain (United States government, NOAA)',
    downloadMB: 28,
    files: [windsFile],
    steps: 132,
    grid: [73, 144],
    fields: ['UWND', 'VWND'].map((variable) => ({ name: variable, file: windsFile, variable })),
  },
};

export const knownFields: KnownDataChoice<typeof settings, 'field'> & FieldFacts<z.output<typeof settings>> =
  {
    origin: 'known',
    kind: ofSteps,
    settings,
    title: 'Fields',
    sets,
    fields: { testFraction: testField, validationFraction: validationField },
    itemShape: ({ dataset }) => [...sets[dataset].grid, sets[dataset].fields.length],
    itemCounts: (data) => stepCounts(sets[data.dataset].steps, data),
    targetUnit: () => undefined,
    namesClasses: () => false,
    hasManyTargets: () => true,
    places: ({ dataset }, folder) =>
      sets[dataset].fields.map((place) => ({ ...place, file: `${folder}/${place.file}` })),
    staticPlaces: () => [],
    roles: () => ({ history: 1 }),
  };
