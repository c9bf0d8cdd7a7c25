import { z } from 'zod';
import type { OwnDataChoice } from './data-choice';
import type { FieldFacts } from './field-places';
import { steps } from './kinds/field';
import { fileField, ownPath } from './own-file';
import { testField, testShare, validationField, validationFraction } from './shares';

const settings = z.strictObject({
  dataset: z.literal('field'),
  /** A NetCDF file (classic, 64-bit offset, CDF-5 or NetCDF-4). */
  path: ownPath,
  /** Variables over [time, y, x]: inputs and targets alike. */
  variables: z.array(z.string().min(1)).min(1),
  testFraction: testShare(0.2),
  validationFraction,
});

export const field: OwnDataChoice<typeof settings, 'field'> & FieldFacts<z.output<typeof settings>> = {
  origin: 'own',
  kind: steps,
  settings,
  title: 'A field of your own',
  help: 'A NetCDF file with variables over time, y and x.',
  sets: {},
  fields: {
    path: fileField,
    variables: { label: 'Variables', kind: 'text-list', help: 'Over time, y and x, with commas between.' },
    testFraction: testField,
    validationFraction: validationField,
  },
  itemShape: () => undefined,
  itemCounts: () => undefined,
  targetUnit: () => undefined,
  namesClasses: () => false,
  hasManyTargets: ({ variables }) => variables.length > 1,
  places: ({ variables }, file) => variables.map((variable) => ({ name: variable, file, variable })),
};
