import { BadInputError } from '../../src-shared/errors';
import type { GridVariable } from '../data/field';
import { gridAxes, oneStep, type WantedFields } from './grid-axes';
import { type Unpacking, unpackingOf } from './known-values';
import type { StoredDimension, StoredVariable } from './stored-file';

/**
 * A variable as a field, or as one for each level that is wanted: its axes found, its steps in the order of time, its
 * numbers unpacked.
 * @param where the variable and its file
 * @throws BadInputError naming them and what would be right
 */
export function gridVariable(
  stored: StoredVariable,
  variable: string,
  where: string,
  { levels, isStatic = false }: WantedFields = {},
): readonly GridVariable[] {
  const { data } = stored;
  const dimensions = isStatic ? [oneStep, ...stored.dimensions] : stored.dimensions;
  const size = dimensions.reduce((product, { length }) => product * length, 1);
  const { time, y, x, level, facts, ...axes } = gridAxes({ ...stored, dimensions }, where, levels);
  if (data.length !== size)
    throw new BadInputError(`${where} is truncated: it has ${data.length} values, its shape needs ${size}.`);
  const unpacking = unpackingOf(stored, where);
  const steps = [time, y, x].map((at) => stepOf(dimensions, at));
  return axes.levels.map((chosen) => {
    const layout: Layout = {
      order: axes.order,
      shape: facts.shape,
      first: level === undefined ? 0 : chosen.at * stepOf(dimensions, level),
      steps,
    };
    return {
      ...facts,
      variable,
      ...(chosen.level === undefined ? {} : { level: chosen.level }),
      where: chosen.level === undefined ? where : `${where} at ${chosen.level}`,
      values: valuesInOrder(unpacking, layout, where),
      notes: [...facts.notes, ...unpacking.notes],
    };
  });
}

/** From one point of a dimension to the next, in stored numbers. */
function stepOf(dimensions: readonly StoredDimension[], axis: number): number {
  return dimensions.slice(axis + 1).reduce((product, { length }) => product * length, 1);
}

interface Layout {
  /** Positions of the time steps in the file; undefined where they lie in order. */
  readonly order: Uint32Array | undefined;
  readonly shape: GridVariable['shape'];
  /** The first number of the level. */
  readonly first: number;
  /** From one time, row, column to the next, in stored numbers. */
  readonly steps: readonly number[];
}

/** [steps, height, width] */
function valuesInOrder(
  { data, unpacked, isSingle }: Unpacking,
  { order, shape: [length, height, width], first, steps: [timeStep, rowStep, columnStep] }: Layout,
  where: string,
): Float32Array | Float64Array {
  const size = length * height * width;
  const values = isSingle ? new Float32Array(size) : new Float64Array(size);
  for (let index = 0; index < size; index += 1) {
    const column = index % width;
    const row = Math.floor(index / width) % height;
    const step = Math.floor(index / (width * height));
    const value = unpacked(
      Number(data[first + (order?.[step] ?? step) * timeStep + row * rowStep + column * columnStep]),
    );
    if (Math.abs(value) === Number.POSITIVE_INFINITY) throw infinite(where, step, row, column);
    values[index] = value;
  }
  return values;
}

/** The refusal of a value that no network can learn from. */
export function infinite(where: string, step: number, row: number, column: number): BadInputError {
  return new BadInputError(
    `${where} is infinite at time step ${step}, row ${row}, column ${column} (from 0); a value is finite, or NaN where it is not known.`,
  );
}
