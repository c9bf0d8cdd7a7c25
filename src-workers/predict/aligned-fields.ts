import type { FieldSeries } from '../../src-files/data/field';
import { inMemory, type StepValues } from '../../src-files/data/step-values';
import type { FieldGrid } from '../../src-shared/posterior/posterior-metadata';

/**
 * Fields with rows and columns in the direction of those trained on: latitudes from north to south in one file may run the other way in
 * another. Of a grid that lies elsewhere a note tells.
 * @param grid missing in posteriors of earlier versions
 */
export function alignedFields(fields: FieldSeries, grid: FieldGrid | undefined, path: string): FieldSeries {
  if (!grid) return fields;
  const [turnRows, turnColumns] = [isTurned(fields.rows, grid.rows), isTurned(fields.columns, grid.columns)];
  const rows = turnRows ? fields.rows.slice().reverse() : fields.rows;
  const columns = turnColumns ? fields.columns.slice().reverse() : fields.columns;
  const notes = [
    ...fields.notes,
    ...turnNotes(path, turnRows, 'rows'),
    ...turnNotes(path, turnColumns, 'columns'),
    ...placeNotes(path, isElsewhere(rows, grid.rows) || isElsewhere(columns, grid.columns)),
  ];
  if (!turnRows && !turnColumns) return { ...fields, notes };
  const turned = fields.fields.map((values) => turnedValues(values, fields, turnRows, turnColumns));
  const statics = fields.statics.map((field) => {
    if (field.staysPut) return field;
    const still = turnedValues(inMemory(field.values, field.values.length), fields, turnRows, turnColumns);
    return { ...field, values: still.step(0) };
  });
  return { ...fields, rows, columns, fields: turned, statics, notes };
}

function isTurned(own: Float64Array, trained: readonly number[]): boolean {
  const [ofOwn, ofTrained] = [directionOf(own), directionOf(trained)];
  return ofOwn * ofTrained < 0;
}

function directionOf(points: ArrayLike<number>): number {
  return points.length < 2 ? 0 : Math.sign(points[points.length - 1] - points[0]);
}

function isElsewhere(own: Float64Array, trained: readonly number[]): boolean {
  return (
    own.length === trained.length && own.some((point, at) => Math.fround(point) !== Math.fround(trained[at]))
  );
}

function turnNotes(path: string, isTurned: boolean, what: string): readonly string[] {
  return isTurned
    ? [
        `The ${what} of ${path} run the other way than those that the network was trained on, and were turned.`,
      ]
    : [];
}

function placeNotes(path: string, isOther: boolean): readonly string[] {
  return isOther ? [`The grid of ${path} lies elsewhere than the one that the network was trained on.`] : [];
}

function turnedValues(
  values: StepValues,
  { height, width }: Pick<FieldSeries, 'height' | 'width'>,
  turnRows: boolean,
  turnColumns: boolean,
): StepValues {
  return {
    ...(values.together === undefined ? {} : { together: values.together }),
    step: (at) => {
      const stored = values.step(at);
      return stored.map((_, cell) => {
        const [row, column] = [Math.floor(cell / width), cell % width];
        const from = turnRows ? height - 1 - row : row;
        return stored[from * width + (turnColumns ? width - 1 - column : column)];
      });
    },
  };
}
