import { z } from 'zod';
import type { OwnDataChoice } from './data-choice';
import type { FieldFacts } from './field-places';
import { steps } from './kinds/field';
import { leaveOutPeriod, leaveOutPeriodField } from './left-out-period';
import { fieldsField, ownPath } from './own-file';
import { testField, testShare, validationField, validationFraction } from './shares';

const settings = z.strictObject({
  dataset: z.literal('field'),
  /** A NetCDF file (classic, 64-bit offset, CDF-5 or NetCDF-4), a folder of such files, their names with `*` in them, or a Zarr store (version 2 or 3, in a local folder). */
  path: ownPath,
  /** Variables over [time, y, x]: inputs and targets alike. */
  variables: z.array(z.string().min(1)).min(1),
  /** Of variables with a vertical dimension (or members): the points of it that are wanted, each a field of its own, as `z 500`. */
  levels: z.array(z.number()).min(1).optional(),
  /** A period that nothing is trained, validated or tested on, `["2018-01-01", "2018-04-01"]`: from the first time on, before the second; evaluating asks whether the network doubts it. */
  leaveOutPeriod,
  testFraction: testShare(0.2),
  validationFraction,
});

export const field: OwnDataChoice<typeof settings, 'field'> & FieldFacts<z.output<typeof settings>> = {
  origin: 'own',
  kind: steps,
  settings,
  title: 'A field of your own',
  place: 'either',
  wants: 'a NetCDF file, a folder of such files, or a Zarr store',
  help: 'NetCDF files or a Zarr store with variables over time, y and x.',
  sets: {},
  fields: {
    path: fieldsField,
    variables: { label: 'Variables', kind: 'text-list', help: 'Over time, y and x, with commas between.' },
    levels: {
      label: 'Levels',
      kind: 'number-list',
      optional: true,
      help: 'Of variables with a vertical dimension, as 500, 850: each is a field. Empty where there is none.',
      isFurther: true,
    },
    leaveOutPeriod: leaveOutPeriodField,
    testFraction: testField,
    validationFraction: validationField,
  },
  itemShape: () => undefined,
  itemCounts: () => undefined,
  targetUnit: () => undefined,
  namesClasses: () => false,
  hasManyTargets: ({ variables, levels = [] }) => variables.length > 1 || levels.length > 1,
  places: ({ variables, levels }, file) =>
    variables.map((variable) => ({ name: variable, file, variable, ...(levels ? { levels } : {}) })),
};
