import type { Csv } from '../../src-files/csv/csv';
import { numbersOf } from '../../src-files/csv/numbers';
import { readRows } from '../../src-files/csv/read-rows';
import { groupsOfRows } from '../../src-files/data/row-parts';
import { BadInputError } from '../../src-shared/errors';
import { type TableSettings, tableFacts } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import type { OneLikelihood } from '../posterior/one-likelihood';
import { tableRowsOf } from '../predict/table-rows';
import { classLabels } from './class-labels';
import { joinedHeads } from './joined-heads';
import type { LabelledItems } from './labelled-items';
import { standardisedRows } from './standardised-rows';

/** The rows of a CSV file with the column that the network predicts. */
export async function openLabelledTable(
  file: string,
  data: TableSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const { targets: names, groups, dialect } = tableFacts(data).layout(data);
  const csv = await readRows(file, dialect);
  const rows = tableRowsOf(csv, data, metadata);
  const columns = names.map((name) => csv.header.indexOf(name));
  const missing = names.filter((_, at) => columns[at] < 0);
  if (missing.length > 0)
    throw new BadInputError(
      `${file} has no column named ${missing.join(', ')}, which is what this network predicts; without it nothing can be scored.`,
    );
  const { task } = metadata;
  const targets =
    task.kind === 'heads'
      ? joinedHeads(task, (head, at) => targetsIn(csv, [columns[at]], head.task))
      : targetsIn(csv, columns, task);
  const each = columns.length;
  return {
    ...rows,
    ...dependenceIn(csv, rows.notes, groups),
    targets: (first, count) => targets.subarray(first * each, (first + count) * each),
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

function targetsIn(csv: Csv, columns: readonly number[], task: OneLikelihood): Int32Array | Float32Array {
  if (task.kind === 'regression')
    return standardisedRows(
      columns.map((column) => numbersOf(csv, column)),
      task,
    );
  const [column] = columns;
  const cells = Array.from({ length: csv.rows }, (_, row) => csv.cell(row, column).trim());
  const placeOf = (row: number) => `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
  return classLabels(cells, task.classNames, placeOf);
}
