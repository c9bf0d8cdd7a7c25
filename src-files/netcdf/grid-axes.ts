import type { FieldAxis, FieldVariable } from '../data/field';
import { fieldAxes } from './axes';
import { type ChosenLevel, chosenLevels } from './chosen-levels';
import type { AttributeValue, StoredDimension } from './stored-file';
import { timeAxis } from './time-axis';

/** What of a variable is read. */
export interface WantedFields {
  /** Of one that has several. */
  readonly levels?: readonly number[] | undefined;
  /** It need not run over time. */
  readonly isStatic?: boolean;
}

/** In front of the dimensions of a variable that need not run over time. */
export const oneStep: StoredDimension = { name: '', length: 1 };

/** How a variable lies in its file as a field. */
export interface GridAxes {
  /** Places of its dimensions. */
  readonly time: number;
  readonly y: number;
  readonly x: number;
  readonly level: number | undefined;
  readonly levels: readonly ChosenLevel[];
  /** Positions of the steps in the file; undefined where they lie in order. */
  readonly order: Uint32Array | undefined;
  /** What its fields have in common, whatever their level. */
  readonly facts: Omit<FieldVariable, 'variable' | 'level' | 'values' | 'where'>;
}

/**
 * Finds the axes of a variable, and puts its steps in the order of time.
 * @param levels those that are wanted of one that has several
 * @param where the variable and its file
 * @throws BadInputError naming them and what would be right
 */
export function gridAxes(
  {
    dimensions,
    attributes,
  }: {
    readonly dimensions: readonly StoredDimension[];
    readonly attributes: ReadonlyMap<string, AttributeValue>;
  },
  where: string,
  levels: readonly number[] | undefined,
): GridAxes {
  const { level, notes, ...axes } = fieldAxes(dimensions, where);
  const [time, y, x] = [axes.time, axes.y, axes.x].map((at) => dimensions[at]);
  const steps = timeAxis(time, where);
  const units = attributes.get('units');
  return {
    ...axes,
    level,
    levels: chosenLevels(level === undefined ? undefined : dimensions[level], levels, where),
    order: steps.order,
    facts: {
      shape: [time.length, y.length, x.length],
      unit: typeof units === 'string' ? units : '',
      ...(steps.times ? { times: steps.times } : {}),
      rows: pointsOf(y),
      columns: pointsOf(x),
      axes: [time, y, x].map(axisOf),
      notes: [...notes, ...steps.notes],
    },
  };
}

/** What tells what an axis is, but not how its numbers are packed. */
const axisAttributes = ['units', 'standard_name', 'axis', 'calendar'];

function axisOf({ name, coordinate }: StoredDimension): FieldAxis {
  const told = axisAttributes.flatMap((attribute): [string, string][] => {
    const value = coordinate?.attributes.get(attribute);
    return typeof value === 'string' ? [[attribute, value]] : [];
  });
  return { name, attributes: Object.fromEntries(told) };
}

/** Where a dimension's points lie; none where the file does not tell. */
function pointsOf({ length, coordinate }: StoredDimension): Float64Array {
  const isTold = coordinate?.data.length === length;
  return Float64Array.from({ length: isTold ? length : 0 }, (_, at) => Number(coordinate?.data[at]));
}
