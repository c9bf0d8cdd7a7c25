import type { Csv } from '../../src-files/csv/csv';
import { numbersOf } from '../../src-files/csv/numbers';
import { readRows } from '../../src-files/csv/read-rows';
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
  const { target } = tableFacts(data).layout(data);
  const column = csv.header.indexOf(target);
  if (column < 0)
    throw new BadInputError(
      `${file} has no column named ${target}, which is what this network predicts; without it nothing can be scored.`,
    );
  const targets = targetsIn(csv, column, metadata.task);
  return { ...rows, targets: (first, count) => targets.subarray(first, first + count) };
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
