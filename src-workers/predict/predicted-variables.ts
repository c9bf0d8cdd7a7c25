import type { ClassicVariable } from './classic-netcdf';
import type { PredictedFields } from './prediction-inputs';

/** Time, y and x, as the file calls them, where that can be a variable's name. */
export function axisNames({ axes: told }: PredictedFields): readonly string[] {
  return distinctNames(['time', 'y', 'x'].map((plain, at) => told[at]?.name || plain));
}

/**
 * Names of variables that are no path and no hidden file, whatever those of a file from elsewhere are, each another: of two that
 * would be alike, in capitals too, the later one has a number.
 * @param taken by other variables
 */
function distinctNames(wanted: readonly string[], taken: readonly string[] = []): readonly string[] {
  const known = new Set(taken.map((name) => name.toLowerCase()));
  return wanted.map((text) => {
    const plain = text.replace(/[^\p{L}\p{N}_.@+-]/gu, '_').replace(/^[.@+-]+/u, '_');
    let name = plain;
    for (let count = 2; known.has(name.toLowerCase()); count += 1) name = `${plain}_${count}`;
    known.add(name.toLowerCase());
    return name;
  });
}

/** Where the file does not tell, they are counted: steps from that which follows the first, rows and columns from 0. */
export function axisPoints({
  times,
  rows,
  columns,
  steps,
  height,
  width,
}: PredictedFields): readonly Float64Array[] {
  const counted = (length: number, first: number) => Float64Array.from({ length }, (_, at) => first + at);
  return [
    times?.values ?? counted(steps, 1),
    rows.length > 0 ? rows : counted(height, 0),
    columns.length > 0 ? columns : counted(width, 0),
  ];
}

/** The coordinates. */
export function axisVariables(fields: PredictedFields): readonly ClassicVariable[] {
  const { times } = fields;
  // Those of several files are counted as the first of them does.
  const ofTime = {
    ...(times && times.units !== '' ? { units: times.units } : {}),
    ...(times && times.calendar !== '' ? { calendar: times.calendar } : {}),
  };
  return axisNames(fields).map((name, at) => ({
    name,
    dimensions: [at],
    attributes: { ...fields.axes[at]?.attributes, ...(at === 0 ? ofTime : {}) },
    type: 'double',
  }));
}

/** `step`, `row`, `column` and `field`, which the file's coordinates tell. */
export const keyColumns = 4;

/** Quantities without a unit of the field's. */
const unitless = ['crossing'];

/** `t2m_mean` and so on, of each field all columns. */
export function fieldVariables(
  fields: PredictedFields,
  columns: readonly string[],
): readonly ClassicVariable[] {
  const { names, units } = fields;
  const all = names.flatMap((field, at) =>
    columns.map((column) => ({ field, column, unit: units[at] ?? '' })),
  );
  const own = distinctNames(
    all.map(({ field, column }) => `${field}_${column}`),
    axisNames(fields),
  );
  return all.map(({ field, column, unit: ofField }, at): ClassicVariable => {
    const unit = unitless.includes(column) ? '' : ofField;
    return {
      name: own[at],
      dimensions: [0, 1, 2],
      attributes: { long_name: `${field}, ${column}`, ...(unit === '' ? {} : { units: unit }) },
      type: 'single',
    };
  });
}
