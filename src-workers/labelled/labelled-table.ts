import type { Csv } from '../../src-files/csv/csv';
import { readRows } from '../../src-files/csv/read-rows';
import { groupsOfRows } from '../../src-files/data/row-parts';
import { type TableSettings, tableFacts } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { tableRowsOf } from '../predict/table-rows';
import type { LabelledItems } from './labelled-items';
import { targetsOfRows } from './targets-of-rows';

/** The rows of a CSV file with the column that the network predicts. */
export async function openLabelledTable(
  file: string,
  data: TableSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const { targets: names, groups, dialect } = tableFacts(data).layout(data);
  const csv = await readRows(file, dialect);
  const rows = tableRowsOf(csv, data, metadata);
  const targets = targetsOfRows(csv, names, metadata);
  const each = names.length;
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
