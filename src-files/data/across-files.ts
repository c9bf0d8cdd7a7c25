import type { JoinedRows } from '../csv/joined-rows';

/** Between the cells of a row, where no cell has it. */
const between = '\u0000';

/**
 * What of the rows to train on stands among those of a test of its own, too: a sentence on rows that are the same, and one on groups.
 * @param columns those that are inputs or predicted
 * @param groups of each row
 */
export function sharedRows(
  rows: JoinedRows,
  columns: readonly number[],
  groups?: Uint32Array,
): readonly string[] {
  return [...sameRows(rows, columns), ...(groups ? sameGroups(rows, groups) : [])];
}

function sameRows(csv: JoinedRows, columns: readonly number[]): readonly string[] {
  const { firstOfTest, rows } = csv;
  const textOf = (row: number) => columns.map((column) => csv.cell(row, column).trim()).join(between);
  const inTest = new Map<string, { readonly row: number; count: number }>();
  for (let row = firstOfTest; row < rows; row += 1) {
    const text = textOf(row);
    const known = inTest.get(text);
    if (known) known.count += 1;
    else inTest.set(text, { row, count: 1 });
  }
  let found = 0;
  let example = '';
  for (let row = 0; row < firstOfTest; row += 1) {
    const text = textOf(row);
    const same = inTest.get(text);
    if (!same) continue;
    found += same.count;
    example ||= `${csv.place(same.row)} is ${csv.place(row)}`;
    inTest.delete(text);
  }
  if (found === 0) return [];
  return [
    `${found} of ${rows - firstOfTest} rows of the test stand among those to train on, too (${example}): what is tested should not have been trained on.`,
  ];
}

function sameGroups({ firstOfTest }: JoinedRows, groups: Uint32Array): readonly string[] {
  const trained = new Set(groups.subarray(0, firstOfTest));
  const tested = new Set(groups.subarray(firstOfTest));
  const both = [...tested].filter((group) => trained.has(group)).length;
  if (both === 0) return [];
  return [
    `${both} of ${tested.size} groups of the test have rows to train on, too (data.groups): the test is not of groups never seen.`,
  ];
}
