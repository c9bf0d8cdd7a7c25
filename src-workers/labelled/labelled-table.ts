import type { Csv } from '../../src-files/csv/csv';
import { numbersOf } from '../../src-files/csv/numbers';
import { readRows } from '../../src-files/csv/read-rows';
import { groupsOfRows } from '../../src-files/data/row-parts';
import { BadInputError } from '../../src-shared/errors';
import { type TableSettings, tableFacts } from '../../src-shared/experiment/data';
import type { PosteriorMetadata, PosteriorTask } from '../../src-shared/posterior-metadata';
import { tableRowsOf } from '../predict/table-rows';
import { classLabels } from './class-labels';
import type { LabelledItems } from './labelled-items';

/** The rows of a CSV file with the column that the network predicts. */
export async function openLabelledTable(
  file: string,
  data: TableSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const csv = await readRows(file);
  const rows = tableRowsOf(csv, data, metadata);
  const { target, groups } = tableFacts(data).layout(data);
  const column = csv.header.indexOf(target);
  if (column < 0)
    throw new BadInputError(
      `${file} has no column named ${target}, which is what this network predicts; without it nothing can be scored.`,
    );
  const targets = targetsIn(csv, column, metadata.task);
  return {
    ...rows,
    ...dependenceIn(csv, rows.notes, groups),
    targets: (first, count) => targets.subarray(first, first + count),
  };
}

/** Groups as in training, where the file names them. */
function dependenceIn(
  csv: Csv,
  notes: readonly string[],
  groups: string | undefined,
): Partial<Pick<LabelledItems, 'dependence' | 'notes'>> {
  if (groups === undefined) return {};
  const column = csv.header.indexOf(groups);
  if (column >= 0) return { dependence: { kind: 'groups', column: groups, of: groupsOfRows(csv, column) } };
  const missing = `${csv.fileName} has no column named ${groups}, the groups of training: intervals take its rows for independent of each other and may be too narrow.`;
  return { notes: [...notes, missing] };
}

function targetsIn(csv: Csv, column: number, task: PosteriorTask): Int32Array | Float32Array {
  if (task.kind === 'regression') {
    const [mean, std] = [task.targetMean[0], task.targetStd[0]];
    return Float32Array.from(numbersOf(csv, column), (value) => (value - mean) / std);
  }
  const cells = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, column).trim());
  const placeOf = (row: number) => `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
  return classLabels(cells, task.classNames, placeOf);
}
