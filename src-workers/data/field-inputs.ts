import type { FieldSeries } from '../../src-files/data/field';
import { type FieldUses, inputName } from '../../src-shared/experiment/data/field-roles';
import type { StandardSteps } from './standard-steps';
import { measureValues, type Standardisation, standardise } from './standardisation';

/** What a network of fields sees: of each step of history the inputs, the earliest first, then what does not change. */
export interface FieldInputs {
  /** One for each input of a cell. */
  readonly names: readonly string[];
  readonly standardisations: readonly Standardisation[];
}

/**
 * The inputs of a cell.
 * @param measured of each field of the series
 * @param given those of all inputs, where a posterior says them
 */
export function fieldInputs(
  { names, statics }: Pick<FieldSeries, 'names' | 'statics'>,
  { history, inputs }: FieldUses,
  measured: readonly Standardisation[],
  given?: readonly Standardisation[],
): FieldInputs {
  const seen = Array.from({ length: history }, (_, at) => history - 1 - at).flatMap((back) =>
    inputs.map((field) => ({
      name: inputName(names[field], back, history),
      standardisation: measured[field],
    })),
  );
  const still = statics.map(({ name, values }) => ({ name, standardisation: measureValues(values) }));
  const all = [...seen, ...still];
  return {
    names: all.map(({ name }) => name),
    standardisations: given ?? all.map(({ standardisation }) => standardisation),
  };
}

/** Writes an item's inputs, [height, width, inputs]. @param item the last step that is seen */
export type WriteInputs = (item: number, to: Float32Array, offset: number) => void;

/**
 * @param fields in a step of `standard`
 * @param stillStandards of what does not change, one for each
 */
export function inputWriter(
  standard: StandardSteps,
  {
    fields,
    statics,
    cells,
  }: { readonly fields: number; readonly statics: FieldSeries['statics']; readonly cells: number },
  { history, inputs }: Pick<FieldUses, 'history' | 'inputs'>,
  stillStandards: readonly Standardisation[],
): WriteInputs {
  const perCell = history * inputs.length + statics.length;
  const still = statics.map(({ values }, at) =>
    Float32Array.from(values, (value) => knownOr(standardise(value, stillStandards[at]))),
  );
  return (item, to, offset) => {
    for (let seen = 0; seen < history; seen += 1) {
      const values = standard(item - history + 1 + seen);
      inputs.forEach((field, at) => {
        const place = offset + seen * inputs.length + at;
        for (let cell = 0; cell < cells; cell += 1)
          to[place + cell * perCell] = knownOr(values[cell * fields + field]);
      });
    }
    still.forEach((values, at) => {
      const place = offset + history * inputs.length + at;
      for (let cell = 0; cell < cells; cell += 1) to[place + cell * perCell] = values[cell];
    });
  };
}

/** What is not known is 0, the mean. */
function knownOr(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}

/** The chosen fields of a step, [height, width, chosen]; NaN where one is not known. */
export function writeFields(
  step: Float32Array,
  { fields, chosen }: { readonly fields: number; readonly chosen: readonly number[] },
  to: Float32Array | Int32Array,
  offset: number,
): void {
  const cells = step.length / fields;
  chosen.forEach((field, at) => {
    for (let cell = 0; cell < cells; cell += 1)
      to[offset + cell * chosen.length + at] = step[cell * fields + field];
  });
}
