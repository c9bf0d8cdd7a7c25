import { z } from 'zod';
import type { OwnDataChoice } from './data-choice';
import type { FieldFacts } from './field-places';
import { fieldNames, namesLevel } from './field-roles';
import { steps } from './kinds/field';
import { leaveOutPeriod, leaveOutPeriodField } from './left-out-period';
import { fieldsField, ownPath } from './own-file';
import { testField, testShare, validationField, validationFraction } from './shares';

/** Far more than weather is predicted from. */
const mostHistory = 64;

const settings = z.strictObject({
  dataset: z.literal('field'),
  /** A NetCDF file (classic, 64-bit offset, CDF-5 or NetCDF-4), a folder of such files, their names with `*` in them, or a Zarr store (version 2 or 3, in a local folder). */
  path: ownPath,
  /** Variables over [time, y, x]: what is predicted from, and predicted where `targets` names nothing else. */
  variables: z.array(z.string().min(1)).min(1),
  /** What is predicted, where that is not all of `variables`: some of them, one level alone (`z 500`), or others of the file, which are no inputs then. */
  targets: z.array(z.string().min(1)).min(1).optional(),
  /** Time steps that the network sees of each variable; the one after them is predicted. */
  history: z.int().min(1).max(mostHistory).default(1),
  /** Variables over [y, x] that do not change, as orography and a land mask: inputs beside those of each step. */
  static: z.array(z.string().min(1)).default([]),
  /** Where `static` lies in a file of its own: a NetCDF file or a Zarr store with the same grid. */
  staticPath: ownPath.optional(),
  /** Whether each cell counts by its area in the likelihood (between the middles of neighbouring rows, in times of the mean of all rows), and not all alike. */
  areaWeights: z.boolean().default(false),
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
    targets: {
      label: 'What is predicted',
      kind: 'text-list',
      optional: true,
      help: 'Where that is not all of them: some of the variables, or others. Empty for all.',
    },
    history: {
      label: 'Steps of history',
      kind: 'whole',
      help: 'That are seen of each variable; the next one is predicted.',
    },
    static: {
      label: 'Static fields',
      kind: 'text-list',
      optional: true,
      help: 'Over y and x alone, as orography and a land mask: seen beside each step.',
      isFurther: true,
    },
    staticPath: {
      label: 'File of the static fields',
      kind: 'text',
      optional: true,
      help: 'Its whole path: NetCDF or Zarr with the same grid. Empty where they lie beside the variables.',
      isFurther: true,
    },
    levels: {
      label: 'Levels',
      kind: 'number-list',
      optional: true,
      help: 'Of variables with a vertical dimension, as 500, 850: each is a field. Empty where there is none.',
      isFurther: true,
    },
    areaWeights: {
      label: 'Cells count by their area',
      kind: 'switch',
      help: 'In the likelihood, where rows are latitudes: those near the poles less than those at the equator.',
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
  hasManyTargets: ({ variables, targets = variables, levels = [] }) =>
    targets.length > 1 || (levels.length > 1 && targets.some((name) => !namesLevel(name, variables, levels))),
  places: ({ variables, targets = [], levels }, file) => {
    const place = (variable: string) => ({ name: variable, file, variable, ...(levels ? { levels } : {}) });
    const fields = fieldNames({ variables, levels });
    const alone = targets.filter((name) => !fields.includes(name));
    return [
      ...variables.map(place),
      ...alone.map((name) => ({ ...place(name), isTargetAlone: true as const })),
    ];
  },
  staticPlaces: ({ static: still, staticPath }, file) =>
    still.map((variable) => ({ name: variable, file: staticPath ?? file, variable })),
  roles: ({ variables, targets, history, levels }) => ({
    history,
    inputs: variables,
    levels,
    ...(targets ? { targets } : {}),
  }),
};
