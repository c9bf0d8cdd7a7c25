import type { ColumnLook } from '../../src-shared/data/data-look';
import type { Csv } from '../csv/csv';
import { rowMark } from './row-mark';

/** A target of more numbers than this is measured, and scatters where it is measured again. */
const mostClasses = 10;
/** Rows that are compared: of a million the look would take twice its time. */
const mostCompared = 200_000;

/** Rows that say the same but for their class, of which no network can be right about all: a sentence. */
export function contradictions(
  csv: Csv,
  { different, holds }: ColumnLook,
  target: number,
): readonly string[] {
  const isClass = holds.kind === 'texts' || (holds.kind === 'numbers' && different <= mostClasses);
  if (!isClass || csv.header.length < 2) return [];
  const first = new Map<number, number>();
  let rows = 0;
  let example = '';
  for (let row = 0; row < Math.min(csv.rows, mostCompared); row += 1) {
    const mark = rowMark(csv, row, target);
    const before = first.get(mark);
    if (before === undefined) first.set(mark, row);
    else if (contradict(csv, before, row, target)) {
      rows += 1;
      example ||= [before, row].map((one) => `${csv.place(one)}: ${csv.cell(one, target).trim()}`).join(', ');
    }
  }
  if (rows === 0) return [];
  const [they, says] = rows === 1 ? ['One row has', 'says'] : [`${rows} rows have`, 'say'];
  return [
    `${they} the inputs of a row before, but ${says} another ${csv.header[target]} (${example}); which is right, or is a column missing that tells them apart?`,
  ];
}

function contradict(csv: Csv, one: number, other: number, target: number): boolean {
  return csv.header.every(
    (_, column) => (csv.cell(one, column).trim() === csv.cell(other, column).trim()) !== (column === target),
  );
}
