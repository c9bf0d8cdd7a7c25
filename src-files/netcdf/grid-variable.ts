import { BadInputError } from '../../src-shared/errors';
import type { GridVariable } from '../data/field';
import { fieldAxes } from './axes';
import { type Unpacking, unpackingOf } from './known-values';
import type { StoredDimension, StoredVariable } from './stored-file';
import { timeAxis } from './time-axis';

/**
 * A variable as a field: its axes found, its steps in the order of time, its numbers unpacked.
 * @param where the variable and its file
 * @throws BadInputError naming them and what would be right
 */
export function gridVariable(stored: StoredVariable, where: string): GridVariable {
  const { dimensions, data, attributes } = stored;
  const size = dimensions.reduce((product, { length }) => product * length, 1);
  const axes = fieldAxes(dimensions, where);
  if (data.length !== size)
    throw new BadInputError(`${where} is truncated: it has ${data.length} values, its shape needs ${size}.`);
  const [time, y, x] = [axes.time, axes.y, axes.x].map((at) => dimensions[at]);
  const { order, times, notes } = timeAxis(time, where);
  const unpacking = unpackingOf(stored, where);
  const steps = [axes.time, axes.y, axes.x].map((at) => stepOf(dimensions, at));
  const units = attributes.get('units');
  return {
    where,
    shape: [time.length, y.length, x.length],
    values: valuesInOrder(unpacking, { order, shape: [time.length, y.length, x.length], steps }, where),
    unit: typeof units === 'string' ? units : '',
    ...(times ? { times } : {}),
    rows: pointsOf(y),
    columns: pointsOf(x),
    notes: [...axes.notes, ...notes, ...unpacking.notes],
  };
}

/** From one point of a dimension to the next, in stored numbers. */
function stepOf(dimensions: readonly StoredDimension[], axis: number): number {
  return dimensions.slice(axis + 1).reduce((product, { length }) => product * length, 1);
}

/** Where a dimension's points lie; none where the file does not tell. */
function pointsOf({ length, coordinate }: StoredDimension): Float64Array {
  const isTold = coordinate?.data.length === length;
  return Float64Array.from({ length: isTold ? length : 0 }, (_, at) => Number(coordinate?.data[at]));
}

interface Layout {
  /** Positions of the time steps in the file; undefined where they lie in order. */
  readonly order: Uint32Array | undefined;
  readonly shape: GridVariable['shape'];
  /** From one time, row, column to the next, in stored numbers. */
  readonly steps: readonly number[];
}

/** [steps, height, width] */
function valuesInOrder(
  { data, unpacked, isSingle }: Unpacking,
  { order, shape: [length, height, width], steps: [timeStep, rowStep, columnStep] }: Layout,
  where: string,
): Float32Array | Float64Array {
  const size = length * height * width;
  const values = isSingle ? new Float32Array(size) : new Float64Array(size);
  for (let index = 0; index < size; index += 1) {
    const column = index % width;
    const row = Math.floor(index / width) % height;
    const step = Math.floor(index / (width * height));
    const value = unpacked(
      Number(data[(order?.[step] ?? step) * timeStep + row * rowStep + column * columnStep]),
    );
    if (Math.abs(value) === Number.POSITIVE_INFINITY)
      throw new BadInputError(
        `${where} is infinite at time step ${step}, row ${row}, column ${column} (from 0); a value is finite, or NaN where it is not known.`,
      );
    values[index] = value;
  }
  return values;
}
